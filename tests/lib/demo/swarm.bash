# Tracker, seeder and clients, started as Clonezilla's scripts do. Sourced by tests/demo.

tracker_port=6969
target_disks=() client_pids=()

# The first free port from 6969 on, in the scripts' steps of two.
choose_port() {
  while on_host 0 nc -w 1 -z localhost "$tracker_port"; do tracker_port=$((tracker_port + 2)); done
}

# Another demo may take the port between our look and our start: then the torrent names the next one.
start_tracker() {
  local tries=0 pid log=$work/tracker.log
  spawn 0 "$log" opentracker -p "$tracker_port" -d "$btzone/demo" -w /etc/opentracker/whitelist.txt
  pid=${processes[-1]}
  until on_host 0 ss -Hltnp "sport = :$tracker_port" | grep -q "pid=$pid,"; do
    ((++tries < 100)) || die "the tracker does not answer: $(tail -n 3 "$log")"
    if grep -q 'Address already in use' "$log"; then
      choose_port
      make_torrent
      start_tracker
      return
    fi
    sleep 0.1
  done
}

start_seeder() {
  OCS_BT_REPORT=$work/report.0 spawn 0 "$work/client.0" \
    ezio -U -f -T "$btzone/demo/$partition.torrent" -L "$btzone/demo"
}

# Two in the form of Debian 11's scripts, one in that of Debian 12's.
start_clients() {
  local n disk pair torrent=$btzone/demo/$partition.torrent
  for ((n = 1; n <= clients; n++)); do
    truncate -s "${image_mib}M" "$work/target$n.img"
    disk=$(attach "$work/target$n.img")
    target_disks[n]=$disk
    pair=("$torrent" "$disk")
    ((n < clients)) || pair=(-T "$torrent" -L "$disk")
    OCS_BT_REPORT=$work/report.$n spawn "$n" "$work/client.$n" ezio -t 1 "${pair[@]}"
    client_pids[n]=${processes[-1]}
  done
}

finished() { # NUMBER
  jq -e '.torrents | length > 0 and all(.finished)' "$work/report.$1" >/dev/null 2>&1
}

# A finished client serves on for a minute (-t 1), which nobody needs here.
end_clients() {
  echo "       all have finished; ending their minute of seeding"
  end_processes "${client_pids[@]}" 2>/dev/null
}
