#!/usr/bin/env bats
# Programs of other makers move a file from one to the other through our trackers.

load ../lib/common
load tracker

quiet=(--enable-dht=false --enable-dht6=false --bt-enable-lpd=false --enable-peer-exchange=false
    --disable-ipv6=true --no-conf=true)

setup() {
    command -v aria2c >/dev/null || skip "aria2c is not installed"
    cd "$BATS_TEST_TMPDIR"
    mkdir seed leech
    head -c 3000000 /dev/urandom >seed/data
}

teardown() {
    end_started
}

# Seeds with aria2c and fetches with aria2c; neither finds the other but through the tracker.
move_a_file() { # ANNOUNCE-URL
    transmission-create -o data.torrent -t "$1" seed/data >made
    start seed.log aria2c "${quiet[@]}" -V --seed-ratio=0.0 -d seed --listen-port=$((port + 101)) data.torrent
    await 20 eval 'fetch /scrape | grep -qa "8:completei1e"'
    timeout 60 aria2c "${quiet[@]}" --seed-time=0 -d leech --listen-port=$((port + 102)) data.torrent >leech.log
    cmp seed/data leech/data
}

@test "aria2c finds aria2c through ocs-bttrack" {
    start log ocs-bttrack --port "$port" --dfile dfile --logfile tracker.log --nat_check 0 --scrape_allowed full
    await 20 is_open
    move_a_file "http://127.0.0.1:$port/announce"
    grep -q '"GET /announce?info_hash=' tracker.log
}

@test "aria2c finds aria2c through opentracker" {
    start log opentracker -p "$port"
    await 20 is_open
    move_a_file "http://127.0.0.1:$port/announce"
}

@test "ctorrent, which knows neither HTTP/1.1 nor Host, is listed by ocs-bttrack" {
    [[ -x /usr/bin/ctorrent ]] || skip "Debian's ctorrent is not installed"
    start log ocs-bttrack --port "$port" --dfile dfile --logfile tracker.log --nat_check 0 --scrape_allowed full
    await 20 is_open
    transmission-create -o data.torrent -t "http://127.0.0.1:$port/announce" seed/data >made
    start seed.log /usr/bin/ctorrent -f -e 100 -p $((port + 103)) -s seed/data data.torrent
    await 20 eval 'fetch /scrape | grep -qa "8:completei1e"'
    grep -q 'HTTP/1.0" 200 .*"Enhanced-CTorrent' tracker.log
}

@test "libtorrent finds libtorrent through opentracker over UDP" {
    /usr/bin/python3 -c 'import libtorrent' || skip "python3-libtorrent is not installed"
    start log opentracker -p "$port" -P "$port"
    await 20 is_open
    transmission-create -o data.torrent -t "udp://127.0.0.1:$port/announce" seed/data >made
    start seed.log /usr/bin/python3 "$BATS_TEST_DIRNAME/libtorrent_client.py" data.torrent seed 0
    await 20 eval 'fetch /scrape | grep -qa "8:completei1e"'
    timeout 60 /usr/bin/python3 "$BATS_TEST_DIRNAME/libtorrent_client.py" data.torrent leech 1
    cmp seed/data leech/data
}

@test "our own client tells the page its torrent's name and length" {
    start log opentracker -p "$port"
    await 20 is_open
    transmission-create -o data.torrent -t "http://127.0.0.1:$port/announce" seed/data >made
    start seed.log ctorrent -f -e 1 -p $((port + 105)) -s seed/data data.torrent
    await 20 eval 'fetch /deployment.json | jq -e ".partitions[0] | .name == \"data\" and .totalBytes == 3000000"'
}
