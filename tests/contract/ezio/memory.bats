#!/usr/bin/env bats
# A client takes little memory, whatever the size of the disk: it keeps what a neighbour lacks, what it is given bounds
# that, and 512 MB with one core are enough, with pieces of 16 MiB as Clonezilla makes them.

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

# offer_image MIB PIECE-EXPONENT: one slice, and a tracker and a seeder for it.
offer_image() {
  announce_image "$@"
  start_seeder
}

announce_image() {
  slice=Z/I/sda1/$(printf %032x 0)
  mkdir -p Z/I/sda1
  head -c "$1M" /dev/urandom >"$slice"
  mktorrent -p -l "$2" -a http://127.0.0.1:6969/announce -o Z/I/sda1.torrent Z/I/sda1 >/dev/null
  start_tracker
}

start_seeder() {
  start seeder.log "${inside[@]}" ezio -U -f --cache 65536 -T Z/I/sda1.torrent -L Z/I
}

# fetch LOG COMMAND...: until ezio says it has all; its target is dev-sda1, its pid $pid.
fetch() {
  start_client "$@"
  await_all "$1"
}

start_client() { # LOG COMMAND...
  local log=$1
  shift
  rm -f report dev-sda1
  truncate -s "$(stat -c %s "$slice")" dev-sda1
  OCS_BT_REPORT=$PWD/report start "$log" "$@" -t 1 Z/I/sda1.torrent dev-sda1
}

await_all() { # LOG
  await 120 test -s report || fail "$(tail -n 3 "$1")"
  cmp "$slice" dev-sda1
}

# peak_beside_one_that_lacks_all MIB: the most memory of a client with such a cache, whose neighbour has nothing, and is
# there before the seeder.
peak_beside_one_that_lacks_all() {
  local client port=6881
  announce_image 160 20
  start_client "client-$1.log" "${inside[@]}" ezio --cache $(($1 << 10))
  client=$pid
  await 20 listens "$port" || fail "$(<"client-$1.log")"
  start neighbour.log "${inside[@]}" "$python" "$BATS_TEST_DIRNAME/wanting_peer.py" Z/I/sda1.torrent "$port"
  await 20 grep -q connected neighbour.log || fail "$(<neighbour.log)"
  start_seeder
  await_all "client-$1.log"
  peak=$(peak_mib "$client")
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

@test "--cache bounds what a client keeps for a neighbour that lacks everything: 32 MiB" {
  peak_beside_one_that_lacks_all 32
  printf '%d MiB\n' "$peak"
  ((peak < 32 + rest_mib))
}

@test "--cache bounds what a client keeps for a neighbour that lacks everything: 144 MiB, and it uses them" {
  peak_beside_one_that_lacks_all 144
  printf '%d MiB\n' "$peak"
  ((peak > 144 && peak < 144 + rest_mib))
}

@test "a client that nobody needs anything of keeps nothing, whatever its cache" {
  offer_image 160 20
  fetch client.log "${inside[@]}" ezio --cache $((144 << 10))
  peak=$(peak_mib "$pid")
  printf '%d MiB\n' "$peak"
  ((peak < 144))
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
