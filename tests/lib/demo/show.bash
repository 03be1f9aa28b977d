# What the demo tells its user: live progress, and the table at the end. Sourced by tests/demo.

progress='\[P: *([0-9]+%)\] \[D: ([0-9.]+ GB/min)\]'

follow_clients() {
  local n left shown=
  while :; do
    left=0
    if [[ -t 1 && -n $shown ]]; then printf '\e[%dA' "$clients"; fi
    for ((n = 1; n <= clients; n++)); do
      finished "$n" || left=$((left + 1))
      show_client "$n"
    done
    shown=yes
    ((left)) || return 0
    check_alive
    if [[ -t 1 ]]; then sleep 0.5; else sleep 3; fi
  done
}

show_client() { # NUMBER: where it stands, from the progress line it last wrote
  local text=starting said
  said=$(tail -c 400 "$work/client.$1" | tr '\r' '\n' | grep '^\[P:' | tail -n 1) || true
  if finished "$1"; then
    text=finished
  elif [[ $said =~ $progress ]]; then
    text="${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
  fi
  if [[ -t 1 ]]; then printf '\e[K'; fi
  printf '       client %d  %s\n' "$1" "$text"
}

check_alive() {
  local n
  for ((n = 1; n <= clients; n++)); do
    kill -0 "${client_pids[n]}" 2>/dev/null || finished "$n" ||
      die "client $n has ended: $(tr '\r' '\n' <"$work/client.$n" | tail -n 3)"
  done
  ((SECONDS < limit)) || die "not done after $limit s"
}

print_table() {
  local n
  printf '       %-8s %8s %10s %16s %18s\n' client seconds MB/s "MB from server" "MB from clients"
  for ((n = 1; n <= clients; n++)); do
    jq -r --arg server "$server_ip:" --arg n "$n" '.torrents[0]
      | ([.peers[] | select(.address | ltrimstr("/") | startswith($server)).downloadedBytes]
          | add // 0) as $served
      | ([.peers[].downloadedBytes] | add // 0) as $all
      | [$n, .activeSeconds, .totalBytes / 1e6 / ([.activeSeconds, 0.001] | max),
          $served / 1e6, ($all - $served) / 1e6] | @tsv' "$work/report.$n" |
      awk -F'\t' '{printf "       %-8s %8.1f %10.1f %16.0f %18.0f\n", $1, $2, $3, $4, $5}'
  done
}
