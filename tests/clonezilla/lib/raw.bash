# Raw-device mode: the server serves the file systems from its own disk. Partclone lists their used
# blocks; no image has their data. Needs steps.bash and
# leecher.bash.

raw_image=raw

# An image with the partition table and all the rest but the data, as ocs-live-feed-img makes it.
save_without_data() {
  timed "save without the data" run_on server 300 save-raw \
    ocs-sr -sfs -nogui -q2 --batch -j2 -scs -senc -p true savedisk "$raw_image" "$source_disk"
}

list_device() {
  local folder=$work/images/btzone/$raw_image
  mkdir -p "$folder"
  timed "ocs-gen-bt-metainfo" run_on server 200 metainfo ocs-gen-bt-metainfo \
    -d "/home/partimag/btzone/$raw_image/" -i "/home/partimag/$raw_image" "$(partitions)"
  [[ -z $(find "$folder" -mindepth 1 ! -name '*.torrent' ! -name '*.torrent.info') ]] ||
    fail "more than torrents: $(ls -R "$folder")"
}

serve_device() {
  # shellcheck disable=SC2046 # one word for each partition
  timed "ocs-btsrv -f start" run_on server 120 start-raw \
    ocs-btsrv -p "$server_address" -f start "$raw_image" $(partitions)
  left_running "$@"
}

# The whole of ocs-sr.
restore_disk_from_device() { # OPTION...
  link=1gbit client_up client5 15
  timed "bt_restoredisk from the device" \
    restore client5 24x80 "$plain_options" "$@" bt_restoredisk "$raw_image" "$source_disk"
  restored client5 exactly
  client_down client5
  stop_service_brutally
}

restore_partitions_from_device() {
  leecher_up client5 15
  timed "restore from the device" leech client5 "$raw_image"
  restored client5 exactly 1 2
  client_down client5
  stop_service_brutally
}
