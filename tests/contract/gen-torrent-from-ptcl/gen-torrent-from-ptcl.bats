#!/usr/bin/env bats
# Both names of the program against what libtorrent made of the same input (record, golden/).

load ../../lib/common

setup() {
    golden=$BATS_TEST_DIRNAME/golden
    cd "$BATS_TEST_TMPDIR" || exit 1
}

common=(-p sda1 -t http://192.168.1.1:6969/announce -c Clonezilla)

without_date() {
    LC_ALL=C sed -E 's/13:creation datei[0-9]+e/13:creation datei1700000000e/' "$1"
}

same_torrent() { # GOLDEN ACTUAL
    cmp "$golden/$1" <(without_date "$2")
}

@test "every kind of torrent.info gives libtorrent's bytes, under both names" {
    local info name
    for info in "$golden"/*.info; do
        for name in gen-torrent-from-ptcl partclone_create_torrent.py; do
            rm -f sda1.torrent
            run "$name" "${common[@]}" -i "$info" -o sda1.torrent
            [ "$status" -eq 0 ]
            [ "$output" = "sda1.torrent created successfully" ]
            name=${info##*/}
            same_torrent "${name%.info}.torrent" sda1.torrent
        done
    done
}

@test "the input may come from standard input" {
    gen-torrent-from-ptcl "${common[@]}" -o sda1.torrent <"$golden/restore.info"
    same_torrent restore.torrent sda1.torrent
}

@test "the slash of a logical volume separates name and path" {
    gen-torrent-from-ptcl -p vg/root -t http://192.168.1.1:6969/announce -c Clonezilla -i "$golden/clone.info" -o o
    same_torrent clone-vg-root.torrent o
}

@test "no tracker, no announce" {
    gen-torrent-from-ptcl -p sda1 -c Clonezilla -i "$golden/clone.info" -o o
    same_torrent clone-no-tracker.torrent o
}

@test "long options, their values glued or not" {
    gen-torrent-from-ptcl --partition-name sda1 --tracker=http://192.168.1.1:6969/announce --creator Clonezilla \
        --input-file "$golden/clone.info" --output-file o
    same_torrent clone.torrent o
}

@test "the date is now" {
    local before after
    before=$(date +%s)
    gen-torrent-from-ptcl "${common[@]}" -i "$golden/clone.info" -o o
    after=$(date +%s)
    date=$(LC_ALL=C sed -nE '1s/.*13:creation datei([0-9]+)e.*/\1/p' o)
    ((before <= date && date <= after))
}

@test "the announce URL is where Clonezilla's scripts look for it" {
    gen-torrent-from-ptcl "${common[@]}" -i "$golden/clone.info" -o o
    run bash -c 'strings o | grep -Eo ":announce[[:digit:]]+:http://[[:digit:]\.:]+.*announce[[:digit:]]+:" | cut -d: -f4,5'
    [ "$output" = "//192.168.1.1:6969/announce10" ]
}

@test "an output that exists is replaced and keeps its mode" {
    printf 'old and much longer than nothing' >o
    chmod 640 o
    gen-torrent-from-ptcl "${common[@]}" -i "$golden/clone.info" -o o
    same_torrent clone.torrent o
    [ "$(stat -c %a o)" = 640 ]
}

@test "a missing option gives the usage and status 2" {
    run gen-torrent-from-ptcl -p sda1 -c Clonezilla
    [ "$status" -eq 2 ]
    [[ ${lines[0]} == "usage: gen-torrent-from-ptcl [-h] -p PARTITION_NAME"* ]]
    [ "${lines[1]}" = "gen-torrent-from-ptcl: error: the following arguments are required: -o/--output-file" ]
    run partclone_create_torrent.py
    [ "$status" -eq 2 ]
    [ "${lines[1]}" = "partclone_create_torrent.py: error: the following arguments are required: -p/--partition-name, -o/--output-file, -c/--creator" ]
}

@test "help has status 0" {
    run partclone_create_torrent.py -h
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "usage: partclone_create_torrent.py [-h]"* ]]
}

@test "input that is no sound torrent.info leaves no output and one line" {
    local case
    : >empty.info
    printf 'block_size: 512\nblocks_total: 0\n' >no-extents.info
    head -c -48 "$golden/clone.info" >hash-missing.info
    head -c 400 "$golden/clone.info" >cut.info
    sed 's/00280000/99999999/' "$golden/clone.info" | sed '$d' >wrong.info
    head -c 100000 /bin/bash >program.info
    for case in empty no-extents hash-missing cut wrong program missing; do
        run gen-torrent-from-ptcl "${common[@]}" -i "$case.info" -o o
        [ "$status" -eq 1 ]
        [ "${#lines[@]}" -eq 1 ]
        [[ $output == *"$case.info: "* ]]
        [ ! -e o ]
        [ -z "$(find . -name '.o*')" ]
    done
}

@test "an output that can't be written is named" {
    run gen-torrent-from-ptcl "${common[@]}" -i "$golden/clone.info" -o missing/o
    [ "$status" -eq 1 ]
    [ "$output" = "gen-torrent-from-ptcl: cannot write missing/o: No such file or directory" ]
}
