#!/usr/bin/env bats
# Debian's own drblpush with our packages: docs/delivery.md, "DRBL clients". A run copies a whole system, so only
# the releases that OCS_BT_RELEASES names are tried.

load ../lib/common
load roots
load ../clonezilla/lib/root

releases=${OCS_BT_RELEASES:-}

setup_file() {
  ((EUID == 0)) && [[ $releases ]] || return 0
  local release
  DEBS=$BATS_FILE_TMPDIR/debs
  export DEBS
  mkdir "$DEBS"
  "$BATS_TEST_DIRNAME/../../packaging/build-debs" | xargs cp -t "$DEBS"
  for release in $releases; do unpack_root "$release" "$BATS_FILE_TMPDIR/$release"; done
}

try() { # RELEASE
  needs_mounts
  [[ " $releases " == *" $1 "* ]] || skip "OCS_BT_RELEASES does not name $1"
  roots=$BATS_FILE_TMPDIR in_machine "$1" drblpush
}

@test "Debian 11: drblpush leaves no copy of ours in the clients' root" { try bullseye; }
@test "Debian 12: drblpush leaves no copy of ours in the clients' root" { try bookworm; }
@test "Debian 13: drblpush leaves no copy of ours in the clients' root" { try trixie; }
@test "forky: drblpush leaves no copy of ours in the clients' root" { try forky; }
