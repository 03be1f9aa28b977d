#!/usr/bin/env bats
# A client takes little memory, whatever the size of the disk: what it is given bounds its buffers, and 512 MB with
# one core are enough, with pieces of 16 MiB as Clonezilla makes them.

load ../../lib/common
load ezio

rest_mib=200 # what a JVM takes beside the buffers, generously

setup() {
  cd "$BATS_TEST_TMPDIR"
  group=obtm$$
  enter_network
}

teardown() {
  end_started
  "$top/tests/lib/within-memory" --remove "$group"
}

# offer_image MIB PIECE-EXPONENT: one slice, and a target; a tracker and a seeder for it.
offer_image() {
  slice=Z/I/sda1/$(printf %032x 0)
  mkdir -p Z/I/sda1
  head -c "$1M" /dev/urandom >"$slice"
  mktorrent -p -l "$2" -a http://127.0.0.1:6969/announce -o Z/I/sda1.torrent Z/I/sda1 >/dev/null
  start_tracker
  start seeder.log "${inside[@]}" ezio -U -f --cache 65536 -T Z/I/sda1.torrent -L Z/I
}

# fetch LOG COMMAND...: until ezio says it has all; its target is dev-sda1, its pid $pid.
fetch() {
  local log=$1
  shift
  rm -f report dev-sda1
  truncate -s "$(stat -c %s "$slice")" dev-sda1
  OCS_BT_REPORT=$PWD/report start "$log" "$@" -t 1 Z/I/sda1.torrent dev-sda1
  await 120 test -s report || fail "$(tail -n 3 "$log")"
  cmp "$slice" dev-sda1
}

peak_mib() { # PID
  awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$1/status"
}

@test "512 MB and one core restore a partition that is larger" {
  local status=0
  "$top/tests/lib/within-memory" "$group" 512 true 2>reason || status=$?
  ((status != 75)) || skip "$(<reason)"
  offer_image 600 24
  fetch leecher.log taskset -c 0 "$top/tests/lib/within-memory" "$group" 512 "${inside[@]}" ezio
}

@test "--cache bounds what a one-shot client takes" {
  local small large
  offer_image 160 20
  fetch small.log "${inside[@]}" ezio --cache $((32 << 10))
  small=$(peak_mib "$pid")
  kill "$pid"
  await 20 ended "$pid"
  fetch large.log "${inside[@]}" ezio --cache $((128 << 10))
  large=$(peak_mib "$pid")
  printf '32 MiB: %d MiB, 128 MiB: %d MiB\n' "$small" "$large"
  ((small < 32 + rest_mib && large < 128 + rest_mib))
  ((large > small + 48)) # it uses what it may
}

@test "--cache-size bounds what a daemon takes" {
  offer_image 160 20
  truncate -s 160M dev-sda1
  start leecher.log "${inside[@]}" ezio --cache-size 32
  local daemon=$pid
  await 20 listens 50051 || fail "$(<leecher.log)"
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent dev-sda1
  await 120 grep -q '\[100%\]' leecher.log || fail "$(tail -n 3 leecher.log)"
  cmp "$slice" dev-sda1
  local peak
  peak=$(peak_mib "$daemon")
  printf '32 MiB: %d MiB\n' "$peak"
  ((peak < 32 + rest_mib))
}
