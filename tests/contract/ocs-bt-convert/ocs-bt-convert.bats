#!/usr/bin/env bats
# Our converter beside partclone: the same slices, torrent.info and torrent of every kind of image.

bats_require_minimum_version 1.5.0
load ../../lib/common

tracker=http://192.168.1.1:6969/announce

setup_file() {
    command -v partclone.extfs >/dev/null || skip "partclone is not installed"
    cd "$BATS_FILE_TMPDIR" || exit 1
    mkdir files
    for n in {1..10}; do
        head -c $((n * 300000)) < <(seq -f "$n %.0f some text" 2000000) >"files/text$n"
        head -c $((n * 350000)) /dev/urandom >"files/random$n"
    done
    mke2fs -q -t ext4 -b 1024 -d files fs 64M 2>/dev/null
    for n in text3 random5 text8; do debugfs -w -R "rm /$n" fs 2>/dev/null; done
    rm -r files
    save image -z 10485760
    partclone.extfs -d -r -s image -T -z 16777216 -o slices -L log -F >/dev/null 2>&1
    mv slices/torrent.info slices.torrent.info
}

save() { # IMAGE OPTION...
    partclone.extfs -c -s fs -o "$1" -L log -F "${@:2}" >/dev/null 2>&1
}

setup() {
    command -v partclone.extfs >/dev/null || skip "partclone is not installed"
    reference=$BATS_FILE_TMPDIR
    cd "$BATS_TEST_TMPDIR" || exit 1
    mkdir img
}

teardown() {
    end_started
}

# pack SUFFIX COMMAND...: the reference image in splits of 3 MB
pack() {
    "${@:2}" <"$reference/image" | split -a 2 -b 3000000 - "img/sda1.ext4-ptcl-img.$1."
}

without_date() {
    LC_ALL=C sed -E 's/13:creation datei[0-9]+e//' "$1"
}

same_as_partclone() { # OUTPUT
    diff -r "$reference/slices" "$1/sda1"
    cmp "$reference/slices.torrent.info" "$1/sda1.torrent.info"
    gen-torrent-from-ptcl -p sda1 -c Clonezilla -t $tracker -i "$reference/slices.torrent.info" -o expected.torrent
    cmp <(without_date expected.torrent) <(without_date "$1/sda1.torrent")
    [ -z "$(find "$1" -name '.*' -not -name .)" ]
}

converts() { # SUFFIX COMMAND...
    command -v "$2" >/dev/null || skip "$2 is not installed"
    pack "$@"
    run -0 ocs-bt-convert img sda1
    [[ $output == "sda1: "*" slices, "*" pieces; $PWD/btzone/img/sda1.torrent created successfully" ]]
    same_as_partclone btzone/img
}

@test "gzip" { converts gz gzip -1; }
@test "gzip by pigz" { converts gz pigz -1; }
@test "gzip, several members" { converts gz bash -c 'head -c 5000000 | gzip -1; cat | gzip -1'; }
@test "bzip2" { converts bz2 bzip2 -1; }
@test "lzop" { converts lzo lzop -1; }
@test "lzma" { converts lzma lzma -0; }
@test "xz" { converts xz xz -0 -T2; }
@test "lzip" { converts lzip lzip -0; }
@test "lz4" { converts lz4 lz4 -q -1; }
@test "zstd" { converts zst zstd -q -1; }
@test "zstd, long distance" { converts zst zstd -q -3 --long=27 --check; }
@test "not compressed" { converts uncomp cat; }

@test "old names: a single file, compression told by its content" {
    gzip -1 <"$reference/image" >img/sda1.ext4-img
    ocs-bt-convert img sda1
    same_as_partclone btzone/img
}

@test "images without checksums, with one for each block, without reseeding" {
    local options
    cd "$reference"
    for options in -a0 "-a1 -k1" "-a1 -k7 -K"; do
        # shellcheck disable=SC2086
        save other $options
        rm -rf "$BATS_TEST_TMPDIR"/{img,btzone}
        mkdir "$BATS_TEST_TMPDIR/img"
        mv other "$BATS_TEST_TMPDIR/img/sda1.ext4-ptcl-img.uncomp"
        (cd "$BATS_TEST_TMPDIR" && ocs-bt-convert img sda1 && same_as_partclone btzone/img)
    done
}

