#!/usr/bin/env bats
# Debian 12's Clonezilla.

release=bookworm
load ../lib/common
load lib/steps

@test "a disk of ext4, xfs and swap is saved and cut into slices" {
  save_disk
  make_slices
}

@test "ocs-btsrv starts and shows the service" {
  timed "ocs-btsrv start" start_service
  served opentracker opentracker ezio
  status_names opentracker # the script asks for no seeder
}

@test "bt_restoredisk restores a disk, with the usual options, on a terminal of 80x24" {
  client_up client1 11
  timed "bt_restoredisk 80x24" restore client1 24x80 "$usual_options" -k0 bt_restoredisk "$image" "$source_disk"
  restored client1 files
  client_down client1
}
