#!/usr/bin/env bats
# The Debian packages in clean installations of the releases of Debian that Clonezilla is used with, none of which has a Java.
# OCS_BT_RELEASES="bookworm trixie" limits them.

load ../lib/common
load roots

setup_file() {
  ((EUID == 0)) || return 0
  DEBS=$BATS_FILE_TMPDIR/debs
  export DEBS
  mkdir "$DEBS"
  "$BATS_TEST_DIRNAME/../../packaging/build-debs" | xargs cp -t "$DEBS"
}

in_every_release() { # SCRIPT
  local release
  for release in ${OCS_BT_RELEASES:-bullseye bookworm trixie forky}; do
    make_root "$release"
    in_machine "$release" "$1" || fail "in $release: status $?"
  done
}

setup() {
  needs_root
}

@test "a transfer with the installed commands" { in_every_release transfer; }
@test "class data of every program are good where they are installed" { in_every_release class-data; }
@test "over Debian's programs, upgraded, removed and purged: all is as before" { in_every_release round-trip; }
@test "Debian's programs come and go beside ours" { in_every_release coming-and-going; }
