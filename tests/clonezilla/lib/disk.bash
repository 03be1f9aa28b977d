# The disks: what is saved, what is restored, and their comparison. Needs host.bash.

disk_mib=720

# new_disk NAME: a blank disk as a loop device; its kernel name (loop7) is in $disk afterwards.
new_disk() {
  truncate -s "${disk_mib}M" "$work/$1.disk"
  disk=$(losetup --find --show --partscan "$work/$1.disk")
  disk=${disk#/dev/}
}

loop_of() { # NAME
  losetup --noheadings --output NAME --associated "$work/$1.disk" | sed 's|^/dev/||'
}

# The backing file says whose a device is, so nobody else's is ever detached.
detach_disk() { # NAME
  local device
  for device in $(losetup --noheadings --output NAME --associated "$work/$1.disk"); do
    partx --delete "$device" 2>/dev/null || true # not every kernel does it with the detaching
    losetup --detach "$device"
  done
  rm -f "$work/$1.disk"
}

detach_disks() {
  local file
  for file in "$work"/*.disk; do
    [[ ! -e $file ]] || detach_disk "$(basename "$file" .disk)"
  done
}

# Partitions, file systems and files, made by the release's own programs: ext4, xfs and swap.
fill_disk() { # HOST DISK
  run_on "$1" 300 fill bash -euc '
    disk=/dev/$1
    sfdisk --quiet "$disk" <<<"label: gpt
      size=300MiB, type=L
      size=340MiB, type=L
      type=S"
    until blockdev --getsize64 "$disk"p{1,2,3} >/dev/null 2>&1; do sleep 0.1; done
    sleep 1 # the first process may be about to look at them once more
    mkfs.ext4 -q -L matrix-ext4 "${disk}p1"
    mkfs.xfs -q -L matrix-xfs "${disk}p2"
    mkswap -L matrix-swap "${disk}p3"
    mkdir -p /tmp/ext4 /tmp/xfs
    mount "${disk}p1" /tmp/ext4
    mount "${disk}p2" /tmp/xfs
    cp -a /usr/sbin /tmp/ext4/
    head -c 40M /dev/urandom >/tmp/ext4/random
    cp -a /usr/share/drbl /usr/lib/python3* /tmp/xfs/ # no /etc: Clonezilla would change its machine-id
    head -c 40M /dev/urandom >/tmp/xfs/random
    for fs in /tmp/ext4 /tmp/xfs; do
      for n in {01..40}; do head -c 512K /dev/urandom >"$fs/part-$n"; done
      sync
      rm "$fs"/part-*[13579] # holes
      umount "$fs"
    done' fill "$2"
}

# same_disk HOST COPY ORIGINAL IMAGE exactly|files NUMBER...: COPY and ORIGINAL are disks of that host.
# Partition table; of these partitions swap's label and identity, the file systems' soundness and all
# files; with `exactly` also every used block, as partclone found them when it saved.
same_disk() {
  run_on "$1" 300 "same-$1" bash -c "$(<"$lib/same-disk")" same-disk "${@:2}"
}
