# The way of the data on the server: file system, image, slices, torrent. Sourced by tests/demo.
# Names follow Clonezilla: image "demo", partition "sda1", btzone for what BitTorrent needs.

btzone=''
source_disk=''
partition=sda1

# Some of the machine's own files, and big ones in between of which every fourth goes away again:
# that leaves holes, so the used blocks lie in many extents.
make_source() {
  local files=$work/files own_mib=$((used_mib / 4)) big_mib=$((used_mib / 40)) count n
  mkdir -p "$files/usr" "$files/big"
  find /usr/bin /usr/lib /usr/share -xdev -type f -size -8M -printf '%s %p\0' 2>/dev/null |
    awk -v RS='\0' -v ORS='\0' -v left=$((own_mib << 20)) \
      '{left -= $1; if (left >= 0) {sub(/^[0-9]+ /, ""); print}}' |
    xargs -0 cp --parents --reflink=never -t "$files/usr"
  count=$(((used_mib - own_mib) * 4 / 3 / big_mib))
  for ((n = 1; n <= count; n++)); do
    head -c $((big_mib << 20)) /dev/urandom >"$files/big/$(printf %03d "$n")"
  done
  truncate -s "${image_mib}M" "$work/source.img"
  mke2fs -q -t ext4 -L demo -d "$files" "$work/source.img"
  for ((n = 4; n <= count; n += 4)); do printf 'rm /big/%03d\n' "$n"; done |
    debugfs -w -f /dev/stdin "$work/source.img" >/dev/null 2>&1
  rm -rf "$files"
  e2fsck -fn "$work/source.img" >/dev/null 2>&1 || die "the file system made is not sound"
  source_disk=$(attach "$work/source.img" --read-only)
}

save_image() {
  btzone=$work/btzone
  mkdir -p "$work/partimag/demo"
  partclone.extfs -c -z 10485760 -L "$work/save.log" -s "$source_disk" --output - 2>"$work/save.err" |
    zstd -q -T0 -3 |
    split -a 2 -b 4096MB - "$work/partimag/demo/$partition.ext4-ptcl-img.zst." ||
    die "partclone could not save $source_disk: $(tail -n 3 "$work/save.err")"
}

# As ocs-gen-bt-slices does it; torrent.info must not stay among the slices.
make_slices() {
  local slices=$btzone/demo/$partition
  mkdir -p "$btzone/demo"
  cat "$work/partimag/demo/$partition.ext4-ptcl-img.zst."* | zstd -dcq |
    partclone.extfs -d -r -z 10485760 -L "$work/slices.log" -s - -T --buffer_size 16777216 \
      -o "$slices" 2>"$work/slices.err" ||
    die "partclone could not make slices: $(tail -n 3 "$work/slices.err")"
  mv -f "$slices/torrent.info" "$btzone/demo/$partition.torrent.info"
  printf '       %s in %d slices\n' "$(du -sh "$slices" | cut -f1)" \
    "$(find "$slices" -type f | wc -l)"
}

make_torrent() {
  gen-torrent-from-ptcl -p "$partition" -t "http://$server_ip:$tracker_port/announce" -c Clonezilla \
    -i "$btzone/demo/$partition.torrent.info" -o "$btzone/demo/$partition.torrent" >"$work/torrent.log"
  [[ -s $btzone/demo/$partition.torrent ]] || die "no torrent was made"
}
