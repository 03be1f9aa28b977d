#!/usr/bin/env bats
# One-shot ezio as the scripts of Debian 11 and 12 run it.

bats_require_minimum_version 1.5.0
load ../../lib/common
load ezio

setup() {
  cd "$BATS_TEST_TMPDIR"
}

teardown() {
  end_started
  release_full_device
}

start_seeder() {
  start seeder.log "${inside[@]}" ezio -t 3 -k 60 -U -f --cache 65536 \
    -T Z/I/sda1.torrent -L Z/I -T Z/I/sda2.torrent -L Z/I
  seeder=$pid
}

@test "Debian 12's probe finds --cache in the option list" {
  run --separate-stderr ezio -h
  [ "$status" -eq 0 ]
  [[ $output == *--cache* ]]
  [ -z "$stderr" ]
}

@test "Debian 11: one run per partition, foreground, status 0, every byte on the device" {
  enter_network
  make_image
  start_tracker
  start_seeder
  for p in sda1 sda2; do
    run --separate-stderr timeout 60 "${inside[@]}" ezio -t 0 "Z/I/$p.torrent" "dev-$p"
    echo "$output$stderr"
    [ "$status" -eq 0 ]
    [[ $output == "Start downloading"$'\n\r[P: '* ]]
    [[ $output == *$'\nDone, shutting down' ]]
    holds_image "$p"
  done
}

@test "Debian 12: one run for all partitions, with everything in one log" {
  enter_network
  make_image
  start_tracker
  start_seeder
  timeout 60 "${inside[@]}" ezio -t 0 --cache 65536 -T Z/I/sda1.torrent -L dev-sda1 \
    -T Z/I/sda2.torrent -L dev-sda2 2>&1 | tee leecher.log
  holds_image sda1
  holds_image sda2
  tr '\r' '\n' <leecher.log >lines
  grep -qx '\[P: 100%\] \[D: [0-9.]* GB/min\] \[DT: [0-9]* secs\] \[U: [0-9.]* GB/min\] \[UT: [0-9]* secs\] ' lines
  grep -qx '\[U: [0-9.]* GB/min\] \[T: [0-9]* secs\] ' lines
  [ "$(tail -n 1 lines)" = "Done, shutting down" ]
}

@test "a seeder stays, under its name, until SIGTERM; the status is then 143" {
  enter_network
  make_image
  start_tracker
  start_seeder
  await 10 grep -q '\[T: [0-9]* secs\]' seeder.log
  [ "$(cat "/proc/$seeder/comm")" = ezio ]
  [[ $(tr '\0' ' ' <"/proc/$seeder/cmdline") == ezio\ * ]]
  kill "$seeder"
  ends_with 143 "$seeder"
  ! grep -q Done seeder.log
}

@test "the report says who got how much from whom" {
  enter_network
  make_image
  start_tracker
  start_seeder
  OCS_BT_REPORT=$PWD/report.json timeout 60 "${inside[@]}" ezio -t 0 Z/I/sda1.torrent dev-sda1
  jq -e '.torrents[0] | .name == "sda1" and .finished and .totalBytes == 5300000
    and .downloadedBytes >= .totalBytes and (.peers | map(.downloadedBytes) | add) == .downloadedBytes
    and (.peers | all(.address | test("^127\\.0\\.0\\.1:[0-9]+$")))' report.json
}

@test "without a tracker it keeps trying, says so once, and SIGTERM still ends it" {
  enter_network
  make_image
  start leecher.log "${inside[@]}" ezio -t 1 Z/I/sda1.torrent dev-sda1
  leecher=$pid
  await 10 grep -q 'ezio: sda1: tracker problem, still trying: ' leecher.log
  await 10 grep -q '\[DT: 4 secs\]' leecher.log
  [ "$(grep -c 'tracker problem' leecher.log)" -eq 1 ]
  kill "$leecher"
  ends_with 143 "$leecher"
}

@test "names beyond ASCII are found in any locale" {
  make_image
  cp Z/I/sda1.torrent müller.torrent
  truncate -s 10M klein
  LC_ALL=C run --separate-stderr timeout 20 ezio müller.torrent klein
  [[ $stderr == *"klein is too small"* ]]
}

# refused ERROR ARGUMENT...: status 1, one line on stderr that has ERROR, no target touched.
refused() {
  local error=$1
  shift
  run --separate-stderr timeout 30 "${inside[@]}" ezio "$@"
  echo "$status $output / $stderr"
  [ "$status" -eq 1 ]
  [[ $stderr == "ezio: "*"$error"* ]]
  [ "${#stderr_lines[@]}" -eq 1 ]
  is_untouched sda1
  is_untouched sda2
}

@test "bad input is one clear line and status 1, and no target is touched" {
  enter_network
  make_image
  good=(-T Z/I/sda1.torrent -L dev-sda1)
  head -c 300 Z/I/sda2.torrent >cut.torrent
  truncate -s 10M small
  truncate -s 90M huge.torrent
  refused "each torrent needs one path" "${good[@]}" -T Z/I/sda2.torrent
  refused "can't read torrent none.torrent: no such file" "${good[@]}" none.torrent dev-sda2
  refused "can't use torrent cut.torrent: " "${good[@]}" cut.torrent dev-sda2
  refused "can't use torrent huge.torrent: larger than " "${good[@]}" huge.torrent dev-sda2
  refused "magnet links and URLs are not supported" "${good[@]}" magnet:?xt=urn:btih:0 dev-sda2
  refused "/dev/none" "${good[@]}" Z/I/sda2.torrent /dev/none
  refused "small" "${good[@]}" Z/I/sda2.torrent small
  refused "dev-sda1" "${good[@]}" Z/I/sda2.torrent dev-sda1
  refused "is here already" "${good[@]}" Z/I/sda1.torrent dev-sda2
  refused "unknown option --bogus" --bogus "${good[@]}"
  refused "-t needs a whole number" -t soon "${good[@]}"
}

@test "a medium that runs full is a failure, and said so" {
  enter_network
  make_image
  start_tracker
  start_seeder
  attach_full_device
  run --separate-stderr timeout 60 "${inside[@]}" ezio -t 0 Z/I/sda1.torrent "$full_device"
  echo "$status $output / $stderr"
  [ "$status" -eq 1 ]
  [[ $stderr == *"ezio: sda1: "*"$full_device"* ]]
  [[ $output != *Done* ]]
}
