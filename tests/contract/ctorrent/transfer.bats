#!/usr/bin/env bats
# Our ctorrent beside Debian's and beside ezio, on two hosts (network namespaces), through our tracker.

bats_require_minimum_version 1.5.0
load ../../lib/common

original=/usr/bin/ctorrent

setup() {
  needs_root
  [[ -x $original ]] || skip "Debian's ctorrent is not installed"
  cd "$BATS_TEST_TMPDIR" || exit 1
  hosts=obt-ctor-$$
  ip netns add "$hosts-a" 2>/dev/null || skip "no network namespaces"
  ip netns add "$hosts-b"
  ip link add eth0 netns "$hosts-a" type veth peer name eth0 netns "$hosts-b"
  add_address a 10.66.0.1
  add_address b 10.66.0.2
  mkdir image
  head -c 3000000 /dev/urandom >image/00000000
  head -c 5000000 /dev/urandom >image/00800000
  start tracker.log on a ocs-bttrack --port 6969 --dfile dfile --logfile announces \
    --nat_check 0 --scrape_allowed full
  await 20 on a nc -z 127.0.0.1 6969
  ctorrent -t -p -c For_Clonezilla -l 1048576 -u http://10.66.0.1:6969/announce -s t.torrent image >/dev/null
}

teardown() {
  [[ -n ${hosts:-} ]] || return 0
  end_started
  local host pid
  for host in a b; do
    for pid in $(ip netns pids "$hosts-$host"); do
      kill "$pid" 2>/dev/null || true
      await 10 ended "$pid" || kill -9 "$pid"
    done
    ip netns del "$hosts-$host"
  done
}

add_address() { # HOST ADDRESS
  ip -n "$hosts-$1" link set lo up
  ip -n "$hosts-$1" link set eth0 up
  ip -n "$hosts-$1" address add "$2/24" dev eth0
}

on() { # HOST COMMAND...
  local host=$1
  shift
  exec_in "$hosts-$host" "$@"
}

# The program itself, not `ip`, must be what start knows: `ip netns exec` execs it.
exec_in() {
  ip netns exec "$@"
}

announced() { # HOST EVENT: our tracker's log has it
  case $1 in
    a) grep "^10.66.0.1 " announces ;;
    b) grep "^10.66.0.2 " announces ;;
  esac | grep -q "event=$2"
}

# Seeds from host a in the background, as Clonezilla does; its pid is in $seeder.
seed_detached() {
  on a ctorrent -f -d -M 4 -m 4 -s "$PWD/image" t.torrent
  seeder=$(pid_of ctorrent)
}

pid_of() { # NAME, on host a
  local pid
  for pid in $(ip netns pids "$hosts-a"); do
    if [[ $(</proc/"$pid"/comm) == "$1" ]]; then
      printf '%s\n' "$pid"
      return
    fi
  done
  return 1
}

@test "we seed to Debian's ctorrent" {
  seed_detached
  on b timeout 60 "$original" -e 0 -s got t.torrent </dev/null >leecher.out 2>&1
  diff -r image got
}

@test "Debian's ctorrent seeds to us, and -e 0 leaves at once with status 0" {
  start seeder.log on a "$original" -e 1 -s image t.torrent
  await 20 announced a started
  run -0 --separate-stderr on b timeout 60 ctorrent -e 0 -s got t.torrent
  diff -r image got
  [ -z "$stderr" ]
  grep -q '^Creating file "got/00000000"$' <<<"$output"
  grep -q '^Listening on 0\.0\.0\.0:2706$' <<<"$output"
  grep -q '^Download complete\.$' <<<"$output"
  grep -qE $'\r[-|/\\\\] [0-9]+/[0-9]+/2 \\[8/8/8\\] 7MB,0MB \\| [0-9]+,0K/s \\| [0-9]+,0K E:0,[1-9][0-9]* ' <<<"$output"
  await 5 announced b completed
  await 5 announced b stopped
  [ ! -e t.torrent.bf ]
}

@test "-n fetches the files of these numbers, leaves with -e 0, and the rest can follow" {
  seed_detached
  run -0 ctorrent -x t.torrent
  grep -qx '<2>  00800000 \[5000000\]' <<<"$output"
  run -0 --separate-stderr on b timeout 60 ctorrent -e 0 -n 2 -s got t.torrent
  cmp image/00800000 got/00800000
  # Its first piece has the end of the other file, which is a hole otherwise.
  cmp got/00000000 <(head -c 2097152 /dev/zero; tail -c +2097153 image/00000000)
  run -0 --separate-stderr on b timeout 60 ctorrent -e 0 -s got t.torrent
  diff -r image got
  run -1 --separate-stderr on b timeout 60 ctorrent -n 3 -s got t.torrent
  [[ $stderr == *"there are files 1 to 2, none is 3" ]]
}

@test "we seed to ezio, and ezio's data seeds back to us" {
  seed_detached
  mkdir got
  start ezio.log on b ezio -t 1 -f -T t.torrent -L got
  await 40 cmp -s image/00800000 got/image/00800000
  cmp image/00000000 got/image/00000000
  kill "$seeder"
  await 10 ended "$seeder"
  run -0 on a timeout 60 ctorrent -e 0 -s back t.torrent
  diff -r image back
}

