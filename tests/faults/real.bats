#!/usr/bin/env bats
# The same with the programs themselves: full and failing devices, data that vanish below a seeder, kill -9.

load ../lib/common
load ../lib/slices
load ../contract/ezio/ezio

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  enter_network
  full_device=
  flaky=
  shrunk_device=
  port=6969
}

teardown() {
  end_started
  release_full_device
  [[ -z $shrunk_device ]] || losetup --detach "$shrunk_device"
  if mountpoint -q small; then umount small; fi
  [[ -z $flaky ]] || dmsetup remove --retry "$flaky"
}

# A disk of 170 pieces of 256 KiB, its tracker, and torrents for a seeder that is asked for no hurry.
make_room() {
  make_slices "$PWD"
  make_torrent "$PWD" "http://127.0.0.1:$port/announce" 18
  torrent=$PWD/image/sda1.torrent
  start_room_tracker
  truncate -s "$disk_bytes" target
}

start_room_tracker() {
  start tracker.log "${inside[@]}" opentracker -p "$port" -d "$PWD/image" -w /none
  tracker=$pid
  await 10 "${inside[@]}" nc -z 127.0.0.1 "$port" || fail "no tracker: $(<tracker.log)"
}

# 8 MiB a second: the client takes some seconds, in which things can happen.
start_slow_seeder() {
  start seed.log "${inside[@]}" ctorrent -U 8192 -s "$PWD/image/sda1" "$torrent"
  seeder=$pid
}

start_client() { # LOG TARGET [MINUTES it serves]
  start "$1" "${inside[@]}" ezio -t "${3:-0}" "$torrent" "$2"
  client=$pid
}

percent() { # LOG: the last that a progress line says
  tr '\r' '\n' <"$1" | sed -n 's/.*\[P: *\([0-9]*\)%.*/\1/p' | tail -n 1
}

at_least() { # PERCENT LOG
  local now
  now=$(percent "$2")
  ((${now:-0} >= $1))
}

ends_whole() { # LOG
  local status=0
  await 100 ended "$client" || fail "still here: $(tail -c 300 "$1")"
  wait "$client" || status=$?
  ((status == 0)) || fail "status $status: $(<"$1")"
  same_extents disk target
}

@test "a client whose device is full says where, serves what it has, and ends with status 1" {
  local status=0
  make_image
  torrent=$PWD/Z/I/sda1.torrent
  start_tracker
  start seed.log "${inside[@]}" ezio -U -f -T "$torrent" -L Z/I
  seeder=$pid
  attach_full_device
  start_client full.log "$full_device" 1
  failed=$client
  await 60 grep -q "cannot .* $full_device" full.log || fail "no failure: $(<full.log)"
  kill -9 "$seeder"
  start_client second.log "$PWD/dev-sda1"
  await 60 at_least 5 second.log || fail "nothing from the failed client: $(<second.log) / $(<full.log)"
  kill "$client"
  await 120 ended "$failed" || fail "still here"
  wait "$failed" || status=$?
  ((status == 1)) || fail "status $status"
  grep -qE "^ezio: FAILED: sda1: .*$full_device at offset [0-9]+, [0-9]+ bytes: |^ezio: FAILED: sda1: cannot flush $full_device: " full.log
  if grep -q Done full.log; then fail "it says Done"; fi
}

@test "a device that fails behind its half" {
  command -v dmsetup >/dev/null || skip "no dmsetup"
  dmsetup version >/dev/null 2>&1 || skip "no device mapper in this kernel"
  local status=0 loop
  make_room
  start_slow_seeder
  loop=$(losetup --find --show target)
  flaky=ocs-bt-faults-$BASHPID
  printf '0 65536 linear %s 0\n65536 65536 error\n' "$loop" | dmsetup create "$flaky"
  losetup --detach "$loop" # goes with the mapping
  timeout 100 "${inside[@]}" ezio -t 0 "$torrent" "/dev/mapper/$flaky" >client.log 2>&1 || status=$?
  ((status == 1)) || fail "status $status: $(<client.log)"
  grep -qE "FAILED: sda1: .*$flaky at offset [0-9]+, [0-9]+ bytes: Input/output error" client.log
}

