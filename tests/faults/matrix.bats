#!/usr/bin/env bats
# Everything that can go wrong, by lot: `tests/run faults --runs 1000` plays more than the usual 50 runs,
# `--seed S --runs 1` the one of that seed again, `--cause NAME` one cause.

load ../lib/common

setup_file() {
  local runs=0
  [[ ! ${OCS_BT_TEST_WORDS:-} =~ --runs\ +([0-9]+) ]] || runs=${BASH_REMATCH[1]}
  export BATS_TEST_TIMEOUT=$((1400 + runs * 3)) # as tests/run allows
}

@test "no run reports success with a wrong byte, and each ends as it must" {
  read -ra words <<<"${OCS_BT_TEST_WORDS:-}"
  "$top/tests/faults/matrix" "${words[@]}" >"$BATS_TEST_TMPDIR/out" 2>&1 || fail "$(<"$BATS_TEST_TMPDIR/out")"
  sed 's/^/# /' "$BATS_TEST_TMPDIR/out" >&3
  grep -q ' 0 wrong$' "$BATS_TEST_TMPDIR/out"
}
