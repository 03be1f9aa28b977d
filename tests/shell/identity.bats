#!/usr/bin/env bats
# The process of every program is what the scripts take it for: the shell's pid, the name in ps,
# the line pgrep -f sees, and an end with 143 on SIGTERM.

load ../lib/common
load ../lib/slices

setup_file() {
  export PATH
  make_slices "$BATS_FILE_TMPDIR"
  make_torrent "$BATS_FILE_TMPDIR" http://127.0.0.1:1/announce
}

identity() { # NAME COMMAND...
  needs_root
  timeout 60 unshare --pid --fork --mount-proc --net \
    bash -c 'ip link set lo up; exec "$@"' - "$BATS_TEST_DIRNAME/in-own-processes" "$@"
}

seeds_as() { # NAME
  local image=$BATS_FILE_TMPDIR/image
  identity "$1" "$1" -U -f -T "$image/sda1.torrent" -L "$image"
}

waits_for_input_as() { # NAME: torrent.info comes from a pipe that stays open
  mkfifo "$BATS_TEST_TMPDIR/pipe"
  identity "$1" "$1" -p sda1 -c Clonezilla -o "$BATS_TEST_TMPDIR/x.torrent" <>"$BATS_TEST_TMPDIR/pipe"
}

@test "ezio" { seeds_as ezio; }
@test "ezio-static" { seeds_as ezio-static; }
@test "eziostatic" { seeds_as eziostatic; }
@test "gen-torrent-from-ptcl" { waits_for_input_as gen-torrent-from-ptcl; }
@test "partclone_create_torrent.py" { waits_for_input_as partclone_create_torrent.py; }

@test "opentracker" {
  identity opentracker opentracker -p 6969 -d "$BATS_FILE_TMPDIR/image" -w /whitelist.txt
}

@test "ocs-bttrack" {
  identity ocs-bttrack ocs-bttrack --port 6969 --dfile "$BATS_TEST_TMPDIR/dfile" \
    --logfile "$BATS_TEST_TMPDIR/log" --nat_check 0 --scrape_allowed full
}

@test "every program is looked at here" {
  while read -r name _; do
    grep -q "^@test \"$name\"" "$BATS_TEST_FILENAME" || fail "no test for $name"
  done < <(grep -vE '^(#|$)' "$top/shell-hooks/programs")
}
