#!/usr/bin/env bats
# A whole disk as Clonezilla restores it: GPT with ext4, XFS, FAT and swap; images made by partclone, slices by
# partclone, torrents of them, all partitions through one daemon at once.

bats_require_minimum_version 1.5.0
load ../../lib/common
load ezio

buffer_bytes=$((16 << 20))
type=([1]=extfs [2]=xfs [3]=fat) # partclone's names, by the number of the partition
devices=() # loop devices that this test has made
last_partition=4 # swap

setup() {
  cd "$BATS_TEST_TMPDIR"
  PATH=$PATH:/usr/sbin:/sbin
  enter_network
}

teardown() {
  end_started
  local n
  for n in "${devices[@]}"; do losetup --detach "$n"; done
}

make_disk() { # FILE
  truncate -s 640M "$1"
  sgdisk -n 1:0:+128M -n 2:0:+320M -n 3:0:+64M -n 4:0:+16M -t 4:8200 "$1" >/dev/null
}

# attach NAME FILE NUMBER [OPTION]: a loop device of that partition in the variable NAME. The kernel's own way,
# losetup --partscan, needs one that knows GPT.
attach() {
  local first last
  first=$(sgdisk -i "$3" "$2" | sed -n 's/^First sector: \([0-9]*\).*/\1/p')
  last=$(sgdisk -i "$3" "$2" | sed -n 's/^Last sector: \([0-9]*\).*/\1/p')
  printf -v "$1" %s "$(losetup --find --show --offset $((first * 512)) --sizelimit $(((last - first + 1) * 512)) \
    "${@:4}" "$2")"
  devices+=("${!1}")
}

make_files() {
  local n
  mkdir files
  for n in {0..29}; do
    head -c $((1 << 20)) /dev/urandom >"files/large$n"
    head -c $((n * 977)) /dev/urandom >"files/small$n"
  done
}

# on_mounted DEVICE OPTIONS SCRIPT: runs it in the directory mnt, where that file system is mounted while it runs, and
# nowhere else: a test beside this one that makes a mount namespace would take a copy of the mount with it, and the
# file system would not be written out until that one ends.
on_mounted() {
  mkdir -p mnt
  unshare --mount bash -euc '
    mount -o "$2" "$1" mnt
    (cd mnt; eval "$3")
    umount mnt' - "$@"
}

# Every third large file goes away again and leaves a hole: the used blocks lie in many extents. Not every kernel
# has FAT, so mtools stand in for it.
make_file_system() { # NUMBER DEVICE
  case ${type[$1]} in
    extfs) mke2fs -q -t ext4 "$2" ;;
    xfs) mkfs.xfs -q "$2" ;;
    fat) mkfs.fat -F 32 "$2" >/dev/null ;;
  esac
  if [[ ${type[$1]} == fat ]]; then
    mcopy -i "$2" files/* ::
    mdel -i "$2" ::large{0..29..3}
  else
    on_mounted "$2" rw 'cp ../files/* .; rm large{0..29..3}'
  fi
}

# Z/I/sda<n>.torrent, its .torrent.info and Z/I/sda<n>/<slices>, by way of an image.
make_torrent() { # NUMBER DEVICE
  local p=sda$1 program=partclone.${type[$1]}
  "$program" -c -z 10485760 -L save.log -s "$2" -o - 2>save.err | zstd -q -1 >"$p.img.zst"
  mkdir -p Z/I
  zstd -dcq "$p.img.zst" | "$program" -d -r -z 10485760 -L slices.log -s - -T --buffer_size "$buffer_bytes" \
    -o "Z/I/$p" 2>slices.err
  mv "Z/I/$p/torrent.info" "Z/I/$p.torrent.info"
  gen-torrent-from-ptcl -p "$p" -t http://127.0.0.1:6969/announce -c Clonezilla \
    -i "Z/I/$p.torrent.info" -o "Z/I/$p.torrent"
}

same_extents() { # NUMBER SOURCE TARGET
  local key value offset count=0
  while read -r key value; do
    case $key in
      offset:) offset=$((16#$value)) ;;
      length:)
        cmp --ignore-initial="$offset" --bytes=$((16#$value)) "$2" "$3" || fail "sda$1 differs in the extent at $offset"
        count=$((count + 1))
        ;;
    esac
  done <"Z/I/sda$1.torrent.info"
  ((count > 1)) || fail "sda$1 has only $count extents"
}

sound() { # NUMBER DEVICE: the file system's own checker is content, and every file is there
  mkdir "restored$1"
  case ${type[$1]} in
    extfs) e2fsck -fn "$2" ;;
    xfs) xfs_repair -n "$2" ;;
    fat) fsck.fat -n "$2" ;;
  esac
  if [[ ${type[$1]} == fat ]]; then
    mcopy -n -i "$2" '::*' "restored$1"
  else
    on_mounted "$2" ro "cp {large,small}* ../restored$1"
  fi
  diff -r files "restored$1"
}

@test "a disk of ext4, XFS, FAT and swap through one daemon: every extent the same, every file system sound" {
  local n source target sources=() targets=() swap
  make_files
  make_disk source
  for n in "${!type[@]}"; do
    attach source source "$n"
    sources[n]=$source
    make_file_system "$n" "$source"
    make_torrent "$n" "$source"
  done
  rm files/large{0..29..3}

  make_disk disk
  attach swap disk "$last_partition"
  mkswap -U 01234567-89ab-cdef-0123-456789abcdef "$swap" >/dev/null
  swap_sum=$(sha256sum <"$swap")
  for n in "${!type[@]}"; do
    attach target disk "$n"
    targets[n]=$target
  done

  start_tracker
  start seeder.log "${inside[@]}" ezio -F -l 127.0.0.1:50052
  start leecher.log "${inside[@]}" ezio --cache-size 64 --aio-threads 4
  daemon=$pid
  await 20 listens 50052 || fail "$(<seeder.log)"
  await 20 listens 50051 || fail "$(<leecher.log)"
  for n in "${!type[@]}"; do
    "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S -c 6 -u 5 "Z/I/sda$n.torrent" Z/I
    "${inside[@]}" ezio_add_torrent.py -c 6 -u 5 "Z/I/sda$n.torrent" "${targets[n]}"
  done
  timeout 120 "${inside[@]}" ezio_cli.py -w 1 >cli.out || fail "$(<cli.out) $(<leecher.log)"
  ends_with 0 "$daemon"

  [ "$(tail -n 1 cli.out)" = "Finished. Exiting..." ]
  for n in "${!type[@]}"; do
    same_extents "$n" "${sources[n]}" "${targets[n]}"
    sound "$n" "${targets[n]}"
  done
  [ "$(sha256sum <"$swap")" = "$swap_sum" ]
  sgdisk -v disk | grep -q 'No problems found'
}
