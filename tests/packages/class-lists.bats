#!/usr/bin/env bats
# packaging/classes: what the packages' class-data archives hold.

load ../lib/common

# Of ours and of libraries; what comes from Java depends on which Java it is.
of_programs() { # FOLDER
  local list
  for list in "$1"/*.classes; do sed "s,^,${list##*/}: ," "$list"; done |
    grep -vE ': ((java|javax|jdk|sun|com/sun)/|@lambda-form-invoker|@lambda-proxy (java|javax|jdk|sun)/)' | LC_ALL=C sort
}

@test "the lists of classes are not stale" {
  local all differing
  of_programs "$top/packaging/classes" >"$BATS_TEST_TMPDIR/kept"
  of_programs "$top/target/dist/cds" >"$BATS_TEST_TMPDIR/new"
  all=$(wc -l <"$BATS_TEST_TMPDIR/new")
  differing=$(LC_ALL=C comm -3 "$BATS_TEST_TMPDIR"/{kept,new} | wc -l)
  ((all > 1000)) || fail "first runs loaded $all classes only"
  # Threads race in a transfer, and a change of some classes is not worth new lists.
  ((differing * 20 <= all)) || fail "$differing of $all classes are only in the kept lists or only in new ones: run packaging/class-lists"
}
