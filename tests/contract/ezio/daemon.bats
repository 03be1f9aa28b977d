#!/usr/bin/env bats
# The ezio daemon and its tools: each against Python in the other's part, then together as the scripts
# of Debian 13 and forky run them.

bats_require_minimum_version 1.5.0
load ../../lib/common
load ezio

setup() {
  cd "$BATS_TEST_TMPDIR"
  enter_network
}

teardown() {
  end_started
  release_full_device
}

start_daemon() { # LOG ARGUMENT...
  local log=$1
  shift
  start "$log" "${inside[@]}" ezio "$@"
  await 10 grep -q 'Server listening on' "$log" || fail "$(<"$log")"
}

@test "Python drives our daemon: every call, every field, every refusal" {
  make_stubs
  make_image
  start_daemon daemon.log -F
  daemon=$pid
  run "${inside[@]}" "$python" "$BATS_TEST_DIRNAME/drive_daemon.py" Z/I/sda1.torrent "$PWD/Z/I"
  echo "$output" "$(<daemon.log)"
  [ "$output" = "all as it should be" ]
  ends_with 0 "$daemon"
}

@test "our tools drive Python in the original daemon's part" {
  make_stubs
  make_image
  start fake.log "${inside[@]}" "$python" "$BATS_TEST_DIRNAME/fake_daemon.py" 127.0.0.1:50051
  fake=$pid
  await 10 listens 50051
  size=$(stat -c %s Z/I/sda1.torrent)
  "${inside[@]}" ezio_add_torrent.py -S -c 6 -u 5 Z/I/sda1.torrent Z/I
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent /dev/sda1
  "${inside[@]}" ezio_add_torrent_seed.py Z/I/sda1.torrent Z/I
  "${inside[@]}" ezio_pause_torrent.py abc
  "${inside[@]}" ezio_resume_torrent.py abc
  "${inside[@]}" ezio_shutdown.py
  ends_with 0 "$fake"
  diff - fake.log <<EOF
add $size Z/I True 5 6 False
add $size /dev/sda1 False 2 3 False
add $size Z/I True 0 0 False
pause abc
resume abc
shutdown
EOF
}

@test "ezio_cli.py against the original: its bytes, its orders, and it ends when the daemon is gone" {
  make_stubs
  start fake.log "${inside[@]}" "$python" "$BATS_TEST_DIRNAME/fake_daemon.py" 127.0.0.1:50051
  fake=$pid
  await 10 listens 50051
  timeout 60 "${inside[@]}" ezio_cli.py -w 15 >cli.out
  await 2 ended "$fake"
  diff - cli.out < <(
    printf 'ezio v2.0.29-7-g9aedde3\n'
    printf '[T: 2][P:  50%%][D: 0.36GB/min][U: 0.10GB/min][R: 1]\r'
    printf '[T: 4][P:  50%%][D: 0.36GB/min][U: 0.10GB/min][R: 1]\r'
    printf '[T: 6][P: 100%%][D: 0.00GB/min][U: 0.10GB/min][R: 0]\r'
    printf '[T: 8][P: 100%%][D: 0.00GB/min][U: 0.10GB/min][R: 0]\r'
    printf '\nFinished. Exiting...\n'
  )
  grep -qx 'pause 0123456789abcdef0123456789abcdef01234567' fake.log
}

@test "tools without a daemon: one clear line and status 1; shutdown is content" {
  for tool in "ezio_add_torrent.py $BATS_TEST_FILENAME /dev/x" "ezio_pause_torrent.py abc" ezio_cli.py ezio_ui.py; do
    # shellcheck disable=SC2086 # words
    run --separate-stderr "${inside[@]}" $tool
    [ "$status" -eq 1 ]
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ $stderr == *"can't make the daemon at 127.0.0.1:50051 "* ]]
  done
  run "${inside[@]}" ezio_shutdown.py
  [ "$status" -eq 0 ]
}

@test "a second daemon on the control port is refused, and the first goes on" {
  start_daemon first.log
  run --separate-stderr timeout 20 "${inside[@]}" ezio
  [ "$status" -eq 1 ]
  [[ $stderr == "ezio: can't listen on 127.0.0.1:50051: "* ]]
  "${inside[@]}" ezio_shutdown.py
}

@test "SIGTERM and SIGINT end the daemon in order, with status 0" {
  for signal in TERM INT; do
    # A shell starts background programs with SIGINT ignored; a user's ^C finds it as it should be.
    start "$signal.log" env --default-signal=INT "${inside[@]}" ezio
    await 10 grep -q 'Server listening on' "$signal.log"
    [ "$(cat "/proc/$pid/comm")" = ezio ]
    kill -s "$signal" "$pid"
    ends_with 0 "$pid"
    grep -q 'shutting down' "$signal.log"
  done
}

