# libtorrent, the engine of the C++ ezio, as Debian ships it with Python, and with that ezio's settings.

libtorrent_limits() {
  limits=()
  [[ -z $connections ]] || limits+=(--connections "$connections")
  [[ -z $uploads ]] || limits+=(--uploads "$uploads")
}

seed_command() {
  libtorrent_limits
  command=(/usr/bin/python3 "$top/tests/bench/libtorrent_peer.py" seed "$torrent" "$image"
    --listen 0.0.0.0:6881 "${limits[@]}")
}

target_of() { printf '%s\n' "$work/got.$1/part/$slice"; }

fetch_command() {
  libtorrent_limits
  command=(/usr/bin/python3 "$top/tests/bench/libtorrent_peer.py" fetch "$torrent" "$work/got.$1"
    "$(done_file "$1")" --listen 0.0.0.0:6881 "${limits[@]}")
}