@test "data that change or vanish below a seeder are not served, and it says which" {
  make_room
  start seed.log "${inside[@]}" ezio -U -f -T "$torrent" -L "$PWD/image"
  await 60 grep -q "Start downloading" seed.log || fail "$(<seed.log)"
  local slices=("$PWD"/image/sda1/*)
  printf x | dd of="${slices[0]}" bs=1 seek=1000000 conv=notrunc status=none
  truncate -s 10M "${slices[2]}"
  start_client client.log "$PWD/target"
  await 60 grep -qE "^ezio: sda1: piece 3 is lost: .*${slices[0]} at offset 786432, 262144 bytes: not the data" seed.log ||
    await 5 grep -qE "pieces are lost" seed.log || fail "the seeder notices nothing: $(<seed.log)"
  # All that is still good comes over.
  await 60 at_least 80 client.log || fail "stays behind: $(<client.log)"
  if grep -qi 'wrong data' client.log; then fail "it was served wrong data: $(<client.log)"; fi
  await 30 page_says 'pieces\? .*lost' || fail "the page does not say it"
}

@test "a seeder whose device has lost its end serves the rest, and says so" {
  make_room
  shrunk_device=$(losetup --find --show --read-only disk)
  start seed.log "${inside[@]}" ezio -U -T "$torrent" -L "$shrunk_device"
  await 60 grep -q "Start downloading" seed.log || fail "$(<seed.log)"
  truncate -s 30M disk
  blockdev --flushbufs "$shrunk_device"
  start_client client.log "$PWD/target"
  await 60 grep -qE "^ezio: sda1: .*lost: .*$shrunk_device at offset [0-9]+" seed.log || fail "it notices nothing: $(<seed.log)"
  await 60 at_least 50 client.log || fail "stays behind: $(<client.log)"
  if grep -qi 'wrong data' client.log; then fail "it was served wrong data: $(<client.log)"; fi
  kill -0 "$client" || fail "it has ended: $(<client.log)"
}

@test "a ctorrent whose file system is full says where, and serves what it has" {
  local full
  make_room
  start seed.log "${inside[@]}" ezio -U -f -T "$torrent" -L "$PWD/image"
  seeder=$pid
  mkdir small
  mount -t tmpfs -o size=16m none small
  start full.log "${inside[@]}" ctorrent -s "$PWD/small/data" "$torrent"
  full=$pid
  await 60 grep -qE "^ctorrent: sda1: cannot write .*small/data.*: No space left on device" full.log || fail "$(<full.log)"
  kill -9 "$seeder"
  start_client client.log "$PWD/target"
  await 60 at_least 10 client.log || fail "nothing from the one that failed: $(<client.log) / $(<full.log)"
  kill -0 "$full" || fail "it has ended: $(<full.log)"
  if grep -q "Download complete" full.log; then fail "it says that all is here"; fi
}

page_says() { # TEXT
  "${inside[@]}" curl -sf --max-time 5 "http://127.0.0.1:$port/deployment.json" | grep -q "$1"
}

@test "killed again and again, with sectors that never reached the disk: whole in the end" {
  local seed=${OCS_BT_SEED:-$SRANDOM} kill sector until
  echo "seed $seed (OCS_BT_SEED)"
  RANDOM=$((seed % 32768))
  make_room
  start_slow_seeder
  for kill in 1 2 3; do
    start_client "client.$kill" "$PWD/target"
    until=$((10 + RANDOM % 60))
    await 100 at_least "$until" "client.$kill" || fail "no progress: $(<"client.$kill")"
    kill -9 "$client"
    await 10 ended "$client"
    for ((sector = 0; sector < 20; sector++)); do
      dd if=/dev/zero of=target bs=4096 count=1 seek=$((RANDOM * 32768 % (disk_bytes / 4096))) conv=notrunc status=none
    done
  done
  start_client client.log "$PWD/target"
  ends_whole client.log
  grep -q "pieces were on the target already" client.log || fail "nothing was found: $(<client.log)"
}

@test "seeder and tracker are killed and come back" {
  make_room
  start_slow_seeder
  start_client client.log "$PWD/target"
  await 100 at_least 10 client.log || fail "no progress: $(<client.log)"
  kill -9 "$seeder" "$tracker"
  sleep "${OCS_BT_DOWN_SECONDS:-3}" # three are long enough for the client to look for both in vain
  start_room_tracker
  start_slow_seeder
  ends_whole client.log
}

@test "what was written is read back when the environment asks for it" {
  make_room
  start seed.log "${inside[@]}" ezio -U -f -T "$torrent" -L "$PWD/image"
  export OCS_BT_VERIFY=1
  start_client client.log "$PWD/target"
  ends_whole client.log
  grep -q "all of it was read back and is right" client.log || fail "$(<client.log)"
}
