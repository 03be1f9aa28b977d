#!/usr/bin/env bats
# ocs-bt-doctor on machines of its own: this one's files below a layer that vanishes, and a network of its own.

bats_require_minimum_version 1.5.0
load ../lib/common
load ../lib/machine

setup() {
  needs_mounts
}

server_of_images='mkdir -p /var/log/clonezilla /home/partimag/btzone/img/sda1
  echo torrent >/home/partimag/btzone/img/sda1.torrent'

doctor="$top/shell-hooks/commands/ocs-bt-doctor"
# What a test leaves in the background would hold its output open, and bats would wait for it.
end_children='trap "kill \$(jobs -p)" EXIT'

@test "a server in order: nothing to say but OK" {
  machine "$server_of_images; $doctor"
  says 'Checking this server (/home/partimag/btzone is here)'
  says 'OK    commands   all 19 names are in order; ours lead to *'
  says 'OK    start      ezio v2* starts'
  says 'OK    address    eth0 10.77.0.1'
  says 'OK    log        /var/log/clonezilla can be written'
  says 'OK    ports      50051*'
  says 'OK    ports      for trackers are free: 6969 6971*'
  says 'OK    btzone     /home/partimag/btzone has 1 torrents, all in order'
  says '* OK, 0 WARN, 0 FAIL'
  ((status == 0))
}

@test "a client in order" {
  machine "$doctor"
  says "Checking this client (*"
  says 'OK    versions   not from packages: *'
  says 'OK    server     no server is known here; *'
  says 'OK    link       eth0 is up*'
  says 'OK    clock      20*'
  says '* OK, 0 WARN, 0 FAIL'
  ((status == 0))
}

@test "it can be told what to check, and refuses what it does not know" {
  machine "$doctor --server"
  says 'Checking this server (as asked)'
  machine "mkdir -p /tftpboot/node_root; $doctor -c"
  says 'Checking this client (as asked)'
  run -0 "$doctor" --help
  says 'usage: ocs-bt-doctor *'
  run -2 "$doctor" --bogus
  [[ $output == "ocs-bt-doctor: unknown option '--bogus'; use -h for help" ]]
  run -2 "$doctor" --server 10.0.0.1
  run -2 "$doctor" one two
}

@test "a command of another make that comes first is named, with ours behind it" {
  machine 'printf "#!/bin/sh\n" >/usr/local/sbin/ezio; chmod +x /usr/local/sbin/ezio
    PATH=/usr/local/sbin:$PATH '"$doctor"
  says "FAIL  commands   ezio: /usr/local/sbin/ezio comes before $top/shell-hooks/bin/ezio; *"
  says '*1 FAIL'
  ((status == 1))
}

@test "a copy of ours somewhere else is not ours" {
  machine "mkdir /old; cp -a $top/shell-hooks/. /old; ln -sf ../launcher /old/bin/ezio; PATH=/old/bin:\$PATH $doctor"
  says 'FAIL  commands   ezio: /old/bin/ezio comes before *'
}

@test "a command of another make is named where there is none of ours" {
  machine "rm -f /usr/*bin/ezio*; printf '#!/bin/sh\n' >/usr/bin/ezio; chmod +x /usr/bin/ezio; PATH=/usr/sbin:/usr/bin $doctor"
  says 'FAIL  commands   ezio: /usr/bin/ezio is not ours; install ocs-bt-tools-dropin, *'
}

@test "commands that are nowhere are named in one line" {
  machine "rm -f /usr/*bin/ezio*; PATH=/usr/sbin:/usr/bin $doctor"
  says 'FAIL  commands   not in PATH: ezio ezio-static *; install *'
  ((status == 1))
}

@test "transmission-cli's own tools are left to it" {
  machine "printf '#!/bin/sh\n' >/usr/local/sbin/transmission-edit; chmod +x /usr/local/sbin/transmission-edit
    PATH=/usr/local/sbin:\$PATH $doctor"
  says 'OK    commands   all 19 names are in order*'
}

@test "an ezio that does not start is told with its reason" {
  machine "cp -a $top/shell-hooks /copy; PATH=/copy/bin:\$PATH /copy/commands/ocs-bt-doctor"
  says "FAIL  start      /copy/bin/ezio does not start (status 1): ezio: nothing is built*"
}