@test "the tools do not look like ezio to pkill" {
  start_daemon daemon.log
  daemon=$pid
  start cli.log "${inside[@]}" ezio_cli.py
  await 10 grep -q '\[T: 2\]' cli.log
  ! pgrep -f '^ezio' | grep -qx "$pid"
  [[ $(cat "/proc/$pid/comm") != ezio* ]]
  pgrep -f '^ezio' | grep -qx "$daemon"
}

# What ocs-ezio-leecher does after the daemon is up: add each partition, watch, wait for the daemon.
leech() { # DAEMON-PID WATCHER-AND-ARGUMENTS -- ADD-ARGUMENTS
  local daemon=$1 watcher=()
  shift
  while [[ $1 != -- ]]; do
    watcher+=("$1")
    shift
  done
  shift
  for p in "${partitions[@]}"; do
    "${inside[@]}" ezio_add_torrent.py "$@" "Z/I/$p.torrent" "$PWD/dev-$p"
  done
  timeout 100 "${inside[@]}" "${watcher[@]}"
  ends_with 0 "$daemon"
}

@test "Debian 13: seeder without options for the tool, two partitions, ezio_ui.py without a terminal" {
  make_image
  start_tracker
  start_daemon seeder.log -F -l 127.0.0.1:50052
  for p in "${partitions[@]}"; do
    "${inside[@]}" ezio_add_torrent_seed.py -a 127.0.0.1:50052 "Z/I/$p.torrent" Z/I
  done
  start_daemon leecher.log
  leech "$pid" ezio_ui.py -- </dev/null >ui.log
  holds_image sda1
  holds_image sda2
  grep -q $'\r\r*$' ui.log
  [ "$(tail -n 1 ui.log)" = "Finished. Exiting..." ]
}

@test "forky: all its options, ezio_ui.py -w 3 in a terminal of 80x24" {
  make_image
  start_tracker
  start_daemon seeder.log -F -l 127.0.0.1:50052 --cache-size 64 --aio-threads 4 \
    --slow-start --slow-start-period 10 --enable-dht --enable-lsd
  for p in "${partitions[@]}"; do
    "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S -c 6 -u 5 "Z/I/$p.torrent" Z/I
  done
  start_daemon leecher.log --cache-size 64 --aio-threads 4 --enable-dht --enable-lsd
  leech "$pid" script -qec "stty cols 80 rows 24; TERM=linux ezio_ui.py -w 3" screen.log -- -c 6 -u 5 >terminal.log
  holds_image sda1
  holds_image sda2
  grep -q 'EZIO v' screen.log
  grep -q '100%' screen.log
  grep -q 'Finished. Exiting...' screen.log
}

@test "forky: ezio_cli.py -w 3 in a terminal of 79x24" {
  make_image
  start_tracker
  start_daemon seeder.log -F -l 127.0.0.1:50052
  for p in "${partitions[@]}"; do
    "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S -c 6 -u 5 "Z/I/$p.torrent" Z/I
  done
  start_daemon leecher.log
  leech "$pid" script -qec "stty cols 79 rows 24; ezio_cli.py -w 3" screen.log -- -c 6 -u 5 >terminal.log
  holds_image sda1
  holds_image sda2
  grep -q 'Finished. Exiting...' screen.log
}

