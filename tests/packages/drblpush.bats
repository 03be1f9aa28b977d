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
  for release in $releases; do
    unpack_root "$release" "$BATS_FILE_TMPDIR/$release"
    merge_usr "$BATS_FILE_TMPDIR/$release"
  done
}

# As Debian's installer makes Debian 11, too; otherwise drblpush copies nothing of /usr.
merge_usr() { # ROOT
  local folder
  for folder in "$1"/{bin,sbin,lib,lib64}; do
    [[ ! -L $folder ]] || continue
    cp -a --no-target-directory "$folder" "$1/usr/${folder##*/}"
    rm -r "$folder"
    ln -s "usr/${folder##*/}" "$folder"
  done
}

try() { # RELEASE
  needs_mounts
  [[ " $releases " == *" $1 "* ]] || skip "OCS_BT_RELEASES does not name $1"
  roots=$BATS_FILE_TMPDIR in_machine "$1" drblpush
}

@test "Debian 11: drblpush leaves no copy of ours in the clients' root; they have what the server has" { try bullseye; }
@test "Debian 12: drblpush leaves no copy of ours in the clients' root; they have what the server has" { try bookworm; }
@test "Debian 13: drblpush leaves no copy of ours in the clients' root; they have what the server has" { try trixie; }
@test "forky: drblpush leaves no copy of ours in the clients' root; they have what the server has" { try forky; }
