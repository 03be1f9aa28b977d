#!/usr/bin/env bats
# Bad input ends with one clear line on stderr and a status other than 0, and the target is as it was.

load ../../lib/common
load ../../lib/slices

setup_file() {
  make_slices "$BATS_FILE_TMPDIR"
  make_torrent "$BATS_FILE_TMPDIR" http://127.0.0.1:1/announce
}

setup() {
  mkdir -p "$BATS_TEST_TMPDIR/image"
  cp "$BATS_FILE_TMPDIR/image/sda1.torrent.info" "$BATS_TEST_TMPDIR/image/"
  cd "$BATS_TEST_TMPDIR" || return 1
  torrent=$BATS_FILE_TMPDIR/image/sda1.torrent
  loop=
  head -c "$disk_bytes" /dev/urandom >target
}

teardown() {
  end_started
  if mountpoint -q mnt; then umount mnt; fi
  if [[ -n $loop ]]; then losetup --detach "$loop"; fi
}

# refuses PATTERN COMMAND...: one line on stderr that matches, a status of its own choice, and soon.
refuses() {
  local pattern=$1 status=0 before after
  shift
  before=$(sha256sum target)
  timeout 30 "$@" >out 2>err </dev/null || status=$?
  after=$(sha256sum target)
  ((status > 0 && status < 124)) || fail "status $status; $(cat err)"
  (($(wc -l <err) == 1)) || fail "not one line on stderr: $(cat err)"
  grep -qiE "$pattern" err || fail "the message does not say '$pattern': $(cat err)"
  [[ $before == "$after" ]] || fail "the target was changed"
}

@test "a torrent that is missing" {
  refuses 'no-such\.torrent' ezio -t 1 no-such.torrent target
}

@test "a torrent cut short" {
  head -c 200 "$torrent" >short.torrent
  refuses 'short\.torrent' ezio -t 1 short.torrent target
}

@test "an empty torrent" {
  : >empty.torrent
  refuses 'empty\.torrent' ezio -t 1 empty.torrent target
}

@test "a torrent with a file whose name is no offset" {
  cp -r "$BATS_FILE_TMPDIR/image/sda1" slices
  mv slices/00000000000000000000000000000000 slices/first-megabytes
  mktorrent -p -l 20 -a http://127.0.0.1:1/announce -o named.torrent slices >/dev/null
  refuses 'first-megabytes' ezio -t 1 named.torrent target
}

@test "a target smaller than the last extent's end" {
  truncate -s 40M target
  refuses 'target.*bytes' ezio -t 1 "$torrent" target
}

@test "a target that does not exist, which is not made either" {
  refuses 'no-such-disk' ezio -t 1 "$torrent" "$PWD/no-such-disk"
  [[ ! -e no-such-disk ]]
}

@test "a read-only device" {
  needs_root
  loop=$(losetup --find --show --read-only target)
  refuses "$loop" ezio -t 1 "$torrent" "$loop"
}

@test "a device too small" {
  needs_root
  truncate -s 40M target
  loop=$(losetup --find --show target)
  refuses "$loop" ezio -t 1 "$torrent" "$loop"
}

@test "a mounted device" {
  needs_root
  mke2fs -q -F target
  loop=$(losetup --find --show target)
  mkdir mnt
  mount -o ro "$loop" mnt
  refuses "$loop.*mount" ezio -t 1 "$torrent" "$loop"
}

@test "a device that another program has for itself" {
  needs_root
  loop=$(losetup --find --show target)
  start holder /usr/bin/python3 -c 'import os, sys, time
os.open(sys.argv[1], os.O_RDWR | os.O_EXCL)
print("held", flush=True)
time.sleep(60)' "$loop"
  await 20 grep -q held holder
  refuses "$loop.*(busy)" ezio -t 1 "$torrent" "$loop"
}

@test "a -T without its -L" {
  refuses 'torrent.*path' ezio -t 1 -T "$torrent" -L target -T "$torrent"
}

@test "a second pair that is bad leaves the first target alone" {
  refuses 'no-such\.torrent' ezio -t 1 -T "$torrent" -L target -T no-such.torrent -L target2
}

@test "a tracker out of reach is told once, and asked again until it is there" {
  local port=$((20000 + BASHPID % 10000))
  make_torrent "$BATS_TEST_TMPDIR" "http://127.0.0.1:$port/announce"
  start out ezio -t 1 image/sda1.torrent target
  local client=$pid
  await 20 told || fail "$(cat out)"
  sleep 3
  (($(tr '\r' '\n' <out | grep -ci 'tracker.*still trying') == 1)) || fail "$(cat out)"
  kill -0 "$client"
  start tracker opentracker -p "$port" -d image -w /none
  await 60 announced "$port" || fail "no announce: $(cat tracker)"
}

told() {
  grep -qi 'tracker.*still trying' out
}

announced() { # PORT: the tracker knows of one that fetches
  curl -s "http://127.0.0.1:$1/scrape" | grep -qa '10:incompletei1e'
}

@test "torrent.info with too few hashes, cut short, or empty" {
  local info=$BATS_FILE_TMPDIR/image/sda1.torrent.info make
  make=(gen-torrent-from-ptcl -p sda1 -t http://127.0.0.1:1/announce -c Clonezilla -o made.torrent)
  sed '$d' "$info" >few.info
  head -c 300 "$info" >short.info
  : >empty.info
  for bad in few short empty no-such; do
    refuses "$bad\.info" "${make[@]}" -i "$bad.info"
    [[ ! -e made.torrent ]]
  done
}
