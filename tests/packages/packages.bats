#!/usr/bin/env bats
# The Debian packages in clean installations of the releases of Debian that Clonezilla is used with, none of which has a
# Java. OCS_BT_RELEASES says which releases: "bullseye bookworm trixie forky" are all.

load ../lib/common
load roots

releases=${OCS_BT_RELEASES:-bullseye bookworm trixie}

# Packages and roots are made here, where the time limit of a test does not hold.
setup_file() {
  ((EUID == 0)) || return 0
  local release
  DEBS=$BATS_FILE_TMPDIR/debs
  export DEBS
  mkdir "$DEBS"
  "$BATS_TEST_DIRNAME/../../packaging/build-debs" | xargs cp -t "$DEBS"
  for release in $releases; do make_root "$release"; done
}

try() { # RELEASE SCRIPT
  needs_root
  [[ " $releases " == *" $1 "* ]] || skip "OCS_BT_RELEASES does not name $1"
  in_machine "$1" "$2"
}

@test "lintian finds no error in any package" {
  needs_root
  run lintian --fail-on error --allow-root "$DEBS"/*.deb
  ((status == 0)) || fail "$output"
}

@test "Debian 11: a transfer with the installed commands" { try bullseye transfer; }
@test "Debian 11: every program uses its class data where it is installed" { try bullseye class-data; }
@test "Debian 11: over Debian's programs, upgraded, removed and purged: all is as before" { try bullseye round-trip; }
@test "Debian 11: Debian's programs come and go beside ours" { try bullseye coming-and-going; }

@test "Debian 12: a transfer with the installed commands" { try bookworm transfer; }
@test "Debian 12: every program uses its class data where it is installed" { try bookworm class-data; }
@test "Debian 12: over Debian's programs, upgraded, removed and purged: all is as before" { try bookworm round-trip; }
@test "Debian 12: Debian's programs come and go beside ours" { try bookworm coming-and-going; }
@test "Debian 12: an upgrade that can't be unpacked leaves all as it was" { try bookworm failed-upgrade; }
@test "Debian 12: after a power cut or on a full disk: installed again, then purged, all is as before" { try bookworm interrupted; }

@test "Debian 13: a transfer with the installed commands" { try trixie transfer; }
@test "Debian 13: every program uses its class data where it is installed" { try trixie class-data; }
@test "Debian 13: over Debian's programs, upgraded, removed and purged: all is as before" { try trixie round-trip; }
@test "Debian 13: Debian's programs come and go beside ours" { try trixie coming-and-going; }

@test "forky: a transfer with the installed commands" { try forky transfer; }
@test "forky: every program uses its class data where it is installed" { try forky class-data; }
@test "forky: over Debian's programs, upgraded, removed and purged: all is as before" { try forky round-trip; }
@test "forky: Debian's programs come and go beside ours" { try forky coming-and-going; }
