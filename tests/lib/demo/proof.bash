# That the clients' disks hold what was saved. Sourced by tests/demo.

prove() {
  local n
  check_sums "$source_disk" 0
  for ((n = 1; n <= clients; n++)); do
    compare_extents "$n"
    e2fsck -fn "${target_disks[n]}" >"$work/e2fsck.$n" 2>&1 ||
      die "client $n: e2fsck is not content: $(tail -n 3 "$work/e2fsck.$n")"
    check_sums "${target_disks[n]}" "$n"
  done
}

# Every extent of torrent.info, on the client's disk and on the source.
compare_extents() { # NUMBER
  local key value offset=0 count=0
  while read -r key value; do
    case $key in
      offset:) offset=$((16#$value)) ;;
      length:)
        cmp --ignore-initial="$offset" --bytes=$((16#$value)) "$source_disk" "${target_disks[$1]}" ||
          die "client $1: the disk differs in the extent at $offset"
        count=$((count + 1))
        ;;
    esac
  done <"$btzone/demo/$partition.torrent.info"
  ((count > 1)) || die "only $count extents: not the case to be shown"
  printf '       client %d: %d extents identical' "$1" "$count"
}

# SHA-256 of all files; number 0 is the source, all others must equal it. Without the rights to
# mount, debugfs reads the file system instead.
check_sums() { # DISK NUMBER
  local mount=$work/mnt$2
  mkdir -p "$mount"
  if [[ -n $separate ]]; then
    mount -t ext4 -o ro,noload "$1" "$mount"
  else
    debugfs -R "rdump / $mount" "$1" >/dev/null 2>&1
  fi
  (cd "$mount" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) >"$work/sums.$2"
  if [[ -n $separate ]]; then umount "$mount"; else rm -rf "$mount"; fi
  (($2)) || return 0
  cmp "$work/sums.0" "$work/sums.$2" || die "client $2: files differ"
  printf ', e2fsck clean, %d files equal\n' "$(wc -l <"$work/sums.$2")"
}