@test "the log folder: missing, read-only, full" {
  machine "$server_of_images; rmdir /var/log/clonezilla; $doctor"
  says 'FAIL  log        there is no /var/log/clonezilla*mkdir -p /var/log/clonezilla'
  ((status == 1))
  machine "$server_of_images; mount -t tmpfs -o ro tmpfs /var/log/clonezilla; $doctor"
  says "FAIL  log        /var/log/clonezilla can't be written*"
  machine "$server_of_images; mount -t tmpfs -o size=4k tmpfs /var/log/clonezilla
    dd if=/dev/zero of=/var/log/clonezilla/fill bs=4k 2>/dev/null || true; $doctor"
  says "FAIL  log        /var/log/clonezilla can't be written*"
}

@test "without nc or strings a server fails" {
  machine "$server_of_images; rm -f /usr/bin/nc* /bin/nc* /usr/bin/strings /usr/bin/*-strings /usr/bin/xz; $doctor"
  says 'FAIL  helpers    there is no nc*netcat-openbsd'
  says 'WARN  helpers    there is no xz*xz-utils'
  says 'FAIL  helpers    there is no strings*binutils'
}

@test "ports that others hold are named with their holder, our tracker is known" {
  machine "$server_of_images; $end_children
    nc -lk 127.0.0.1 6971 </dev/null >/dev/null & nc -lk 127.0.0.1 50051 </dev/null >/dev/null &
    opentracker -p 6969 -d /home/partimag/btzone/img >/dev/null 2>&1 &
    for port in 6969 6971 50051; do until nc -z 127.0.0.1 \$port; do sleep 0.1; done; done
    $doctor || echo \"status \$?\""
  says 'OK    ports      6969 is a tracker of ours (*'
  says 'WARN  ports      6971, for a tracker, is taken by nc*, pid *'
  says "FAIL  ports      50051, for ezio's daemon, is taken by nc*, pid *"
  says 'status 1'
}

@test "ports: the daemon of ours, trackers where drbl-ocs.conf has them, a holder that only root can see" {
  machine "$server_of_images; $end_children; mkdir -p /etc/drbl; echo 'BT_PORT_INIT=\"7000\"' >/etc/drbl/drbl-ocs.conf
    ezio >/dev/null 2>&1 & nc -lk 127.0.0.1 7002 </dev/null >/dev/null &
    for port in 7002 50051; do until nc -z 127.0.0.1 \$port; do sleep 0.1; done; done
    $doctor || echo \"status \$?\"
    setpriv --reuid 65534 --regid 65534 --clear-groups $doctor --server | grep 7002"
  says "OK    ports      50051 is ezio's daemon (ezio, pid *)"
  says 'OK    ports      for trackers are free: 7000 7004 *'
  says 'WARN  ports      7002, for a tracker, is taken by a program that only root can see; *'
}

@test "a folder of images that can't be read" {
  machine "$server_of_images; chmod a+rx /home/partimag; chmod 700 /home/partimag/btzone
    setpriv --reuid 65534 --regid 65534 --clear-groups $doctor"
  says "FAIL  btzone     /home/partimag/btzone can't be read; *"
}

@test "torrents that would fail later are named" {
  machine "$server_of_images; cd /home/partimag/btzone/img
    : >sda2.torrent; echo x >sda3.torrent; chmod 600 sda3.torrent; mkdir sda3; echo x >sda4.torrent; $doctor"
  says 'WARN  btzone     /home/partimag/btzone/img/sda2.torrent is empty*remove it'
  says 'WARN  btzone     /home/partimag/btzone/img/sda3.torrent has mode 600*'
  says 'WARN  btzone     /home/partimag/btzone/img/sda4.torrent has no slices*'
  ((status == 0))
}

@test "the folder of images is the one that drbl.conf names" {
  machine 'mkdir -p /etc/drbl /images/btzone/img
    printf "%s\n" "ocsroot=\"/images\" # where" >/etc/drbl/drbl.conf
    printf "%s\n" "ocsroot_btzone=\"\$ocsroot/btzone\"" >/etc/drbl/drbl-ocs.conf; '"$doctor"
  says 'Checking this server (/images/btzone is here)'
}

