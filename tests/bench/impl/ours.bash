# The ezio of this checkout, as Clonezilla of Debian 11 and 12 calls it: one process for each transfer.

ezio_limits() {
  limits=()
  [[ -z $connections ]] || limits+=(-c "$connections")
  [[ -z $uploads ]] || limits+=(-m "$uploads")
  [[ -z ${cache_mib:-} ]] || limits+=(--cache $((cache_mib << 10)))
}

seed_command() {
  ezio_limits
  command=("$top/shell-hooks/bin/ezio" -U -f "${limits[@]}" -T "$torrent" -L "$image")
}

target_of() { printf '%s\n' "$work/target.$1"; }

make_target() { make_disk "$(target_of "$1")" "$bytes"; }

fetch_command() {
  ezio_limits
  command=(env OCS_BT_REPORT="$(done_file "$1")"
    "$top/shell-hooks/bin/ezio" -t 15 "${limits[@]}" "$torrent" "$(target_of "$1")")
}
