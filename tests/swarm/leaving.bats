#!/usr/bin/env bats
# A client started as the scripts start it ends by itself: it serves for its minute, then leaves.

load ../lib/common
load ../lib/slices

teardown() {
  end_started
}

@test "with -t 1 a client leaves a minute after its last byte, with status 0" {
  local dir=$BATS_TEST_TMPDIR port=$((20000 + BASHPID % 10000)) status=0
  make_slices "$dir"
  make_torrent "$dir" "http://127.0.0.1:$port/announce"
  start "$dir/tracker" opentracker -p "$port" -d "$dir/image" -w /none
  start "$dir/seed" ezio -U -f -T "$dir/image/sda1.torrent" -L "$dir/image"
  truncate -s "$disk_bytes" "$dir/target"
  start "$dir/client" ezio -t 1 "$dir/image/sda1.torrent" "$dir/target"
  await 150 ended "$pid" || fail "still here: $(tail -n 1 "$dir/client")"
  wait "$pid" || status=$?
  ((status == 0)) || fail "status $status: $(cat "$dir/client")"
  same_extents "$dir/disk" "$dir/target"
  tr '\r' '\n' <"$dir/client" >"$dir/lines"
  [[ $(tail -n 1 "$dir/lines") == "Done, shutting down" ]]
  # By its own count of seconds it has served for longer than the minute.
  last=$(sed -n 's/.*\[T: \([0-9]*\) secs\].*/\1/p' "$dir/lines" | tail -n 1)
  ((last >= 60)) || fail "left after $last s"
}
