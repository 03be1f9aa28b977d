# What the demo tells its user: live progress, and the table at the end. Sourced by tests/demo.

progress='\[P: *([0-9]+%)\] \[D: ([0-9.]+ GB/min)\]'

follow_clients() {
  local n left shown='' deadline=$((SECONDS + limit))
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
    ((SECONDS < deadline)) || die "not done after $limit s"
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
}

# Where all share the loopback address, no report can tell the server from a client.
print_table() {
  local n
  {
    if [[ -n $separate ]]; then
      printf '%s\t%s\t%s\t%s\t%s\n' client seconds MB/s "MB from server" "MB from clients"
    else
      printf '%s\t%s\t%s\t%s\n' client seconds MB/s "MB from all"
    fi
    for ((n = 1; n <= clients; n++)); do
      jq -r --arg n "$n" --arg server "${separate:+$server_ip:}" '
        def mb: . / 1e6 | round;
        def got(from): [.peers[] | select(from).downloadedBytes] | add // 0 | mb;
        .torrents[0] |
        [$n, (.activeSeconds * 10 | round / 10),
         (.totalBytes / 1e5 / ([.activeSeconds, 0.001] | max) | round / 10)]
        + if $server == "" then [got(true)]
          else [got(.address | startswith($server)), got(.address | startswith($server) | not)] end
        | @tsv' "$work/report.$n"
    done
  } | awk -F'\t' '{
      printf "       %-8s", $1
      for (i = 2; i <= NF; i++) printf " %15s", $i
      print ""
    }'
}