# The partclone of today restores garbage from those of 64 bits, and says it was successful.
@test "images of format 0001: of 32 bits, which partclone reads alike, and of 64 bits" {
    (cd "$reference" && save "$BATS_TEST_TMPDIR/plain" -a0)
    python3 "$BATS_TEST_DIRNAME/to_0001.py" 0 <plain >img/sda1.ext4-ptcl-img.uncomp
    partclone.extfs -d -r -s img/sda1.ext4-ptcl-img.uncomp -T -z 16777216 -o theirs -L log -F >/dev/null 2>&1
    rm theirs/torrent.info
    diff -r theirs "$reference/slices"
    ocs-bt-convert img sda1
    same_as_partclone btzone/img

    rm -r btzone
    python3 "$BATS_TEST_DIRNAME/to_0001.py" 4 <plain >img/sda1.ext4-ptcl-img.uncomp
    ocs-bt-convert img sda1
    same_as_partclone btzone/img
}

@test "dd images, also of a size that is no multiple of a sector" {
    head -c 40000777 /dev/urandom >raw
    gzip -1 <raw | split -a 3 -b 9000000 - img/sda2.dd-ptcl-img.gz.
    partclone.dd -d -s raw -T --buffer_size 16777216 -o theirs -L log >/dev/null 2>&1
    mv theirs/torrent.info theirs.info
    ocs-bt-convert img sda2
    diff -r theirs btzone/img/sda2
    cmp theirs.info btzone/img/sda2.torrent.info
}

