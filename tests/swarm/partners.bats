#!/usr/bin/env bats
# Data passes between ezio and other clients in both directions, through our tracker and through
# Debian's opentracker. Two network namespaces: a has seeder and tracker, b the one that fetches.

load ../lib/common
load ../lib/slices

setup_file() {
  ((EUID == 0)) || return 0
  make_slices "$BATS_FILE_TMPDIR"
}

setup() {
  needs_root
  dir=$BATS_FILE_TMPDIR
  out=$BATS_TEST_TMPDIR
  a=obt$$a b=obt$$b
  ip netns add "$a"
  ip netns add "$b"
  ip -n "$a" link add eth0 type veth peer name eth0 netns "$b"
  ip -n "$a" address add 10.78.0.1/24 dev eth0
  ip -n "$b" address add 10.78.0.2/24 dev eth0
  for link in lo eth0; do
    ip -n "$a" link set "$link" up
    ip -n "$b" link set "$link" up
  done
  # libtorrent leaves out an interface that is not running yet, and looks again only minutes later.
  await 10 running "$a"
  await 10 running "$b"
}

running() { # NAMESPACE
  ip -n "$1" -brief link show eth0 | grep -q ' UP '
}

teardown() {
  end_started
  ip netns delete "$a"
  ip netns delete "$b"
}

at() { # NAMESPACE NAME COMMAND...: in the background, output to the file NAME
  local namespace=$1 name=$2
  shift 2
  start "$out/$name" ip netns exec "$namespace" "$@"
}

# ---- trackers

our_tracker() {
  make_torrent "$dir" http://10.78.0.1:6969/announce "${pieces-20}"
  at "$a" tracker opentracker -p 6969 -d "$dir/image" -w /etc/opentracker/whitelist.txt
  await 10 ip netns exec "$a" nc -z 127.0.0.1 6969
}

# Its package is a whitelist build: it serves the info-hashes of a file inside its chroot.
debian_tracker() {
  make_torrent "$dir" http://10.78.0.1:6969/announce "${pieces-20}"
  mkdir -p "$out/chroot"
  chmod -R a+rX "$out/chroot" # it becomes nobody
  /usr/bin/python3 -c 'import libtorrent, sys; print(libtorrent.torrent_info(sys.argv[1]).info_hash())' \
    "$dir/image/sda1.torrent" >"$out/chroot/whitelist.txt"
  at "$a" tracker /usr/bin/opentracker -p 6969 -d "$out/chroot" -w /whitelist.txt
  await 10 ip netns exec "$a" nc -z 127.0.0.1 6969
}

# ---- we fetch, they seed

we_fetch() {
  truncate -s "$disk_bytes" "$out/disk"
  at "$b" fetch env OCS_BT_REPORT="$out/report" ezio -t 1 "$dir/image/sda1.torrent" "$out/disk"
  await 90 test -s "$out/report" || fail "$(tail -n 3 "$out/fetch")"
  same_extents "$dir/disk" "$out/disk"
  # What is no extent has not been touched.
  cmp --ignore-initial=7000000:0 --bytes=1000000 "$out/disk" /dev/zero
}

libtorrent_seeds() {
  at "$a" seed "$BATS_TEST_DIRNAME/libtorrent-peer.py" seed "$dir/image/sda1.torrent" "$dir/image"
}

aria2_seeds() {
  at "$a" seed aria2c --seed-ratio=0.0 --enable-dht6=false --enable-dht=false --bt-seed-unverified \
    --bt-max-peers 4 -d "$dir/image" "$dir/image/sda1.torrent"
}

transmission() { # NAMESPACE NAME FOLDER
  mkdir -p "$out/transmission"
  echo '{"dht-enabled": false, "lpd-enabled": false, "port-forwarding-enabled": false}' \
    >"$out/transmission/settings.json"
  at "$1" "$2" transmission-cli -g "$out/transmission" -p 6891 -M -U -D -w "$3" "$dir/image/sda1.torrent"
}

@test "we fetch from libtorrent, through our tracker" {
  our_tracker
  libtorrent_seeds
  we_fetch
}

@test "we fetch from libtorrent, through Debian's opentracker" {
  debian_tracker
  libtorrent_seeds
  we_fetch
}

@test "we fetch pieces of 16 MiB from libtorrent" {
  pieces='' our_tracker
  libtorrent_seeds
  we_fetch
}

@test "we fetch from transmission, through our tracker" {
  our_tracker
  transmission "$a" seed "$dir/image"
  we_fetch
}

@test "we fetch from transmission, through Debian's opentracker" {
  debian_tracker
  transmission "$a" seed "$dir/image"
  we_fetch
}

@test "we fetch from aria2, through our tracker" {
  our_tracker
  aria2_seeds
  we_fetch
}

@test "we fetch from aria2, through Debian's opentracker" {
  debian_tracker
  aria2_seeds
  we_fetch
}

# ---- they fetch, we seed

we_seed() {
  at "$a" seed ezio -U -f -T "$dir/image/sda1.torrent" -L "$dir/image"
}

arrived() {
  [[ -d $out/got/sda1 ]] && diff -rq "$dir/image/sda1" "$out/got/sda1" >/dev/null 2>&1
}

libtorrent_fetches() {
  at "$b" fetch "$BATS_TEST_DIRNAME/libtorrent-peer.py" fetch "$dir/image/sda1.torrent" "$out/got"
  await 90 arrived || fail "$(tail -n 3 "$out/fetch")"
}

transmission_fetches() {
  transmission "$b" fetch "$out/got"
  await 90 arrived || fail "$(tail -n 3 "$out/fetch")"
}

aria2_fetches() {
  at "$b" fetch aria2c --seed-time=0 --enable-dht6=false --enable-dht=false --file-allocation=none \
    -d "$out/got" "$dir/image/sda1.torrent"
  await 90 arrived || fail "$(tail -n 3 "$out/fetch")"
}

@test "libtorrent fetches from us, through our tracker" {
  our_tracker
  we_seed
  libtorrent_fetches
}

@test "libtorrent fetches from us, through Debian's opentracker" {
  debian_tracker
  we_seed
  libtorrent_fetches
}

@test "libtorrent fetches pieces of 16 MiB from us" {
  pieces='' our_tracker
  we_seed
  libtorrent_fetches
}

@test "transmission fetches from us, through our tracker" {
  our_tracker
  we_seed
  transmission_fetches
}

@test "transmission fetches from us, through Debian's opentracker" {
  debian_tracker
  we_seed
  transmission_fetches
}

@test "aria2 fetches from us, through our tracker" {
  our_tracker
  we_seed
  aria2_fetches
}

@test "aria2 fetches from us, through Debian's opentracker" {
  debian_tracker
  we_seed
  aria2_fetches
}
