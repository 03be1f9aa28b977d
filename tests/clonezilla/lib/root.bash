# The root file systems of the hosts: Debian releases with Clonezilla, from Debian's own packages.

root_cache=${XDG_CACHE_HOME:-/var/cache}/ocs-bt-tools/roots
root_max_age_days=7 # Debian goes on

# What a DRBL server has; of the originals that ours stand for, none. No package asks for nc and
# strings, which ocs-btsrv needs.
root_packages=clonezilla,drbl,partclone,procps,iproute2,iputils-ping,e2fsprogs,xfsprogs,gdisk,parted
root_packages+=,fdisk,pigz,zstd,dialog,file,bc,psmisc,lsof,udev,kmod,dmidecode,lshw,pciutils,hdparm
root_packages+=,nfs-common,net-tools,ipcalc,locales,screen,gawk,util-linux,lvm2,wget,ethtool,rsync
root_packages+=,netcat-openbsd,binutils,lighttpd,udpcast,liblogfile-rotate-perl
# What a live system has, too, for the lite server and its clients.
root_packages+=,xz-utils,dnsmasq,iptables,busybox

# cached_root RELEASE: the path of its tarball, made first where none is or it is old.
cached_root() {
  local print file
  print=$(printf '%s' "$root_packages" | sha256sum)
  file=$root_cache/$1-${print:0:12}.tar.zst
  mkdir -p "$root_cache"
  (
    flock 9
    [[ -n $(find "$file" -mtime "-$root_max_age_days" 2>/dev/null) ]] || make_root "$1" "$file"
  ) 9>"$root_cache/$1.lock"
  printf '%s\n' "$file"
}

# Once more where it fails: a mirror now and then lacks, for a moment, what its index has.
make_root() { # RELEASE FILE
  rm -f "$root_cache/$1"-*
  bootstrap "$@" || { sleep 20 && bootstrap "$@"; } || {
    grep -E '^(E|W|Err|N)\b' "$root_cache/$1.log" | tail -n 10 >&2
    rm -f "$2.tar"
    return 1
  }
  zstd -q -3 --rm "$2.tar" -o "$2.new"
  mv "$2.new" "$2"
}

# A mirror may lag behind, so the date of its index is not looked at; its signature is.
bootstrap() ( # RELEASE FILE
  close_inherited
  mmdebstrap --verbose --variant=minbase --include="$root_packages" \
    --aptopt='Apt::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "5"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$1" - >"$2.tar" 2>"$root_cache/$1.log"
)

# mmdebstrap has a shell write to its next free descriptor, and that shell can't spell one with two digits.
close_inherited() {
  local path descriptor
  for path in /proc/"$BASHPID"/fd/*; do
    descriptor=${path##*/}
    ((descriptor <= 2 || descriptor == 255)) || exec {descriptor}>&-
  done
}

# unpack_root RELEASE FOLDER
unpack_root() {
  local file
  file=$(cached_root "$1")
  mkdir -p "$2"
  zstd -dcq "$file" | tar -xf - -C "$2"
  echo '127.0.0.1 localhost' >"$2/etc/hosts" # ocs-btsrv looks for its tracker there
}
