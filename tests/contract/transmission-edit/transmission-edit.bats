#!/usr/bin/env bats
# Our transmission-edit -r beside Debian's, on torrents of several programs.

bats_require_minimum_version 1.5.0
load ../../lib/common

original=/usr/bin/transmission-edit
old=http://192.168.1.1:6969/announce
new=http://10.0.0.9:6971/announce

setup() {
    golden=$BATS_TEST_DIRNAME/../gen-torrent-from-ptcl/golden
    fixtures=$BATS_TEST_DIRNAME/../../../ocs-bt-tools/src/test/resources/metainfo
    cd "$BATS_TEST_TMPDIR" || exit 1
    mkdir ours theirs
    cp "$golden/clone.torrent" "$golden/clone-no-tracker.torrent" "$fixtures/mktorrent.torrent" ours
    cp ours/* theirs
}

# The same call of both, each in its own directory.
same() {
    [[ -x $original ]] || skip "transmission-cli is not installed"
    [[ $("$original" -V 2>&1) == *" 3."* ]] || skip "compares with transmission 3, which is not here"
    (cd theirs && "$original" "$@") >theirs.out || true
    run -0 bash -c 'cd ours && shift && transmission-edit "$@"' bash . "$@"
    diff theirs.out <(printf '%s\n' "$output")
    diff -r theirs ours
}

@test "an address is replaced as Clonezilla does it" {
    same -r $old $new clone.torrent
    cmp <(LC_ALL=C sed "s|32:$old|29:$new|" "$golden/clone.torrent") ours/clone.torrent
}

@test "part of an address, in announce and every tier, in several files" {
    same -r 127.0.0 10.11.12 mktorrent.torrent clone.torrent clone-no-tracker.torrent
}

@test "without a match the file is not touched" {
    touch -d 2020-01-01 ours/clone.torrent
    same -r http://:/announce $new clone.torrent
    [ "$(stat -c %y ours/clone.torrent)" = "$(date -d 2020-01-01 '+%F %T.%N %z')" ]
}

@test "the new address is where Clonezilla's scripts look for it" {
    transmission-edit -r $old $new ours/clone.torrent
    run bash -c 'strings ours/clone.torrent | grep -Eo ":announce[[:digit:]]+:http://[[:digit:]\.:]+.*announce[[:digit:]]+:" | cut -d: -f4,5'
    [ "$output" = "//10.0.0.9:6971/announce10" ]
}

@test "mode and owner are kept" {
    chmod 440 ours/clone.torrent
    ((EUID != 0)) || chown 1234:2345 ours/clone.torrent
    before=$(stat -c '%a %u %g' ours/clone.torrent)
    transmission-edit -r $old $new ours/clone.torrent
    [ "$(stat -c '%a %u %g' ours/clone.torrent)" = "$before" ]
}

@test "info keys out of order stay as they are" {
    printf 'd8:announce9:http://a/4:infod4:name1:x6:lengthi1eee' >ours/odd
    transmission-edit -r http://a http://abc ours/odd
    [ "$(<ours/odd)" = "d8:announce11:http://abc/4:infod4:name1:x6:lengthi1eee" ]
}

@test "a file that can't be used is said, left alone and not created" {
    printf 'broken' >ours/broken
    : >ours/empty
    cd ours
    run -1 transmission-edit -r $old $new missing broken empty clone.torrent
    [ "${lines[0]}" = missing ]
    [ "${lines[1]}" = $'\tError reading file: No such file or directory' ]
    [[ ${lines[3]} == $'\tError reading file: Unable to parse file content'* ]]
    [[ ${lines[5]} == $'\tError reading file: Unable to parse file content'* ]]
    [ "${lines[8]}" = "Changed 1 files" ]
    [ ! -e missing ]
    [ "$(<broken)" = broken ]
    [ ! -s empty ]
}

@test "bad usage has status 1, help and version 0" {
    run -1 transmission-edit -r a b
    [[ $output == *"ERROR: No torrent files specified."* && $output == *"Usage: transmission-edit"* ]]
    run -1 transmission-edit clone.torrent
    run -1 transmission-edit -r '' x ours/clone.torrent
    run -1 transmission-edit -a http://a ours/clone.torrent
    run -0 transmission-edit -h
    run -0 transmission-edit -V
}
