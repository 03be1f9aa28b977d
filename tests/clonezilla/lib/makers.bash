# Torrents made by the other programs that ocs-btsrv offers (-c), and ctorrent as their seeder (-t).
# Needs steps.bash and leecher.bash.

restore_from_ctorrent() {
  leecher_up client4 14
  timed "restore from ctorrent" leech client4 "$image"
  restored client4 exactly 1 2
  client_down client4
  stop_service_brutally
}

# Whichever program makes it, a torrent of the slices has the same contents, marked as private; the
# usual one, where it is made of partclone's list, lacks that mark alone.
other_makers() { # TRACKER MAKER...: the last one's torrents are served in the end
  local tracker=$1 maker partition
  shift
  for partition in $(partitions); do
    contents "$(torrent "$partition")" | unmarked >"$work/usual-$partition"
  done
  for maker; do
    on server ocs-btsrv -b stop >/dev/null 2>&1
    left_running
    rm "$work/images/btzone/$image"/*.torrent
    timed "ocs-btsrv -c $maker -t ctorrent start" start_service -c "$maker" -t ctorrent
    served "$tracker" "$tracker" ctorrent ctorrent
    status_names "$tracker" ctorrent
    for partition in $(partitions); do same_contents "$maker" "$partition"; done
  done
}

torrent() { # PARTITION
  printf '%s\n' "$work/images/btzone/$image/$1.torrent"
}

# The dictionary `info`, which the info-hash is of; it is the last value of the file.
contents() { # TORRENT
  local start
  start=$(LC_ALL=C grep -abo -m1 '4:infod' "$1" | head -n 1)
  tail -c "+$((${start%%:*} + 7))" "$1" | head -c -1
}

unmarked() {
  LC_ALL=C sed 's/7:privatei1e//'
}

same_contents() { # MAKER PARTITION
  local file
  file=$(torrent "$2")
  contents "$file" | unmarked | cmp - "$work/usual-$2" ||
    fail "$1's torrent of $2 has other contents than the usual one"
  contents "$file" | LC_ALL=C grep -aq '7:privatei1ee$' || fail "$1's torrent of $2 is not private"
}
