#!/usr/bin/env bats
# Builds of the same sources are the same, byte for byte (docs/packaging.md). A build takes minutes: OCS_BT_BUILDS says how
# many to make beside this checkout's, OCS_BT_ARCH=arm64 that arm64's are to be among the packages.

load ../lib/common

builds=${OCS_BT_BUILDS:-0}

# In a folder of another name, by somebody with other habits, while the machine has much else to do.
build_again() { # FOLDER
  local hogs=() cpu
  mkdir -p "$1/target"
  cd "$top" || return
  git ls-files -z --cached --others --exclude-standard | tar --null -T - -c |
    (umask 077 && tar -x --no-same-permissions -C "$1")
  cp -a target/jdk "$1/target/"
  git -C "$1" init -q
  for ((cpu = 0; cpu < $(nproc); cpu++)); do
    timeout 1200 yes >/dev/null &
    hogs+=("$!")
  done
  (umask 077 && TZ=Pacific/Kiritimati LC_ALL=POSIX LANG=tr_TR.UTF-8 "$1/packaging/build-debs" ${OCS_BT_ARCH:-}) >"$1/list" || fail "no packages"
  kill "${hogs[@]}"
}

setup_file() {
  local build
  ((EUID == 0 && builds)) || return 0
  "$top/packaging/build-debs" ${OCS_BT_ARCH:-} >"$BATS_FILE_TMPDIR/list"
  for ((build = 1; build <= builds; build++)); do
    build_again "$BATS_FILE_TMPDIR/$(printf "%0${build}d" 0)-sources"
  done
}

# What a package holds, to tell what of it differs.
contents() { # DEB
  local folder
  folder=$(mktemp -d -p "$BATS_TEST_TMPDIR")
  dpkg-deb -R "$1" "$folder"
  dpkg-deb -c "$1"
  (cd "$folder" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

@test "builds in other folders, with another time zone, locale and umask, on a busy machine, give the same packages" {
  local list deb other
  needs_root
  ((builds)) || skip "OCS_BT_BUILDS does not say how many"
  for list in "$BATS_FILE_TMPDIR"/*-sources/list; do
    while read -r other; do
      deb=$top/target/debs/${other##*/}
      cmp "$deb" "$other" || fail "$(diff <(contents "$deb") <(contents "$other"))"
    done <"$list"
    cmp <(sed 's,.*/,,' "$BATS_FILE_TMPDIR/list") <(sed 's,.*/,,' "$list")
  done
}
