#!/usr/bin/env bats
# Debian 12's Clonezilla.

release=bookworm
load ../lib/common
load lib/steps
load lib/parts
load lib/leecher
load lib/makers
load lib/raw

@test "a disk of ext4, xfs and swap is saved and cut into slices" {
  save_disk
  make_slices
}

@test "ocs-btsrv starts and shows the service" {
  timed "ocs-btsrv start" start_service
  served opentracker opentracker ezio
  status_names opentracker # the script asks for no seeder
  in_order server --server
  completes
}

@test "bt_restoredisk restores a disk, with the usual options, on a terminal of 80x24" {
  client_up client1 11
  in_order client1 --client "$server_address"
  timed "bt_restoredisk 80x24" restore client1 24x80 "$usual_options" -k0 bt_restoredisk "$image" "$source_disk"
  restored client1 files
}

@test "bt_restoreparts restores the second partition and leaves the others alone" {
  part_alone client1 2 -k
  client_down client1
}

@test "two clients at once, one late, restore a disk byte for byte, on a terminal of 79x24" {
  two_clients 24x79 -k0
}

@test "ocs-btsrv stop ends the seeder, -b stop all" {
  stop_service opentracker opentracker # the script looks for the trackers' pids under another name
  stop_service_brutally
}

@test "mktorrent, ctorrent and transmission-create make the same torrents; a client restores from ctorrent" {
  other_makers opentracker mktorrent transmission-create ctorrent
  restore_from_ctorrent
}

@test "a disk is served from the device itself" {
  list_device
  serve_device opentracker opentracker ezio
  restore_partitions_from_device
}
