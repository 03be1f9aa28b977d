#!/usr/bin/env bats
# Our ctorrent -t, -x and -c beside Debian's on the same input.

bats_require_minimum_version 1.5.0
load ../../lib/common

original=/usr/bin/ctorrent
tracker=http://192.168.1.1:6969/announce

setup() {
  [[ -x $original ]] || skip "Debian's ctorrent is not installed"
  cd "$BATS_TEST_TMPDIR" || exit 1
  head -c 200000 /dev/urandom >single
}

# A directory of which the original, too, lists the files by name: it takes them as readdir gives them.
make_directory() {
  local names
  for _ in {1..200}; do
    rm -rf tree
    mkdir tree
    for _ in 1 2 3; do seq "$RANDOM" 99999 >"tree/$(printf '%012x' $RANDOM)"; done
    names=$(find tree -type f -printf '%P\n')
    [[ $names == "$(LC_ALL=C sort <<<"$names")" ]] || continue
    (($(wc -l <<<"$names") < 3)) || return 0
  done
  fail "no directory lists its files by name"
}

# Runs both with the same arguments; the date is the only thing that may differ.
run_both() {
  rm -f made
  status_theirs=0 status_ours=0
  "$original" "$@" >theirs.out 2>theirs.err </dev/null || status_theirs=$?
  [[ ! -f made ]] || dateless made theirs.torrent
  ctorrent "$@" >ours.out 2>ours.err </dev/null || status_ours=$?
  [[ ! -f made ]] || dateless made ours.torrent
}

dateless() { # FROM TO
  LC_ALL=C sed 's/creation datei[0-9]*e/creation datei0e/' "$1" >"$2"
  grep -aq 'creation datei0e' "$2"
  rm "$1"
}

same_torrent_and_output() {
  run_both "$@"
  [ "$status_theirs" -eq 0 ]
  [ "$status_ours" -eq 0 ]
  cmp theirs.torrent ours.torrent
  diff theirs.out ours.out
  [ ! -s ours.err ]
}

@test "create: one file" {
  same_torrent_and_output -t -p -c For_Clonezilla -l 65536 -u "$tracker" -s made single
}

@test "create: a directory, its files by name" {
  make_directory
  same_torrent_and_output -t -p -c For_Clonezilla -l 65536 -u "$tracker" -s made tree
}

@test "create: no comment, not private, the default piece length, a path before the name" {
  mkdir -p a/b
  mv single a/b
  same_torrent_and_output -t -u "$tracker" -s made ./a/b
  same_torrent_and_output -t -u "$tracker" -s made a/b/single
}

@test "create: pieces of 16 MiB, which Debian's refuses, as Clonezilla calls it" {
  make_directory
  run_both -t -p -c For_Clonezilla -l 16777216 -u "$tracker" -s made tree
  [ "$status_theirs" -eq 1 ]
  [ "$status_ours" -eq 0 ]
  grep -aq '12:piece lengthi16777216e6:pieces20:' ours.torrent
  diff <(printf 'Create hash table: 1/1\nCreate metainfo file made successful.\n') ours.out
}

@test "create: files are sorted whatever the directory's order" {
  mkdir tree
  for name in 00000200 b 0000000a a-b A; do echo "$name" >"tree/$name"; done
  mkdir tree/a
  echo x >tree/a/x
  ctorrent -t -u "$tracker" -s made tree/ >/dev/null
  ctorrent -x made | sed -n 's/^<[0-9]*>  \(.*\) \[.*/\1/p' >listed
  printf '%s\n' 0000000a 00000200 A a-b a/x b | diff - listed
  grep -aq '4:name4:tree' made
}

@test "create: an output that is there is refused before anything is hashed, and stays" {
  echo mine >made
  run ! --separate-stderr ctorrent -t -u "$tracker" -s made single
  [ "$status" -eq 1 ]
  [ -z "$output" ]
  [ "$stderr" = $'error, file "made" already exists.\ncreate metainfo failed.' ]
  [ "$(cat made)" = mine ]
}

@test "create: what is missing or empty gives status 1, one reason and no output" {
  mkdir empty
  : >nothing
  local content
  for content in absent empty nothing; do
    run_both -t -u "$tracker" -s made "$content"
    [ "$status_theirs" -eq 1 ]
    [ "$status_ours" -eq 1 ]
    [ "$(tail -1 ours.err)" = "create metainfo failed." ]
    [ "$(wc -l <ours.err)" -eq 2 ]
    [ ! -e made ]
  done
  run_both -t -s made single
  [ "$status_ours" -eq "$status_theirs" ]
  grep -qF "$(cat theirs.err)" ours.err
  run_both -t -u "$tracker" -l 60000 -s made single
  [ "$status_ours" -eq 1 ]
  [ ! -e made ]
}

@test "create: an unwritable place leaves nothing behind" {
  run ! --separate-stderr ctorrent -t -u "$tracker" -s absent/made single
  [ "$status" -eq 1 ]
  [[ $stderr == *absent* ]]
}

@test "-x shows a torrent as the original does" {
  make_directory
  local content
  for content in tree single; do
    "$original" -t -p -c 'a text' -u "$tracker" -s "$content.torrent" "$content" >/dev/null
    run_both -x "$content.torrent"
    [ "$status_ours" -eq 0 ]
    diff theirs.out ours.out
    run_both -x -s elsewhere "$content.torrent"
    diff theirs.out ours.out
  done
}

@test "-c checks data as the original does" {
  make_directory
  "$original" -t -l 65536 -u "$tracker" -s tree.torrent tree >/dev/null
  run_both -c tree.torrent
  [ "$status_ours" -eq 0 ]
  diff theirs.out ours.out
  local first
  first=$(find tree -type f | LC_ALL=C sort | head -1)
  printf X | dd of="$first" bs=1 seek=7 conv=notrunc status=none
  run_both -c -s tree tree.torrent
  [ "$status_ours" -eq 0 ]
  diff theirs.out ours.out
  grep -qE '^Already/Total: .* \(9[0-9]%\)' ours.out
}

@test "-c writes nothing: what is missing is an error" {
  "$original" -t -u "$tracker" -s one.torrent single >/dev/null
  run ! --separate-stderr ctorrent -c -s absent one.torrent
  [ "$status" -eq 1 ]
  [ "$stderr" = "ctorrent: cannot open absent: no such file" ]
  [ ! -e absent ]
}

@test "an unusable torrent or command line is one clear line and status 1" {
  local -a words
  while read -ra words; do
    run ! --separate-stderr ctorrent "${words[@]}"
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ $stderr == ctorrent:\ * ]]
  done <<'LINES'
absent.torrent
-x single
-M 3 single
-M 1001 single
-m 0 single
-z 200 single
-P 123456789 single
-i nowhere single
-e x single
-q single
-s
LINES
}

@test "help goes to standard output; no words at all are an error" {
  run -0 --separate-stderr ctorrent -h
  [[ $output == *"-e HOURS"*72* ]]
  run -1 ctorrent
}

@test "the sentence by which scripts know Debian's limit of peers is not in the program" {
  strings "$(command -v ctorrent)" >texts
  run ! grep '^-%c argument must be between 20 and 1000' texts
  [ -s texts ]
  strings "$original" | grep -q '^-%c argument must be between'
}