@test "pause stops the traffic, resume starts it again, and the data come out right" {
  make_stubs
  make_image
  start_tracker
  "${inside[@]}" ip link set lo mtu 1500
  "${inside[@]}" tc qdisc add dev lo root tbf rate 8mbit burst 64k latency 200ms
  start_daemon seeder.log -F -l 127.0.0.1:50052
  "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S Z/I/sda1.torrent Z/I
  start_daemon leecher.log
  daemon=$pid
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent "$PWD/dev-sda1"
  total_done=("${inside[@]}" "$python" "$BATS_TEST_DIRNAME/total_done.py")
  some_done() {
    read -r hash done < <("${total_done[@]}")
    ((done > 0))
  }
  await 20 some_done
  "${inside[@]}" ezio_pause_torrent.py "$hash"
  sleep 1 # what was on its way has come in
  before=$("${total_done[@]}")
  sleep 3
  [ "$("${total_done[@]}")" = "$before" ]
  ((${before#* } < 5300000))
  "${inside[@]}" ezio_resume_torrent.py "$hash"
  timeout 60 "${inside[@]}" ezio_cli.py -w 1
  ends_with 0 "$daemon"
  holds_image sda1
}

@test "after a transfer the fields tell of it, peers come to the port of -p, orders only from this machine" {
  make_stubs
  make_image
  start_tracker
  start_daemon seeder.log -F -l 127.0.0.1:50052 -p 7001
  "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S Z/I/sda1.torrent Z/I
  start_daemon leecher.log
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent "$PWD/dev-sda1"
  finished() {
    fields=$("${inside[@]}" "$python" "$BATS_TEST_DIRNAME/transfer_fields.py" "$PWD/dev-sda1" 2>&1)
  }
  await 30 finished || fail "$fields"
  holds_image sda1
  "${inside[@]}" nc -z 127.0.0.1 7001
  "${inside[@]}" nc -z 127.0.0.1 6881
  [ "$("${inside[@]}" ss -Hltn 'sport = :50051' | awk '{print $4}' | sed 's/^\[::ffff:\(.*\)\]/\1/')" = 127.0.0.1:50051 ]
}

# A local network, and torrents that may use it: private ones, as mktorrent -p makes them, never do.
enter_lan() {
  make_image
  "${inside[@]}" ip link add lan0 type veth peer name lan1
  "${inside[@]}" ip address add 10.99.0.1/24 dev lan0
  "${inside[@]}" ip link set lan0 up
  "${inside[@]}" ip link set lan1 up
  rm Z/I/sda1.torrent
  mktorrent -l 18 -a http://127.0.0.1:6969/announce -o Z/I/sda1.torrent Z/I/sda1 >/dev/null
  start_daemon seeder.log -F -l 127.0.0.1:50052 --enable-lsd
  "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S Z/I/sda1.torrent Z/I
}

@test "--enable-lsd finds the seeder without any tracker, and only then" {
  enter_lan
  start_daemon without.log -l 127.0.0.1:50053
  "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50053 Z/I/sda1.torrent "$PWD/dev-sda2"
  start_daemon leecher.log --enable-lsd
  daemon=$pid
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent "$PWD/dev-sda1"
  timeout 60 "${inside[@]}" ezio_cli.py -w 1
  ends_with 0 "$daemon"
  holds_image sda1
  is_untouched sda2
}

@test "--enable-lsd and libtorrent find each other" {
  "$python" -c 'import libtorrent' 2>/dev/null || skip "python3-libtorrent is not installed"
  enter_lan
  mkdir fetched
  run timeout 60 "${inside[@]}" "$python" "$BATS_TEST_DIRNAME/libtorrent_lsd.py" Z/I/sda1.torrent fetched
  echo "$output"
  [ "$output" = complete ]
  diff -r Z/I/sda1 fetched/sda1
}

@test "a partition that can't be restored: the others are, and nobody calls it finished" {
  make_image
  start_tracker
  start_daemon seeder.log -F -l 127.0.0.1:50052
  for p in "${partitions[@]}"; do
    "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S "Z/I/$p.torrent" Z/I
  done
  start_daemon leecher.log
  daemon=$pid
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent "$PWD/dev-sda1"
  run "${inside[@]}" ezio_add_torrent.py Z/I/sda2.torrent /dev/none
  [ "$status" -eq 1 ]
  [[ $output == *"/dev/none"* ]]
  truncate -s 90M huge.torrent
  run "${inside[@]}" ezio_add_torrent.py huge.torrent "$PWD/dev-sda2"
  [ "$status" -eq 1 ]
  [[ $output == *"can't read torrent huge.torrent: larger than "* ]]
  run --separate-stderr timeout 60 "${inside[@]}" ezio_cli.py -w 1
  [ "$status" -eq 1 ]
  [[ $output != *Finished* ]]
  [[ ${stderr_lines[-3]} == *"FAILED: sda2 on /dev/none: "* ]]
  [[ ${stderr_lines[-2]} == *"FAILED: ? on $PWD/dev-sda2: "*"larger than "* ]]
  [ "${stderr_lines[-1]}" = "ezio_cli.py: 2 of 3 torrents FAILED" ]
  ends_with 0 "$daemon"
  holds_image sda1
}

@test "a medium that runs full fails its partition only, plainly" {
  make_image
  start_tracker
  start_daemon seeder.log -F -l 127.0.0.1:50052
  for p in "${partitions[@]}"; do
    "${inside[@]}" ezio_add_torrent.py -a 127.0.0.1:50052 -S "Z/I/$p.torrent" Z/I
  done
  attach_full_device
  start_daemon leecher.log
  daemon=$pid
  "${inside[@]}" ezio_add_torrent.py Z/I/sda1.torrent "$full_device"
  "${inside[@]}" ezio_add_torrent.py Z/I/sda2.torrent "$PWD/dev-sda2"
  run --separate-stderr timeout 60 "${inside[@]}" ezio_ui.py -w 1 -l 1
  echo "$status $output / $stderr"
  [ "$status" -eq 1 ]
  [[ $output != *Finished* ]]
  [[ ${stderr_lines[-2]} == *"FAILED: sda1 on $full_device: "* ]]
  ends_with 0 "$daemon"
  holds_image sda2
}
