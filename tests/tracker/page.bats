#!/usr/bin/env bats
# The page a deployer watches, in a real browser. With OCSBT_SCREENSHOT=FILE it leaves a picture there.

bats_require_minimum_version 1.5.0
load ../lib/common
load tracker

image=lab-2026

setup() {
    command -v chromium >/dev/null || skip "chromium is not installed"
    cd "$BATS_TEST_TMPDIR"
    chmod a+rx . ..
    mkdir "$image"
    cd "$image"
    sda1=$(make_torrent sda1 536870912)
    sda2=$(make_torrent sda2 42949672960)
    cd ..
    second=$((port + 2))
    page=http://127.0.0.1:$port/
    start one.log opentracker -p "$port" -d "$image" -w /etc/opentracker/whitelist.txt
    start two.log opentracker -p "$second" -d "$image" -w /etc/opentracker/whitelist.txt
    await 20 is_open
    await 20 is_open "$second"
}

teardown() {
    end_started
}

browse() { # CHROMIUM-OPTION... ADDRESS
    timeout 60 chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage \
        --user-data-dir="$PWD/profile" "$@" 2>chromium.log
}

# on PORT HASH HOST LEFT [MORE]: a client of its own address announces to one of the trackers
on() {
    port=$1 announce "$2" 6881 "$4" "${5:-}" --interface "127.0.0.$3" >/dev/null
}

# Of eight clients all have sda1; of sda2, which they had begun before, one fails and one leaves.
a_room() {
    local host begun total1=536870912 total2=42949672960
    on "$port" "$sda1" 2 0
    on "$second" "$sda2" 2 0
    for host in {11..18}; do
        on "$port" "$sda1" "$host" $total1
        on "$second" "$sda2" "$host" $((total2 / 30 * (30 - host)))
    done
    sleep 4
    for host in {11..18}; do
        begun=$((total2 / 30 * (30 - host)))
        on "$port" "$sda1" "$host" 0 '&event=completed'
        on "$second" "$sda2" "$host" $((begun - host * 24000000))
    done
    says_error 'write%20to%20%2Fdev%2Fsda2%20at%2020971520000%3A%20Input%2Foutput%20error'
    on "$second" "$sda2" 16 $((total2 / 2)) '&event=stopped'
}

says_error() { # PERCENT-ENCODED-TEXT
    on "$second" "$sda2" 13 20000000000 "&ocs_name=sda2&ocs_total=42949672960&ocs_error=$1"
}

@test "it shows every client of all partitions, and what a client says stays text" {
    a_room
    fetch / >/dev/null # the trackers ask each other only while somebody watches
    await 20 eval 'fetch / | grep -q "<h2>sda2 "'
    [[ -z ${OCSBT_SCREENSHOT:-} ]] ||
        browse --hide-scrollbars --window-size=900,1000 --screenshot="$OCSBT_SCREENSHOT" "$page"
    says_error '%3Cscript%3Edocument.title%3D%27taken%27%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D%27taken%27%3E'
    # The other tracker is asked every two seconds of ours; a browser's virtual seconds pass faster.
    await 20 eval 'fetch / | grep -q "failed: &lt;script&gt;"'
    browse --virtual-time-budget=9000 --dump-dom "$page" >dom
    grep -q '<title>8 of 16 done – lab-2026</title>' dom
    [ "$(grep -c '<tr class="seeding">' dom)" -eq 8 ]
    [ "$(grep -c '<tr class="source">' dom)" -eq 2 ]
    [ "$(grep -c '<tr class="downloading">' dom)" -eq 6 ]
    grep -q '<tr class="left">.*127.0.0.16' dom
    grep -q '<tr class="failed">.*127.0.0.13.*failed: &lt;script&gt;' dom
    run ! grep -qE '<img|title>taken' dom
    # The script ran under its policy and has exchanged the page's content.
    grep -q 'id="live">Live\.' dom
}

@test "without JavaScript it is whole, and asks to be loaded again" {
    on "$port" "$sda1" 11 268435456
    fetch / >plain
    grep -q '<tr class="downloading">.*127.0.0.11.*50.0 %' plain
    grep -q '<noscript><meta http-equiv="refresh" content="5"></noscript>' plain
    run ! grep -qE '(src|href)="?(https?:)?//' plain
}

@test "on a phone nothing is wider than the screen" {
    on "$port" "$sda1" 11 268435456
    on "$port" "$sda1" 12 268435456 "&ocs_name=sda1&ocs_total=536870912&ocs_error=$(printf 'unbroken%.0s' {1..20})"
    fetch / >page.html
    # From a file the page has no policy, so that it can be measured from inside.
    printf '<script>document.title = document.documentElement.scrollWidth <= innerWidth ? "fits" : "too wide"</script>' \
        >>page.html
    browse --window-size=500,900 --dump-dom "file://$PWD/page.html" >dom
    grep -q '<title>fits</title>' dom
}

@test "the same is there as JSON and as metrics, and no request changes anything" {
    on "$port" "$sda1" 11 268435456
    [ "$(fetch /deployment.json | jq -r '.partitions[0].clients[0] | "\(.address) \(.state) \(.progress)"')" = \
        "127.0.0.11 downloading 0.5" ]
    fetch /metrics | grep -q '^ocsbt_client_progress_ratio{image="lab-2026",partition="sda1",.*,address="127.0.0.11",port="6881"} 0.5'
    fetch / -X POST -d 'x=1' -o posted || true
    fetch /scrape | grep -qa '10:incompletei1e'
}
