#!/usr/bin/env bats
# The ezio daemon's control service and its tools: each against Python in the other's part, and by themselves.

bats_require_minimum_version 1.5.0
load ../../lib/common
load ezio

setup() {
  cd "$BATS_TEST_TMPDIR"
  enter_network
}

teardown() {
  end_started
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
