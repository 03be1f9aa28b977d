# A client without the rest of ocs-sr: the partition table is there already, and the scripts' own
# command for the transfer runs alone. Needs steps.bash.

# leecher_up NAME NUMBER: with the partition table of the disk saved, and a fast link.
leecher_up() {
  link=1gbit client_up "$@"
  leave_soon "$1"
  run_on "$1" 200 "table-$1" bash -euc '
    until [[ -b /dev/original && -b /dev/$1 ]]; do sleep 0.1; done
    sfdisk --dump /dev/original | sed "/^device:/d; s|^/dev/[^ ]* : ||" |
      sfdisk --quiet --no-reread --no-tell-kernel "/dev/$1"
    until blockdev --getsize64 "/dev/$1"p{1,2,3} >/dev/null 2>&1; do sleep 0.1; done' table "$source_disk"
}

# leech CLIENT IMAGE: with the words of ocs-sr.
leech() {
  run_on "$1" 300 "leech-$1" script -qec "stty rows 24 cols 80; $(transfer "$2")" /dev/null
}

transfer() { # IMAGE: the command
  local zone=/home/partimag/btzone partition
  if [[ $release != bullseye ]]; then
    echo "ocs-btsrv --for-leecher -r $zone start $1 $(partitions)"
    return
  fi
  for partition in $(partitions); do # its ocs-sr has no script between
    echo "ezio -t 0 $zone/$1/$partition.torrent /dev/$partition || exit 1"
  done
}
