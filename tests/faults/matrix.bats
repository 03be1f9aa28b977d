#!/usr/bin/env bats
# Everything that can go wrong, by lot: `tests/run faults --runs 1000` plays more than the usual 50 runs,
# `--seed S --runs 1` the one of that seed again, `--cause NAME` one cause.

load ../lib/common

setup_file() {
  export BATS_TEST_TIMEOUT=1400
}

@test "no run reports success with a wrong byte, and each ends as it must" {
  read -ra words <<<"${OCS_BT_TEST_WORDS:-}"
  "$top/tests/faults/matrix" "${words[@]}" >"$BATS_TEST_TMPDIR/out" 2>&1 || fail "$(<"$BATS_TEST_TMPDIR/out")"
  sed 's/^/# /' "$BATS_TEST_TMPDIR/out" >&3
  grep -q ' 0 wrong$' "$BATS_TEST_TMPDIR/out"
}
