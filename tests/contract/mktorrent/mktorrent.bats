#!/usr/bin/env bats
# Our mktorrent beside Debian's on the same input: bytes, output and status.

bats_require_minimum_version 1.5.0
load ../../lib/common

original=/usr/bin/mktorrent

setup() {
    [[ -x $original ]] || skip "Debian's mktorrent is not installed"
    cd "$BATS_TEST_TMPDIR" || exit 1
    mkdir -p tree/a tree/B tree/empty
    seq 1 9000 >tree/a/x
    seq 5 20000 >tree/a-b
    seq 3 4000 >tree/B/y
    printf 'hidden' >tree/.hidden
    printf 'a name in UTF-8' >tree/ü
    : >tree/zero
    ln -s a/x tree/link
    seq 1 100000 >single
}

# Runs both with the same arguments; $1 is who made the outputs, "ours" or "theirs".
run_both() {
    rm -rf made
    status_theirs=0 status_ours=0
    LC_ALL=C.UTF-8 "$original" "$@" -o made >theirs.out 2>theirs.err || status_theirs=$?
    [[ ! -f made ]] || mv made theirs.torrent
    LC_ALL=C.UTF-8 mktorrent "$@" -o made >ours.out 2>ours.err || status_ours=$?
    [[ ! -f made ]] || mv made ours.torrent
}

# The lines with the final count only: how often it is refreshed depends on the speed.
last_count() {
    sed 's/.*\r//' "$1"
}

same_torrent_and_output() {
    run_both "$@"
    [ "$status_theirs" -eq 0 ]
    [ "$status_ours" -eq 0 ]
    cmp theirs.torrent ours.torrent
    diff <(last_count theirs.out) <(last_count ours.out)
    [ ! -s ours.err ]
}

same_failure() {
    run_both "$@"
    [ "$status_theirs" -eq 1 ]
    [ "$status_ours" -eq 1 ]
    diff theirs.err ours.err
    [ ! -e made ]
}

@test "a directory, as Clonezilla calls it" {
    same_torrent_and_output -d -p -c For_Clonezilla -t 2 -l 24 -a http://192.168.1.1:6969/announce tree
}

@test "every option of 1.1" {
    same_torrent_and_output -d -v -a http://a/x,http://b/y -a udp://c:1 -w http://w/1,http://w/2 -w http://w/3 \
        -c 'a comment' -s SRC -p -n 'another name' -t 3 -l 15 tree
    same_torrent_and_output --no-date --verbose --announce=http://a/x --web-seed=http://w/1 --comment= --source= \
        --name= --threads=1 --piece-length=16 tree
    same_torrent_and_output -d -a ,http://a, tree
}

@test "a single file, its target with or without directories" {
    same_torrent_and_output -d -a http://a/x -l 15 single
    same_torrent_and_output -d -l 16abc ./tree/a/x
    same_torrent_and_output -d -t 0 tree/../tree//
    same_torrent_and_output -d -n here tree/.
}

@test "pieces that span files, of every size" {
    local power
    mkdir many
    for n in {1..60}; do seq 1 $((n * n * 37)) >"many/$n"; done
    for power in 15 16 20 28; do
        same_torrent_and_output -d -l $power many
    done
}

@test "without -d the date is now" {
    local before after date
    before=$(date +%s)
    mktorrent -o out tree
    after=$(date +%s)
    date=$(LC_ALL=C sed -nE '1s/.*13:creation datei([0-9]+)e.*/\1/p' out)
    ((before <= date && date <= after))
}

@test "the default output is named after the content" {
    mktorrent -d tree/
    [ -f tree.torrent ]
    mktorrent -d -n other tree
    [ -f other.torrent ]
}

@test "bad arguments fail alike" {
    same_failure -l 40 tree
    same_failure -l 14 tree
    same_failure -l abc tree
    same_failure -t 21 tree
    same_failure -t -1 tree
    same_failure missing
    same_failure /dev/null
    same_failure
}

@test "an unknown option points to the help" {
    run -1 mktorrent -q tree
    [ "${lines[-1]}" = "Use -h for help." ]
}

@test "help has status 0" {
    run -0 mktorrent -h
    [[ $output == *"Usage: mktorrent [OPTIONS] <target directory or filename>"* ]]
}

@test "an existing output is left alone, before anything is hashed" {
    printf old >out
    run -1 "$original" -d -o out tree
    theirs=$output
    run -1 mktorrent -d -o out tree
    diff <(grep . <<<"$theirs" | sort) <(grep . <<<"$output" | sort)
    [ "$(<out)" = old ]
    run -1 mktorrent -d -o missing/out tree
    [[ $output == *"Error creating '$PWD/missing/out': No such file or directory"* ]]
}

@test "-f replaces an existing output" {
    printf old >out
    mktorrent -d -f -o out tree
    mktorrent -d -o new tree
    cmp out new
}

@test "-e leaves out what matches, with or without directory" {
    mkdir kept
    cp tree/a-b tree/.hidden kept/
    mktorrent -d -n t -e 'a,B,ü' -e 'z*o,[l-m]ink' -o ours tree
    "$original" -d -n t -o theirs kept
    cmp ours theirs
}

@test "-x makes the info-hash unique and nothing else" {
    mktorrent -d -x -o one tree
    mktorrent -d -x -o two tree
    mktorrent -d -o plain tree
    ! cmp -s one two
    cmp plain <(LC_ALL=C sed -E 's/12:x_cross_seed42:mktorrent-[0-9A-F]{32}//' one)
}

@test "content without data is refused" {
    run -1 mktorrent -d -o out tree/empty
    [[ $output == *"there is nothing in 'tree/empty'"* ]]
    run -1 mktorrent -d -o out tree/zero
    [ ! -e out ]
}

@test "content that can't be read in full is refused" {
    ln -s nowhere tree/dangling
    same_status_without_output tree
    rm tree/dangling
    ln -s .. tree/loop
    same_status_without_output tree
    rm tree/loop
    printf 'not UTF-8' >"tree/$(printf '\377')"
    run -1 mktorrent -d -o out tree
    [[ $output == *"Its name is not UTF-8"* ]]
    [ ! -e out ]
}

same_status_without_output() {
    run -1 mktorrent -d -o out "$1"
    [[ ${lines[-1]} == "Error reading from 'tree/"* ]]
    [ ! -e out ]
}

@test "names in UTF-8 need no locale" {
    mv tree bäume
    LC_ALL=C mktorrent -d -c Grüße -o für bäume
    "$original" -d -c Grüße -o theirs bäume
    cmp für theirs
    LC_ALL='' LC_CTYPE='' LANG='' mktorrent -d -c Grüße -o ours bäume
    cmp ours theirs
}

@test "TERM while hashing leaves nothing behind" {
    truncate -s 300G sparse
    start log mktorrent -d -l 28 -o out sparse
    await 20 grep -q Hashed log
    kill "$pid"
    await 10 ended "$pid"
    [ ! -e out ]
    [ -z "$(find . -maxdepth 1 -name '.out*')" ]
}

@test "a file that changes while it is hashed is named" {
    truncate -s 5G sparse
    start log mktorrent -d -l 24 -o out sparse
    await 20 grep -q Hashed log
    printf x >>sparse
    await 60 ended "$pid"
    grep -q "Error reading from 'sparse': The file changed while it was read" log
    [ ! -e out ]
}

teardown() {
    end_started
}
