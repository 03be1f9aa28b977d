# For every bats file: load it first (`load ../lib/common`, one more ../ for each folder deeper).
# Puts this checkout's commands first in PATH; ends what a test started.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
PATH=$top/shell-hooks/bin:$top/shell-hooks/commands:$PATH
started=() # pids of background programs

# tests/run sets how often a failed test is run again; who needs that is told.
# shellcheck disable=SC2034 # bats reads it
BATS_TEST_RETRIES=${OCS_BT_TEST_RETRIES:-0}
if ((${BATS_TEST_TRY_NUMBER:-1} > 1)); then
  printf '# second try: %s\n' "${BATS_TEST_FILENAME##*/} $BATS_TEST_NAME" >&3
fi

# start LOG COMMAND...: runs it in the background, output to LOG; its pid is in $pid afterwards.
start() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null 3>&- &
  pid=$!
  started+=("$pid")
}

# Ends everything that start began; call it in teardown.
end_started() {
  local p
  for p in "${started[@]}"; do kill "$p" 2>/dev/null || true; done
  for p in "${started[@]}"; do
    await 10 ended "$p" || kill -9 "$p"
    wait "$p" 2>/dev/null || true
  done
  started=()
}

# await SECONDS COMMAND...: tries until it succeeds; fails when the time is over.
await() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.1
  done
}

ended() { # PID: it is gone, or only waits to be collected
  [[ ! -e /proc/$1/stat || $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) == Z* ]]
}

needs_root() {
  ((EUID == 0)) || skip "needs root"
}

# Root may be without the right to mount, as in an ordinary container.
needs_mounts() {
  needs_root
  unshare --mount --net true 2>/dev/null || skip "needs the right to mount"
}

fail() {
  printf '%s\n' "$*" >&2
  return 1
}
