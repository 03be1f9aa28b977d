#!/usr/bin/env bats
# Debian 13's Clonezilla.

release=trixie
load ../lib/common
load lib/steps
load lib/parts
load lib/leecher
load lib/makers
load lib/raw
load lib/lite
load lib/netboot

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
  shown restore-client1 tui
}

@test "bt_restoreparts restores the second partition and leaves the others alone" {
  part_alone client1 2 -k
  client_down client1
}

@test "two clients at once, one late, restore a disk byte for byte, on a terminal of 79x24" {
  two_clients 24x79 -k0
  shown restore-client2 cli
  shown restore-client3 cli
}

@test "ocs-btsrv stop ends one tracker, -b stop all" {
  stop_service opentracker ezio # the script has written down the last tracker's pid as the seeder's
  stop_service_brutally
}

@test "mktorrent, ctorrent and transmission-create make the same torrents; a client restores from ctorrent" {
  other_makers opentracker ctorrent transmission-create mktorrent
  restore_from_ctorrent
}

@test "a disk is served from the device itself" {
  save_without_data
  list_device
  serve_device opentracker opentracker ezio
  restore_disk_from_device -k0
}

@test "one client boots from the lite server, a late one from media of its own; both get its image; 80x24 and 79x24" {
  lite_netboot
}

@test "the lite server serves its disk, without an image, to a client with a terminal of 79x24" {
  lite_from_device
}
