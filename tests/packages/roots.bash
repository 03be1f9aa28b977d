# Minimal installations of Debian releases, and machines that live in them. Load after ../lib/common.

# shellcheck source=packaging/mirrors.bash
source "$top/packaging/mirrors.bash"
roots=${XDG_CACHE_HOME:-$HOME/.cache}/ocs-bt-tools/roots

# make_root RELEASE: a minimal installation in $roots/RELEASE, which holds what apt needs to install the originals
# without a network; kept for the next run for a week.
make_root() {
  local release=$1 root=$roots/$1 lock
  mkdir -p "$roots"
  exec {lock}>"$roots/$release.lock"
  flock "$lock"
  if [[ -z $(find "$root" -maxdepth 0 -mtime -7 2>/dev/null) ]]; then
    rm -rf "$root" "$root.new"
    # A mirror may be late with its copy of a release that is in the making.
    debian_sources "$release" | mmdebstrap --variant=minbase --skip=cleanup/apt,cleanup/tmp \
      --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
      --dpkgopt=force-unsafe-io \
      --customize-hook='for deb in ctorrent mktorrent opentracker transmission-cli; do
        chroot "$1" apt-cache show "$deb" >/dev/null 2>&1 || continue # Debian 11 has no opentracker
        chroot "$1" apt-get install -y --download-only "$deb"
      done' \
      "$release" "$root.new" - >"$roots/$release.log" 2>&1 || {
      fail "no root for $release: $(tail -n 30 "$roots/$release.log")"
      return 1
    }
    touch "$root.new"
    mv "$root.new" "$root"
  fi
  exec {lock}>&-
}

# in_machine RELEASE SCRIPT [WORD...]: runs a script of guest/ as root of a machine of its own: an overlay on the
# release's root, own processes, a network of its own with loopback only. Our packages are in /debs there, this
# folder in /guest. All of it is gone afterwards.
in_machine() {
  local release=$1
  shift
  unshare --mount --pid --net --ipc --uts --fork --kill-child --propagation private \
    bash -euo pipefail "$BATS_TEST_DIRNAME/machine" "$roots/$release" "$DEBS" "$BATS_TEST_DIRNAME/guest" "$@" </dev/null
}