@test "modes and names are partclone's" {
    converts uncomp cat
    diff <(cd "$reference/slices" && stat -c '%a %s %n' . ./*) <(cd btzone/img/sda1 && stat -c '%a %s %n' . ./*) ||
        diff <(cd "$reference/slices" && stat -c '%a %s %n' ./*) <(cd btzone/img/sda1 && stat -c '%a %s %n' ./*)
    [ "$(stat -c %a btzone/img/sda1)" = 700 ]
}

@test "a logical volume; all partitions when none is named; output, tracker and creator of one's own" {
    gzip -1 <"$reference/image" >img/vg-root.ext4-ptcl-img.gz
    head -c 1000000 /dev/urandom >img/sda2.dd-ptcl-img.uncomp
    echo 'IMG_ID="1"' >img/Info-img-id.txt
    ocs-bt-convert -o out -t http://10.0.0.1:7000/announce -c Me img
    diff -r "$reference/slices" out/vg-root
    [ -f out/sda2.torrent ]
    cmp img/Info-img-id.txt out/Info-img-id.txt
    LC_ALL=C grep -aq '8:announce29:http://10.0.0.1:7000/announce10:created by2:Me' out/vg-root.torrent
    rm -r out
    ocs-bt-convert -o out img /dev/vg/root
    [ -f out/vg-root.torrent ]
}

@test "what is there already is not made again, unless it is incomplete or asked for" {
    pack gz gzip -1
    ocs-bt-convert img sda1
    before=$(stat -c %Z btzone/img/sda1.torrent)
    run -0 ocs-bt-convert img sda1
    [[ $output == *"is there already"* ]]
    sleep 1
    rm -f "$(find btzone/img/sda1 -type f | sort | tail -n 1)"
    ocs-bt-convert img sda1
    same_as_partclone btzone/img
    [ "$(stat -c %Z btzone/img/sda1.torrent)" != "$before" ]
    run -0 ocs-bt-convert -f img sda1
    [[ $output == *"created successfully"* ]]
}

@test "an output of another image is refused" {
    pack gz gzip -1
    echo 'IMG_ID="1"' >img/Info-img-id.txt
    ocs-bt-convert img sda1
    echo 'IMG_ID="2"' >img/Info-img-id.txt
    run -1 ocs-bt-convert -f img sda1
    [[ $output == *"was made of another image"* ]]
}

@test "a run that was killed can be repeated" {
    pack uncomp cat
    mkfifo img/sda1.ext4-ptcl-img.uncomp.zz # the image does not end
    mv img/sda1.ext4-ptcl-img.uncomp.aj rest
    mv img/sda1.ext4-ptcl-img.uncomp.zz img/sda1.ext4-ptcl-img.uncomp.aj
    rm -f img/sda1.ext4-ptcl-img.uncomp.a[k-z]
    start log ocs-bt-convert img sda1
    await 20 test -d btzone/img/.sda1.partial
    for _ in 1 2; do # who is refused leaves the other's lock alone
        run -1 ocs-bt-convert img sda1
        [[ $output == *"another run is at work on"* ]]
    done
    kill -9 "$pid"
    await 10 ended "$pid"
    [ ! -e btzone/img/sda1 ]
    [ ! -e btzone/img/sda1.torrent ]
    rm -r img
    mkdir img
    pack uncomp cat
    ocs-bt-convert img sda1
    same_as_partclone btzone/img
}

no_output() {
    [ ! -e btzone/img/sda1 ]
    [ ! -e btzone/img/sda1.torrent ]
    [ ! -e btzone/img/sda1.torrent.info ]
    [ ! -e btzone/img/.sda1.partial ]
}

refused() { # MESSAGE
    run -1 ocs-bt-convert img sda1
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == "ocs-bt-convert: cannot convert sda1 of $PWD/img: "*$1* ]]
    no_output
}

@test "damaged, cut and incomplete images are named, and leave no output" {
    pack uncomp cat
    printf '\377' | dd of=img/sda1.ext4-ptcl-img.uncomp.ac bs=1 seek=77777 conv=notrunc status=none
    refused "the checksum at byte "
    rm img/*
    head -c 20000000 "$reference/image" >img/sda1.ext4-ptcl-img.uncomp
    refused "the image ends at byte 20000000, inside the data of blocks "
    rm img/*
    gzip -1 <"$reference/image" | head -c 9000000 >img/sda1.ext4-ptcl-img.gz
    refused "bytes the compressed data are damaged: they end too early"
    rm img/*
    pack gz gzip -1
    rm img/sda1.ext4-ptcl-img.gz.ab
    refused "sda1.ext4-ptcl-img.gz.ab is missing"
    rm img/*
    refused "sda1.*-ptcl-img.* is there"
    cp "$reference/image" img/sda1.ext4-ptcl-img.lrz
    refused "its compression 'lrz' is not supported"
    rm img/*
    cp "$reference/image" img/sda1.ext4-ptcl-img.gz
    refused "Not in GZIP format"
    rm img/*
    head -c 100000 /dev/urandom >img/sda1.ext4-ptcl-img.uncomp
    refused "it does not begin like a partclone image"
}

@test "a full disk is named, and leaves no output" {
    needs_root
    pack gz gzip -1
    mkdir small
    mount -t tmpfs -o size=10m ocs-bt-convert-test small || skip "no tmpfs can be mounted"
    run -1 ocs-bt-convert -o small/out img sda1
    left=$(find small/out -mindepth 1)
    umount small
    [[ $output == *"No space left on device" ]]
    [ -z "$left" ]
}

covers() { # LINE OFFSET: one of the line's ranges has the offset
    local range
    for range in $(grep -o '0x[0-9a-f]*+[0-9]*' <<<"$1"); do
        (($2 < ${range%+*} || $2 >= ${range%+*} + ${range#*+})) || return 0
    done
    return 1
}

@test "--check finds what is wrong in slices, and on a device" {
    converts gz gzip -1
    torrent=btzone/img/sda1.torrent
    run -0 ocs-bt-convert --check $torrent btzone/img/sda1
    [[ $output == "btzone/img/sda1: 0 of "*" pieces are bad" ]]
    run -0 ocs-bt-convert --check $torrent "$reference/fs"

    cp --sparse=always "$reference/fs" device
    printf '\377\376' | dd of=device bs=1 seek=17000000 conv=notrunc status=none
    run -1 ocs-bt-convert --check $torrent device
    [[ ${lines[0]} =~ ^piece\ [0-9]+,\ on\ the\ device\ (0x[0-9a-f]+\+[0-9]+\ ?)+:\ the\ data\ differ$ ]]
    covers "${lines[0]}" 17000000
    [[ ${lines[1]} == "device: 1 of "*" pieces are bad" ]]
    truncate -s 40M device
    run -1 ocs-bt-convert --check $torrent device
    [[ $output == *": the device ends at byte 41943040"* ]]

    first=btzone/img/sda1/00000000000000000000000000000000
    chmod 600 $first
    truncate -s 1000 $first
    run -1 ocs-bt-convert --check $torrent btzone/img/sda1
    [[ ${lines[0]} == "piece 0, "*": slice 00000000000000000000000000000000 ends at byte 1000" ]]
    rm $first
    run -1 ocs-bt-convert --check $torrent btzone/img/sda1
    [[ ${lines[0]} == "piece 0, "*": slice 00000000000000000000000000000000 is missing" ]]
    run -1 ocs-bt-convert --check $torrent missing
    [ "$output" = "ocs-bt-convert: cannot read missing: No such file or directory" ]
    run -1 ocs-bt-convert --check missing device
    [ "$output" = "ocs-bt-convert: cannot read $PWD/missing: No such file or directory" ]
}

@test "usage" {
    run -0 ocs-bt-convert -h
    [[ ${lines[0]} == "usage: ocs-bt-convert "* ]]
    run -1 ocs-bt-convert
    run -1 ocs-bt-convert --check x
    run -1 ocs-bt-convert missing
    [ "$output" = "ocs-bt-convert: cannot use $PWD/missing: No such file or directory" ]
}