@test "addresses: none, one that nobody gave, several" {
  machine "ip address flush dev eth0; $doctor"
  says 'FAIL  address    no network interface is up with an IPv4 address*'
  ((status == 1))
  machine "ip address flush dev eth0; ip address add 169.254.3.4/16 dev eth0; $doctor"
  says 'FAIL  address    only eth0 169.254.3.4*'
  machine "ip address add 192.168.9.1/24 dev eth0; $doctor"
  says 'OK    address    eth0 10.77.0.1, eth0 192.168.9.1; several*'
}

@test "an interface without a link is told" {
  machine "ip link set peer0 down; $doctor"
  says 'WARN  link       eth0 has an address but no link*'
}

@test "a slow link, and one with half duplex, are told" {
  machine "echo 100 >/fact; mount --bind /fact /sys/class/net/eth0/speed; $doctor"
  says 'WARN  link       eth0 has 100 Mbit/s: 1 GB takes at least 80 s; *'
  machine "echo half >/fact; mount --bind /fact /sys/class/net/eth0/duplex; $doctor"
  says 'WARN  link       eth0 has half duplex; *'
}

@test "without ip, ss, nc and strings it says what to install, and nothing else goes wrong" {
  machine "$server_of_images; rm -f /{usr/,}{s,}bin/{ip,ss,nc,nc.*,strings,*-strings}; $doctor"
  says 'FAIL  address    there is no ip to look with; install iproute2'
  says 'WARN  ports      there is no ss to look with; install iproute2'
  [[ $output != *'not found'* ]] || fail "$output"
}

memory() { # TOTAL FREE AVAILABLE, in MiB
  printf 'MemTotal: %d kB\nMemFree: %d kB\nMemAvailable: %d kB\n' $(($1 * 1024)) $(($2 * 1024)) $(($3 * 1024)) \
    >"$BATS_TEST_TMPDIR/meminfo"
  meminfo="mount --bind /proc/self/fd/7 /proc/meminfo 7<$BATS_TEST_TMPDIR/meminfo"
}

@test "memory against what the scripts of each release give ezio" {
  memory 2048 1500 1600
  machine "$meminfo; $doctor"
  says 'OK    memory     1600 MiB are free, ezio may take 130 and 192 for pieces'
  machine "$meminfo; mkdir -p /etc/drbl; echo 'ezio_cache_ratio=\"0.5\"' >/etc/drbl/drbl-ocs.conf; $doctor"
  says 'OK    memory     1600 MiB are free, ezio may take 130 and 750 for pieces'
  machine "$meminfo; mkdir -p /etc/drbl; echo 'ezio_cache_size=\"\" # auto' >/etc/drbl/drbl-ocs.conf; $doctor"
  says 'OK    memory     1600 MiB are free, ezio may take 130 and 512 for pieces'
  machine "$meminfo; mkdir -p /etc/drbl; echo 'ezio_cache_size=\"1700\"' >/etc/drbl/drbl-ocs.conf; $doctor"
  says 'WARN  memory     1600 MiB are free, ezio may take 130 and 1700*'
  memory 512 90 100
  machine "$meminfo; $doctor"
  says 'FAIL  memory     100 MiB are free, ezio needs 162 at least*'
}

