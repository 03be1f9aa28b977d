# Debian's ctorrent. It connects to 20 peers at least and has no limit of upload slots.

ctorrent_options() {
  options=(-e 72)
  [[ -z $connections ]] || options+=(-M "$((connections < 20 ? 20 : connections))")
}

seed_command() {
  ctorrent_options
  command=(/usr/bin/ctorrent -f "${options[@]}" -s "$image/part" "$torrent")
}

target_of() { printf '%s\n' "$work/got.$1/part/$slice"; }

fetch_command() {
  ctorrent_options
  done_script "$1"
  mkdir -p "$work/got.$1"
  command=(/usr/bin/ctorrent "${options[@]}" -X "$script" -s "$work/got.$1/part" "$torrent")
}
