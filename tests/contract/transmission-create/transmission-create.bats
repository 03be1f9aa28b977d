#!/usr/bin/env bats
# Our transmission-create beside Debian's: the same info-hash and the same keys around it.

bats_require_minimum_version 1.5.0
load ../../lib/common

original=/usr/bin/transmission-create

setup() {
    [[ -x $original ]] || skip "transmission-cli is not installed"
    [[ $("$original" -V 2>&1) == *" 3."* ]] || skip "compares with transmission 3, which is not here"
    cd "$BATS_TEST_TMPDIR" || exit 1
    mkdir -p tree/a tree/B tree/.hidden-directory
    seq 1 9000 >tree/a/x
    seq 5 20000 >tree/a-b
    seq 3 4000 >tree/B/y
    seq 3 400 >tree/C
    seq 3 40 >tree/b2
    printf 'hidden' >tree/.hidden
    printf 'hidden' >tree/.hidden-directory/x
    : >tree/zero
    ln -s a/x tree/link
    seq 1 100000 >single
}

# What names the maker and the time is left out.
comparable() {
    LC_ALL=C sed -E 's/10:created by30:Transmission[^)]*\)//; s/10:created by12:ocs-bt-tools//
        s/13:creation datei[0-9]+e//' "$1"
}

same() {
    "$original" -o theirs "$@" >theirs.out
    run -0 transmission-create -o ours "$@"
    cmp <(comparable theirs) <(comparable ours)
    diff <(sed -E 's/"theirs".*/"ours" .../; s/\.+//' theirs.out) <(sed -E 's/("ours").*/\1 .../; s/\.+//' <<<"$output")
    [[ $output == *'Creating torrent "ours" ...'*'. done!' ]]
}

@test "a directory, as Clonezilla calls it" {
    same -s 16384 -p -c For_Clonezilla -t http://192.168.1.1:6969/announce tree
}

@test "with few or many options" {
    same tree/
    same single
    same --tracker http://a/x --tracker udp://b:1 --comment=text --piecesize 32 single
}

@test "the usual piece size grows with the data" {
    local mib
    for mib in 49 50 150 350; do
        truncate -s ${mib}M sparse
        same sparse
    done
}

@test "the default output is named after the content" {
    transmission-create tree/
    [ -s tree.torrent ]
}

@test "what can't be made leaves no output, with status 1" {
    mkdir empty
    run -1 transmission-create -o out missing
    [[ $output == *'ERROR: cannot find "missing"'* ]]
    run -1 transmission-create -o out empty
    run -1 transmission-create -o out -s 100 tree
    run -1 transmission-create -o out -t garbage tree
    [[ $output == *'ERROR: bad announce URL: "garbage"'* ]]
    run -1 transmission-create -o missing/out tree
    run -1 transmission-create
    [[ $output == *"ERROR: No input file or directory specified."* ]]
    [ ! -e out ]
}

@test "help and version have status 0" {
    run -0 transmission-create -h
    [[ $output == "Usage: transmission-create [options] <file|directory>"* ]]
    run -0 transmission-create -V
}
