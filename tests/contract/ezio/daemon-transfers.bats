#!/usr/bin/env bats
# Transfers between ezio daemons, told by their tools: as the scripts of Debian 13 and forky run them, with pauses, found
# in the local network, and onto targets that fail.

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
