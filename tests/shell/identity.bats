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

# identity PROCESS COMMAND...; $before is done first in the same namespaces, $terminal gives it one,
# with $terminal=background one that other processes have in hand.
identity() {
  needs_root
  local limit=(timeout --foreground 60)
  [[ ${terminal:-} != background ]] || limit=(timeout 60) # makes itself a process group
  local command=(unshare --pid --fork --kill-child --mount-proc --net
    bash -c "ip link set lo up; ${before:-}"' exec "$@"' -
    "${limit[@]}" "$BATS_TEST_DIRNAME/in-own-processes" "$@")
  if [[ -n ${terminal:-} ]]; then
    command=(script -qec "${command[*]@Q}" /dev/null)
  fi
  "${command[@]}"
}

seeds_as() { # NAME
  local image=$BATS_FILE_TMPDIR/image
  identity "$1" "$1" -U -f -T "$image/sda1.torrent" -L "$image"
}

waits_for_input_as() { # NAME: torrent.info comes from a pipe that stays open
  mkfifo "$BATS_TEST_TMPDIR/pipe"
  identity "$1" "$1" -p sda1 -c Clonezilla -o "$BATS_TEST_TMPDIR/x.torrent" <>"$BATS_TEST_TMPDIR/pipe"
}

hashes_as() { # NAME OPTION...: more than can be read in the time
  truncate -s 1T "$BATS_TEST_TMPDIR/much"
  identity "$1" "$@" -o "$BATS_TEST_TMPDIR/x.torrent" "$BATS_TEST_TMPDIR/much"
}

waits_for_daemon_as() { # NAME WORD...: the daemon's port answers, but says nothing
  before='nc -lk 127.0.0.1 50051 >/dev/null & sleep 0.3;' identity "${1#ezio_}" "$@"
}

@test "ezio" { seeds_as ezio; }
@test "ezio-static" { seeds_as ezio-static; }
@test "eziostatic" { seeds_as eziostatic; }
@test "ctorrent" {
  truncate -s 1T "$BATS_TEST_TMPDIR/much"
  identity ctorrent ctorrent -t -u http://127.0.0.1:1/announce -s "$BATS_TEST_TMPDIR/x.torrent" "$BATS_TEST_TMPDIR/much"
}
@test "gen-torrent-from-ptcl" { waits_for_input_as gen-torrent-from-ptcl; }
@test "partclone_create_torrent.py" { waits_for_input_as partclone_create_torrent.py; }
@test "mktorrent" { hashes_as mktorrent -a http://127.0.0.1:1/announce; }
@test "transmission-create" { hashes_as transmission-create -t http://127.0.0.1:1/announce; }

@test "transmission-edit" {
  mkfifo "$BATS_TEST_TMPDIR/pipe"
  identity transmission-edit transmission-edit -r old new "$BATS_TEST_TMPDIR/pipe"
}

@test "ocs-bt-convert" {
  local image=$BATS_TEST_TMPDIR/image
  mkdir "$image"
  echo sda1 >"$image/parts"
  mkfifo "$image/sda1.ext4-ptcl-img.gz.aa"
  identity ocs-bt-convert ocs-bt-convert "$image"
}

@test "ezio_add_torrent.py" {
  waits_for_daemon_as ezio_add_torrent.py "$BATS_FILE_TMPDIR/image/sda1.torrent" /dev/null
}
@test "ezio_add_torrent_seed.py" {
  waits_for_daemon_as ezio_add_torrent_seed.py "$BATS_FILE_TMPDIR/image/sda1.torrent" /dev/null
}
@test "ezio_cli.py" { waits_for_daemon_as ezio_cli.py; }
@test "ezio_ui.py" { terminal=foreground waits_for_daemon_as ezio_ui.py; }
@test "ezio_ui.py behind a terminal" { terminal=background waits_for_daemon_as ezio_ui.py; }
@test "ezio_pause_torrent.py" { waits_for_daemon_as ezio_pause_torrent.py 5ea09123c30de14df31b77904ba8b64151b95252; }
@test "ezio_resume_torrent.py" { waits_for_daemon_as ezio_resume_torrent.py 5ea09123c30de14df31b77904ba8b64151b95252; }
@test "ezio_shutdown.py" { waits_for_daemon_as ezio_shutdown.py; }

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
