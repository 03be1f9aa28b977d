#!/usr/bin/env bats
# The trackers as processes: names, ports, rights, signals, statuses.

bats_require_minimum_version 1.5.0
load ../lib/common
load tracker

setup() {
    cd "$BATS_TEST_TMPDIR"
    chmod a+rx . ..
}

teardown() {
    end_started
}

start_opentracker() { # ARGUMENT...
    start log opentracker -p "$port" "$@"
    await 20 is_open
}

start_ocs_bttrack() { # ARGUMENT...
    start log ocs-bttrack --port "$port" --dfile dfile --logfile tracker.log --nat_check 0 --scrape_allowed full "$@"
    await 20 is_open
}

ends_with() { # STATUS, the process started last
    local status=0
    wait "$pid" || status=$?
    [ "$status" -eq "$1" ]
}

@test "scripts find each tracker by its name and kill it by its pid" {
    start_opentracker
    [ "$(cat "/proc/$pid/comm")" = opentracker ]
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q '^opentracker '
    kill "$pid"
    ends_with 143
    start_ocs_bttrack
    [ "$(cat "/proc/$pid/comm")" = ocs-bttrack ]
    kill "$pid"
    ends_with 143
    [ ! -e dfile ]
}

@test "a port that is taken is refused with the old statuses, by either tracker" {
    start_opentracker
    run -111 --separate-stderr opentracker -p "$port"
    [[ $stderr == "socket_bind6_reuse: Address already in use"* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
    run -1 --separate-stderr ocs-bttrack --port "$port" --dfile other
    [ "${#stderr_lines[@]}" -eq 1 ]
}

@test "an interrupt ends a tracker cleanly, and ocs-bttrack saves" {
    # What a script starts in the background ignores interrupts, unless told otherwise.
    start log env --default-signal=INT ocs-bttrack --port "$port" --dfile dfile --logfile tracker.log --nat_check 0
    await 20 is_open
    announce "$hash_a" 7001 5 >answer
    kill -INT "$pid"
    ends_with 0
    grep -qa '^d9:completedd20:' dfile
    grep -q '^# Shutting down: ' tracker.log
}

@test "started by root, opentracker is locked into its directory and belongs to nobody" {
    needs_root
    make_torrent sda1 100 >hash
    start_opentracker -d "$PWD" -w /etc/opentracker/whitelist.txt
    await 20 eval '[ "$(readlink "/proc/$pid/root")" = "$PWD" ]'
    await 20 grep -q "^Uid:.$(id -u nobody)" "/proc/$pid/status"
    grep -q "^Gid:.$(id -g nobody)" "/proc/$pid/status"
    grep -qE '^Groups:\s*$' "/proc/$pid/status"
    announce "$(cat hash)" 7001 5 | grep -qa 'peers6:'
    [ "$(announce "$hash_a" 7001 5)" = "$refused" ]
    fetch / | grep -q '<h2>sda1 '
    await 10 eval 'announce "$(make_torrent sda2 200)" 7001 5 | grep -qa peers6:'
    run ! grep -q 'internal error' log
}

@test "SIGHUP re-reads the whitelist; an empty one keeps the old list" {
    printf '%s\n' "$(printf 'aa%.0s' {1..20})" >list
    list=list
    ((EUID != 0)) || list=/list
    start_opentracker -d "$PWD" -w "$list"
    await 10 eval 'announce "$hash_a" 7001 5 | grep -qa peers6:'
    [ "$(announce "$hash_b" 7001 5)" = "$refused" ]
    printf '%s\n' "$(printf 'bb%.0s' {1..20})" >list
    kill -HUP "$pid"
    await 10 eval 'announce "$hash_b" 7001 5 | grep -qa peers6:'
    [ "$(announce "$hash_a" 7001 5)" = "$refused" ]
    : >list
    kill -HUP "$pid"
    sleep 0.5
    announce "$hash_b" 7001 5 | grep -qa peers6:
}

@test "a log that was moved away is opened anew on SIGHUP where that is asked for" {
    start_ocs_bttrack --hupmonitor 1
    fetch /scrape >answer
    mv tracker.log old.log
    kill -HUP "$pid"
    await 10 test -s tracker.log
    fetch /scrape >answer
    grep -q '"GET /scrape' tracker.log
    grep -q '"GET /scrape' old.log
}

@test "with a number of clients ocs-bttrack ends when they are done" {
    start_ocs_bttrack --tracker_max_completed 1
    announce "$hash_a" 7001 5 '&event=started' >answer
    announce "$hash_a" 7001 0 '&event=completed' >answer
    await 20 ended "$pid"
    ends_with 0
    run ! is_open
}
