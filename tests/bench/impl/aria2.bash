# aria2c, with the options Clonezilla gives it. It has no limit of upload slots.

aria2_options() {
  options=(--enable-dht=false --enable-dht6=false --bt-enable-lpd=false --listen-port=6881 --seed-ratio=0.0
    --file-allocation=none --summary-interval=0 --console-log-level=warn)
  [[ -z $connections ]] || options+=(--bt-max-peers="$connections")
}

seed_command() {
  aria2_options
  command=(aria2c "${options[@]}" --bt-seed-unverified -d "$image" "$torrent")
}

target_of() { printf '%s\n' "$work/got.$1/part/$slice"; }

fetch_command() {
  aria2_options
  done_script "$1"
  command=(aria2c "${options[@]}" --on-bt-download-complete="$script" -d "$work/got.$1" "$torrent")
}
