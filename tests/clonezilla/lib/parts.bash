# One partition restored alone. Needs steps.bash; load it after that.

# part_alone CLIENT NUMBER OPTION...: of a disk that is whole, one partition is wiped and restored; not a
# byte of the disk outside of it changes.
part_alone() {
  local client=$1 number=$2 before after
  run_on "$client" 120 "wipe-$client" blkdiscard --zeroout "/dev/${source_disk}p$number"
  leave_soon "$client"
  before=$(outside "$client" "$number")
  timed "bt_restoreparts" restore "$client" 24x80 "$plain_options" "${@:3}" \
    bt_restoreparts "$image" "${source_disk}p$number"
  restored "$client" exactly "$number"
  after=$(outside "$client" "$number")
  [[ -n $before && $before == "$after" ]] || fail "outside of partition $number: $before became $after"
}

# The checksum of all that is before the partition and behind it.
outside() { # CLIENT NUMBER
  on "$1" bash -euc 'set -o pipefail
    read -r start size < <(sfdisk --dump "/dev/$1" |
      sed -n "s/.*p$2 : start= *\([0-9]*\), size= *\([0-9]*\),.*/\1 \2/p")
    ((start > 0 && size > 0))
    { head -c "$((start * 512))" "/dev/$1"; tail -c "+$(((start + size) * 512 + 1))" "/dev/$1"; } | cksum' \
    outside "$source_disk" "$2"
}
