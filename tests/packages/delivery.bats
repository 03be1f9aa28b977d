#!/usr/bin/env bats
# What comes with our packages beside the programs: the doctor, completions, drblpush's hook, the injection.

bats_require_minimum_version 1.5.0
load ../lib/common
load ../lib/machine
load ../lib/live

setup_file() {
  ((EUID == 0)) || return 0
  mkdir "$BATS_FILE_TMPDIR/debs"
  "$BATS_TEST_DIRNAME/../../packaging/build-debs" | xargs cp -t "$BATS_FILE_TMPDIR/debs"
}

setup() {
  needs_mounts
  debs=$BATS_FILE_TMPDIR/debs
  # As on a machine that has no checkout.
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
}

install_ours='dpkg -i '"$BATS_FILE_TMPDIR"'/debs/*.deb >/dev/null 2>&1'

@test "after the installation the doctor finds a server in order" {
  machine "$install_ours; mkdir -p /var/log/clonezilla /home/partimag/btzone; ocs-bt-doctor"
  says 'OK    commands   all * names are in order; ours lead to /usr/lib/ocs-bt-tools'
  says 'OK    start      ezio v2* starts'
  says 'OK    versions   ocs-bt-tools *,ocs-bt-tools-dropin *,ocs-bt-tools-runtime *'
  says '* OK, 0 WARN, 0 FAIL'
  ((status == 0))
}

@test "the doctor finds what another package put before ours" {
  machine "$install_ours; cp /usr/bin/true /usr/local/bin/ezio; ocs-bt-doctor"
  says 'FAIL  commands   ezio: /usr/local/bin/ezio comes before /usr/bin/ezio; *'
}

@test "originals in the DRBL clients' root go with the installation, copies of ours after each drblpush" {
  machine 'root=/tftpboot/node_root; mkdir -p $root/{bin,sbin,lib}; cp /usr/bin/true $root/bin/ezio; cp /usr/bin/true $root/bin/ls
    '"$install_ours"'; ls -x $root/bin
    cp -a /usr/bin/{ezio,opentracker,ocs-bt-doctor} $root/bin/; cp -a /usr/lib/ocs-bt-tools $root/lib/
    for hook in /usr/share/drbl/postrun/drbl/*; do if [[ -x $hook ]]; then $hook; fi; done; find $root -type f -o -type l'
  [[ $output == $'ls\nocs-bt-tools: took 4 copies out of /tftpboot/node_root; clients use the server\'s in /usr\n/tftpboot/node_root/bin/ls' ]] ||
    fail "$output"
}

@test "completions are where bash looks for them, man finds the page of every command" {
  machine "$install_ours"'; for command in ocs-bt-convert ocs-bt-doctor ocs-bt-live-inject; do
      source /usr/share/bash-completion/completions/$command; complete -p $command; done
    for command in $(awk "/^[^#]/ {print \$1}" /usr/lib/ocs-bt-tools/programs) $(ls /usr/lib/ocs-bt-tools/commands); do
      man -w $command; done'
  says 'complete -F _ocs_bt_live_inject ocs-bt-live-inject'
  says '*/ocs-bt-live-inject.1.gz'
  ((status == 0))
}

@test "no file of the packages lies in /etc or /var, which clients do not get" {
  for deb in "$debs"/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -t >"$BATS_TEST_TMPDIR/files"
    grep -q '^./usr/' "$BATS_TEST_TMPDIR/files"
    run -1 grep -v '^./\(usr/.*\)\?$' "$BATS_TEST_TMPDIR/files"
  done
}

@test "what asks for ezio (>= 2.0.27), as later DRBL does, and for the others is content with the drop-in" {
  folder=$BATS_TEST_TMPDIR/asks
  mkdir -p "$folder/DEBIAN"
  printf '%s\n' 'Package: asks' 'Version: 1' 'Architecture: all' 'Maintainer: a <a@example.org>' 'Description: stand-in' \
    'Depends: ezio (>= 2.0.27), ctorrent, mktorrent, opentracker' >"$folder/DEBIAN/control"
  dpkg-deb -b "$folder" >/dev/null
  machine "dpkg --purge ctorrent mktorrent opentracker opentracker-common >/dev/null 2>&1 || true; dpkg -i $folder.deb 2>&1 || echo refused
    $install_ours; dpkg -i $folder.deb"
  says refused
  ((status == 0)) || fail "$output"
}

@test "injected into a live system, ours start in it" {
  cd "$BATS_TEST_TMPDIR"
  make_live_system system
  mksquashfs system filesystem.squashfs -comp gzip -Xcompression-level 1 -quiet -no-progress
  run -0 "$top/shell-hooks/commands/ocs-bt-live-inject" filesystem.squashfs "$debs"/*.deb
  [[ $output == *'In it starts ezio v2'*'Done: ocs-bt-tools'* ]] || fail "$output"
  unsquashfs -no-progress -quiet -d out filesystem.squashfs >/dev/null
  [[ $(chroot out readlink -f /usr/bin/opentracker) == /usr/lib/ocs-bt-tools/launcher ]]
}

@test "a live system's own ezio in /usr/sbin is moved aside; one in /usr/local, which would come first, is refused" {
  cd "$BATS_TEST_TMPDIR"
  live_commands+=" date df findmnt getent head id ip nproc paste ss stat tail timeout wc" # for the doctor
  make_live_system system
  ln -s ../bin/true system/usr/sbin/ezio
  mksquashfs system filesystem.squashfs -comp gzip -Xcompression-level 1 -quiet -no-progress
  run -0 "$top/shell-hooks/commands/ocs-bt-live-inject" -o result filesystem.squashfs "$debs"/*.deb
  [[ $output == *'In it starts ezio v2'*'As a server: there is no strings'* ]] || fail "$output"
  unsquashfs -no-progress -quiet -d out result >/dev/null
  [[ ! -e out/usr/sbin/ezio && -L out/usr/sbin/ezio.ocs-bt-orig ]]
  mkdir -p system/usr/local/bin
  ln -s ../../bin/true system/usr/local/bin/ezio
  mksquashfs system filesystem.squashfs -noappend -comp gzip -Xcompression-level 1 -quiet -no-progress
  run -1 "$top/shell-hooks/commands/ocs-bt-live-inject" -o second filesystem.squashfs "$debs"/*.deb
  [[ $output == *'ezio: /usr/local/bin/ezio comes before /usr/bin/ezio; remove or rename it' && ! -e second ]] || fail "$output"
}
