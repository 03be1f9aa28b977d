# A small disk, its slices as Clonezilla has them, and torrents of both kinds. Needs common.bash.

# "OFFSET LENGTH" in bytes of the used parts: gaps, an end inside a piece, one tiny extent.
extents=("0 6595584" "8389632 264192" "9437184 16777216" "27262976 1024" "33554432 18350080")
disk_bytes=$((64 << 20))
partition=sda1

# make_slices DIR: makes DIR/disk, DIR/image/sda1/<slices> and DIR/image/sda1.torrent.info.
make_slices() {
  local extent offset length name slices=$1/image/$partition
  mkdir -p "$slices"
  head -c "$disk_bytes" /dev/urandom >"$1/disk"
  for extent in "${extents[@]}"; do
    read -r offset length <<<"$extent"
    printf -v name %032x "$offset"
    tail -c +$((offset + 1)) "$1/disk" | head -c "$length" >"$slices/$name"
  done
  chmod 0755 "$1" "$1/image" "$slices"
  describe_slices "$slices" >"$1/image/$partition.torrent.info"
}

# torrent.info of a folder of slices: extents, then the SHA-1 of each 16 MiB of all data in a row.
describe_slices() { # FOLDER
  local slice
  printf 'block_size: 1024\nblocks_total: %d\n' $((disk_bytes / 1024))
  for slice in "$1"/*; do
    printf 'offset: %s\nlength: %032x\n' "${slice##*/}" "$(stat -c %s "$slice")"
  done
  cat "$1"/* | split -b 16M --filter=sha1sum | sed 's/^\([0-9a-f]*\).*/sha1: \1/'
}

# make_torrent DIR ANNOUNCE-URL [PIECE-EXPONENT]: DIR/image/sda1.torrent; 16 MiB pieces unless told.
make_torrent() {
  local torrent=$1/image/$partition.torrent
  rm -f "$torrent"
  if [[ -n ${3:-} ]]; then
    mktorrent -p -l "$3" -a "$2" -o "$torrent" "$1/image/$partition" >/dev/null
  else
    gen-torrent-from-ptcl -p "$partition" -t "$2" -c Clonezilla \
      -i "$1/image/$partition.torrent.info" -o "$torrent" >/dev/null
  fi
  [[ -s $torrent ]]
}

# same_extents DISK TARGET: every extent is equal; says where not.
same_extents() {
  local extent offset length
  for extent in "${extents[@]}"; do
    read -r offset length <<<"$extent"
    cmp --ignore-initial="$offset" --bytes="$length" "$1" "$2" || return 1
  done
}