@test "as an ordinary user it checks what it may, and says so" {
  chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR"
  machine "$server_of_images; chmod a+rx /home/partimag
    ln -s $top/shell-hooks/bin/* /usr/local/bin/
    setpriv --reuid 65534 --regid 65534 --clear-groups env USER=nobody $doctor"
  says 'Checking this server (*); as nobody: root sees more'
  says 'OK    commands   all 19 names are in order*'
  says 'OK    log        /var/log/clonezilla is here; only root can try to write there'
  says '*0 FAIL'
  ((status == 0))
}

@test "copies in the clients' root are told, and gone after our hook" {
  machine 'mkdir -p /tftpboot/node_root/bin /usr/share/drbl/postrun/drbl /usr/lib/ocs-bt-tools
    cp '"$top"'/shell-hooks/drbl-postrun/ocs-bt-tools /usr/share/drbl/postrun/drbl/
    ln -sf ../lib/ocs-bt-tools/launcher /usr/bin/ezio; cp -a /usr/bin/ezio /tftpboot/node_root/bin/
    '"$doctor"' --server | grep clients; /usr/share/drbl/postrun/drbl/ocs-bt-tools; '"$doctor"' --server | grep clients'
  says 'WARN  clients    1 copies such as /tftpboot/node_root/bin/ezio *'
  says 'OK    clients    /tftpboot/node_root has no copies of ours'
}

# Stand-ins of our packages, each empty: "NAME VERSION".
packages() {
  local name version folder
  for package; do
    read -r name version <<<"$package"
    folder=$BATS_TEST_TMPDIR/$name
    mkdir -p "$folder/DEBIAN"
    printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: stand-in\n' \
      "$name" "$version" >"$folder/DEBIAN/control"
    dpkg-deb -b "$folder" "$BATS_TEST_TMPDIR/$name.deb" >/dev/null
  done
}

# As packages install it.
installed="cp -a $top/shell-hooks /usr/lib/ocs-bt-tools; rm -r /usr/lib/ocs-bt-tools/bin
  ln -s $top/target/dist/* /usr/lib/ocs-bt-tools/; rm -f /usr/*bin/{ctorrent,mktorrent,opentracker,transmission-*}
  for name in $top/shell-hooks/bin/*; do ln -s ../lib/ocs-bt-tools/launcher /usr/bin/\${name##*/}; done"

@test "packages of different versions are told" {
  packages "ocs-bt-tools-runtime 1" "ocs-bt-tools 1"
  machine "$installed; cd /; dpkg --force-not-root -i $BATS_TEST_TMPDIR/*.deb >/dev/null
    PATH=/usr/sbin:/usr/bin /usr/lib/ocs-bt-tools/commands/ocs-bt-doctor || true"
  says 'OK    versions   ocs-bt-tools 1,ocs-bt-tools-runtime 1'
  says 'OK    start      ezio v2* starts'
  packages "ocs-bt-tools 2"
  machine "$installed; cd /; dpkg -i $BATS_TEST_TMPDIR/*.deb >/dev/null
    PATH=/usr/sbin:/usr/bin /usr/lib/ocs-bt-tools/commands/ocs-bt-doctor || true"
  says 'FAIL  versions   the packages differ: *'
}

@test "programs that no package has are told" {
  machine "$installed; PATH=/usr/sbin:/usr/bin /usr/lib/ocs-bt-tools/commands/ocs-bt-doctor || true"
  says 'WARN  versions   /usr/lib/ocs-bt-tools belongs to no package that dpkg knows; *'
}

@test "a client that has its /usr from the server has the server's versions, and knows the server" {
  machine "$installed"'; rm /usr/bin/findmnt; printf "%s\n" "#!/bin/sh" "case \"\$*\" in *FSTYPE*) echo nfs4 ;;" \
      "*) echo 10.77.0.1:/usr ;; esac" >/usr/bin/findmnt; chmod +x /usr/bin/findmnt
    PATH=/usr/sbin:/usr/bin /usr/lib/ocs-bt-tools/commands/ocs-bt-doctor || true'
  says "OK    versions   /usr is the server's: so are the versions"
  says 'WARN  server     no tracker answers at 10.77.0.1, *'
}

@test "a clock that is behind is told" {
  machine "$installed; touch -d 2100-01-01 /usr/lib/ocs-bt-tools/launcher
    PATH=/usr/sbin:/usr/bin /usr/lib/ocs-bt-tools/commands/ocs-bt-doctor || true"
  says 'WARN  clock      it is *, before this program was made*'
}

@test "a client finds the server's trackers, or says that none answers" {
  machine "$end_children; nc -lk 10.77.0.1 6969 </dev/null >/dev/null & until nc -z 10.77.0.1 6969; do sleep 0.1; done
    $doctor 10.77.0.1"
  says 'OK    server     10.77.0.1 has a tracker at 6969'
  machine "$doctor 10.77.0.1"
  says 'WARN  server     no tracker answers at 10.77.0.1, 6969 to 6975*'
  ((status == 0))
}
