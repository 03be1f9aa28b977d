# transmission-cli. Clients keep no allocated files, so that first_copy.py sees what has come.

transmission_settings() { # FOLDER
  mkdir -p "$1"
  {
    printf '{"dht-enabled": false, "lpd-enabled": false, "port-forwarding-enabled": false,\n'
    printf ' "utp-enabled": false, "preallocation": 0, "cache-size-mb": 1'
    [[ -z $connections ]] || printf ', "peer-limit-per-torrent": %d' "$connections"
    [[ -z $uploads ]] || printf ', "upload-slots-per-torrent": %d' "$uploads"
    printf '}\n'
  } >"$1/settings.json"
}

seed_command() {
  transmission_settings "$work/settings.0"
  command=(transmission-cli -g "$work/settings.0" -M -U -D -w "$image" "$torrent")
}

target_of() { printf '%s\n' "$work/got.$1/part/$slice"; }

fetch_command() {
  transmission_settings "$work/settings.$1"
  done_script "$1"
  command=(transmission-cli -g "$work/settings.$1" -M -U -D -f "$script" -w "$work/got.$1" "$torrent")
}
