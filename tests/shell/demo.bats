#!/usr/bin/env bats
# tests/demo beside another one, without privileges, and interrupted. Small, to be quick.

load ../lib/common

setup() {
  export TMPDIR=$BATS_TEST_TMPDIR/work
  mkdir "$TMPDIR"
  cd "$BATS_TEST_TMPDIR" || return 1
}

teardown() {
  end_started
}

nothing_left() { # PID of the demo
  [[ -z $(ls -A "$TMPDIR") ]] || fail "files stay: $(ls -A "$TMPDIR")"
  ! losetup --list --noheadings --output BACK-FILE | grep -F "$TMPDIR" || fail "a loop device stays"
  ! ip netns list 2>/dev/null | grep "^obt$1-" || fail "a network namespace stays"
  ! pgrep -af "$TMPDIR" || fail "a process stays"
}

@test "two demos at once do not disturb each other" {
  needs_root
  local one two
  start one "$top/tests/demo" 160
  one=$pid
  start two "$top/tests/demo" 160
  two=$pid
  wait "$one" || fail "$(cat one)"
  wait "$two" || fail "$(cat two)"
  nothing_left "$one"
  nothing_left "$two"
}

@test "without privileges it falls back, and says so" {
  local status=0
  if ((EUID == 0)); then
    setpriv --bounding-set=-sys_admin,-net_admin "$top/tests/demo" 160 >out 2>&1 || status=$?
  else
    "$top/tests/demo" 160 >out 2>&1 || status=$?
  fi
  ((status == 0)) || fail "$(cat out)"
  grep -q 'Falling back' out
  nothing_left none
}

# interrupted SIGNAL TEXT STATUS: sends the signal as a terminal does, once TEXT was printed.
interrupted() {
  local status=0
  start out setsid env --default-signal=INT "$top/tests/demo" 160
  await 60 grep -q "$2" out || fail "$(cat out)"
  kill "-$1" -- "-$pid"
  wait "$pid" || status=$?
  ((status == $3)) || fail "status $status: $(cat out)"
  nothing_left "$pid"
}

@test "Ctrl-C while an image is made leaves nothing behind" {
  needs_root
  interrupted INT 'saving it' 130
}

@test "Ctrl-C while clients fetch leaves nothing behind" {
  needs_root
  interrupted INT 'client 1 ' 130
}

@test "SIGTERM while clients fetch leaves nothing behind" {
  needs_root
  interrupted TERM 'client 1 ' 143
}