@test "-d: the process has its own session, its name, its directory, no terminal, no parent" {
  seed_detached
  [ "$(</proc/"$seeder"/comm)" = ctorrent ]
  [[ $(tr '\0' ' ' <"/proc/$seeder/cmdline") == ctorrent\ * ]]
  [ "$(readlink "/proc/$seeder/cwd")" = "$PWD" ]
  for fd in 0 1 2; do [ "$(readlink "/proc/$seeder/fd/$fd")" = /dev/null ]; done
  [ "$(ps -o sid= -p "$seeder" | tr -d ' ')" = "$seeder" ]
  [ "$(ps -o tty= -p "$seeder")" = "?" ]
  await 5 orphaned "$seeder"
  [ ! -e t.torrent.bf ]
}

orphaned() {
  [[ $(ps -o ppid= -p "$1" | tr -d ' ') == 1 ]]
}

@test "-d prints nothing and lets go of the caller's output; -dd keeps it" {
  output=$(timeout 30 ip netns exec "$hosts-a" ctorrent -f -d -M 4 -s image t.torrent 2>&1)
  [ -z "$output" ]
  seeder=$(pid_of ctorrent)
  kill "$seeder"
  await 10 ended "$seeder"
  on a ctorrent -f -dd -M 4 -s image t.torrent >kept 2>&1
  await 10 grep -q '\[8/8/8\]' kept
  grep -q '^META INFO$' kept
}

@test "-d: a missing torrent, missing data, or data of another length are told before it returns" {
  run ! --separate-stderr on a ctorrent -f -d -M 4 -m 4 -s image absent.torrent
  [ "$status" -eq 1 ]
  [ "$stderr" = "ctorrent: can't read torrent absent.torrent: no such file" ]
  run ! --separate-stderr on a ctorrent -f -d -s absent t.torrent
  [ "$status" -eq 1 ]
  [ "$stderr" = "ctorrent: cannot open absent/00000000: no such file" ]
  [ ! -e absent ]
  truncate -s -1 image/00800000
  run ! --separate-stderr on a ctorrent -f -d -s image t.torrent
  [ "$status" -eq 1 ]
  [ "$stderr" = "ctorrent: image/00800000 has 4999999 bytes, the torrent says 5000000" ]
  run ! pid_of ctorrent
}

@test "-d: a program that can't even start is told, too" {
  run ! --separate-stderr on a bash -c "ulimit -v 300000; exec ctorrent -f -d -s image t.torrent"
  [ "$status" -eq 1 ]
  [ -n "$stderr" ]
}

@test "TERM ends a seeder within two seconds, after it told the tracker" {
  seed_detached
  await 10 announced a started
  kill -TERM "$seeder"
  await 2 ended "$seeder"
  announced a stopped
}

@test "TERM ends a seeder also when the tracker has fallen silent" {
  tracker=$pid
  seed_detached
  await 10 announced a started
  kill -STOP "$tracker"
  kill -TERM "$seeder"
  await 3 ended "$seeder" || stuck=yes
  kill -CONT "$tracker"
  [ -z "${stuck:-}" ]
}

@test "INT ends one in the foreground with status 0, and it goes on later where it was" {
  start seeder.log on a "$original" -U 800 -e 1 -s image t.torrent
  await 20 announced a started
  # As a job of its own: the shell lets background programs ignore INT.
  status=0
  timeout --foreground -s INT 5 ip netns exec "$hosts-b" ctorrent -s got t.torrent >first.out </dev/null || status=$?
  await 5 announced b stopped
  [ "$(stat -c %s t.torrent.bf)" -eq 1 ]
  run -0 on b timeout 60 ctorrent -f -e 0 -s got t.torrent
  diff -r image got
  [ ! -e t.torrent.bf ]
}

@test "-U and -D bound what goes over" {
  on a ctorrent -f -d -U 1000 -s image t.torrent
  SECONDS=0
  on b timeout 100 ctorrent -e 0 -s got t.torrent >/dev/null
  ((SECONDS >= 6)) # 8 MB at 1000 KB/s, but for what is saved up at first
  diff -r image got
  rm -r got
  seeder=$(pid_of ctorrent)
  kill "$seeder"
  await 10 ended "$seeder"
  seed_detached
  SECONDS=0
  on b timeout 100 ctorrent -D 1000 -e 0 -s got t.torrent >/dev/null
  ((SECONDS >= 6))
  diff -r image got
}

@test "without -f the data are checked: a wrong piece is fetched again, the rest is not" {
  cp -r image got
  printf X | dd of=got/00000000 bs=1 seek=1500000 conv=notrunc status=none
  seed_detached
  run -0 on b timeout 60 ctorrent -e 0 -s got t.torrent
  diff -r image got
  grep -q '^<1>  00000000 \[3000000\] 2/3 (66%)$' <<<"$output"
  grep -q ' \[8/8/8\] 1MB,0MB ' <<<"$output"
}

@test "-X runs a command once all is here; -P, -p and -u show at the tracker" {
  seed_detached
  on b timeout 60 ctorrent -e 0 -s got -P -TEST- -p 2800 -u http://10.66.0.1:6969/announce \
    -X 'echo done >ran' t.torrent >/dev/null
  await 5 test -s ran
  grep '^10.66.0.2 ' announces | grep -q 'peer_id=[^&]*TEST'
  grep '^10.66.0.2 ' announces | grep -qE 'port=(2800|%32%38%30%30)'
}

@test "what can't be followed is said in one line" {
  run -0 --separate-stderr on a timeout 30 ctorrent -e 0 -A x -T -s image t.torrent
  [ "${#stderr_lines[@]}" -eq 2 ]
}
