# What tests/run and tests/demo need from the system, and how it gets there. Source it.

# COMMAND=PACKAGE of Debian, for building, for the demo and for the tests.
# Debian 12's default JDK is 17, Debian 13's is 21; both will do.
declare -A needs=(
  [build]="javac=default-jdk-headless mvn=maven"
  [packages]="git=git dh=debhelper scdoc=scdoc readelf=binutils unshare=util-linux mount=mount
    zip=zip zipinfo=unzip"
  [arm64]="aarch64-linux-gnu-strip=binutils-aarch64-linux-gnu qemu-aarch64-static=qemu-user-static"
  [demo]="partclone.extfs=partclone mke2fs=e2fsprogs losetup=mount ip=iproute2 tc=iproute2
    ps=procps nc=netcat-openbsd unshare=util-linux script=bsdutils zstd=zstd jq=jq"
  [tests]="mmdebstrap=mmdebstrap bats=bats parallel=parallel shellcheck=shellcheck git=git curl=curl chromium=chromium strings=binutils xxd=xxd
    scdoc=scdoc mandoc=mandoc man=man-db lintian=lintian
    mksquashfs=squashfs-tools xorriso=xorriso /usr/lib/ISOLINUX/isohdpfx.bin=isolinux
    opentracker=opentracker ctorrent=ctorrent mktorrent=mktorrent aria2c=aria2
    transmission-daemon=transmission-daemon transmission-create=transmission-cli
    pigz=pigz lzop=lzop lzip=lzip xz=xz-utils bzip2=bzip2 lz4=lz4
    sgdisk=gdisk mkfs.xfs=xfsprogs mkfs.fat=dosfstools mcopy=mtools
    /usr/bin/python3=python3 /usr/lib/python3/dist-packages/libtorrent=python3-libtorrent
    /usr/lib/python3/dist-packages/grpc=python3-grpcio /usr/lib/python3/dist-packages/grpc_tools=python3-grpc-tools"
  [slowdisk]="nbdkit=nbdkit nbdfuse=libnbd-bin"
)

# install_needs GROUP...: installs the packages of missing commands with apt, as root.
install_needs() {
  local group need missing=()
  for group; do
    for need in ${needs[$group]}; do
      present "${need%%=*}" || missing+=("${need#*=}")
    done
  done
  ((${#missing[@]})) || return 0
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    printf '%s: missing packages; install them, or run this as root on Debian: %s\n' \
      "${0##*/}" "${missing[*]}" >&2
    return 1
  fi
  printf 'Installing %s\n' "${missing[*]}" >&2 # what is on stdout may be read by a program
  apt_install "${missing[@]}"
}

present() { # COMMAND or absolute PATH, a PATH also with a suffix (.cpython-311-....so)
  command -v "$1" >/dev/null || [[ $1 == /* && -n $(compgen -G "$1*") ]]
}

# Says nothing unless it fails, and starts no daemon that a package brings along (opentracker's
# would sit on port 6969): Debian's policy-rc.d forbids it for as long as this runs.
apt_install() (
  # Suites run side by side, and an update waits for nobody: not for the lock of the lists.
  # Taken first, or the policy of whoever is before us would be gone when ours counts.
  exec {turn}>"${TMPDIR:-/tmp}/ocs-bt-tools-apt.lock"
  flock "$turn"
  policy=/usr/sbin/policy-rc.d
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$log" "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  wait=(-o DPkg::Lock::Timeout=600) # for another apt of this machine
  if ! { apt-get "${wait[@]}" update -qq && apt-get "${wait[@]}" install -y -qq --no-install-recommends "$@"; } \
    >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    return 1
  fi
)
