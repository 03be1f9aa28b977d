# A lite server whose clients boot from it: DHCP and TFTP by dnsmasq, the live system by HTTP. What stands for
# hardware, kernel and initramfs of a client is made here, of what the server hands out. Needs lite.bash.

# The live system is an ISO of the release's root, into which ocs-bt-live-inject has put our packages.
make_live_medium() {
  local medium=$work/images/medium plain=$work/plain
  mkdir -p "$plain"/{live,boot/grub}
  zstd -dcq "$(cached_root "$release")" | mksquashfs - "$plain/live/filesystem.squashfs" -tar -comp zstd \
    -Xcompression-level 1 -quiet -no-progress 2>"$work/log/squashfs"
  {
    head -c 510 /dev/zero
    printf '\x55\xaa\0\0HdrS\x0f\x02' # by this the scripts know a kernel
    head -c 64K /dev/urandom
  } >"$plain/live/vmlinuz"
  head -c 64K /dev/urandom | gzip >"$plain/live/initrd.img"
  echo "clonezilla-live-$release-matrix" >"$plain/live/Clonezilla-Live-Version"
  cat >"$plain/boot/grub/grub.cfg" <<'MENU'
menuentry "Clonezilla live" --id live-default {
  $linux_cmd /live/vmlinuz boot=live union=overlay components quiet ocs_live_run="ocs-live-general" locales= keyboard-layouts=
  $initrd_cmd /live/initrd.img
}
MENU
  xorriso -as mkisofs -quiet -R -V matrix -o "$work/live.iso" "$plain" 2>"$work/log/iso"
  rm -r "$plain"
  timed "ocs-bt-live-inject into an ISO" run_inject
  # Not every kernel can mount it.
  xorriso -abort_on FAILURE -osirrox on -indev "$work/live.iso" -extract / "$medium" 2>>"$work/log/iso"
  chmod -R u+w "$medium"
  rm "$work/live.iso"
}

run_inject() {
  ocs-bt-live-inject "$work/live.iso" "$root"/root/debs/*.deb >"$work/log/inject"
}

# What a live system has where the script looks: its medium, the folder for TFTP, a way out of the network.
netboot_server_up() {
  on server sh -c 'mkdir -p /run/live/medium /tftpboot/nbi_img/pxelinux.cfg
    mount --bind /home/partimag/medium /run/live/medium
    ip route add default via 10.77.0.254'
  lite_server_up netboot -dm start-new-dhcpd -cbm both -mdst from-image start "$image" "$source_disk"
}

# A BIOS and a boot loader: an address, the menu, the kernel, all from the server. Then the initramfs: the live
# system. NAME has been up under NUMBER; it goes on in what it got, with the boot parameters of the menu.
netboot() { # NAME NUMBER
  local root=$root live=$work/live
  on "$1" ip address flush dev eth0
  on "$1" tee /root/leased >/dev/null <<'LEASED'
#!/bin/sh
[ "$1" != bound ] || echo "$ip/$mask" "$siaddr" "$boot_file" >/root/lease
LEASED
  on "$1" chmod +x /root/leased
  run_on "$1" 60 "lease-$1" busybox udhcpc -f -n -q -i eth0 -s /root/leased
  read -r leased next boot_file < <(on "$1" cat /root/lease)
  [[ $next == "$server_address" && $boot_file == pxelinux.0 ]] || fail "boots $boot_file from $next"
  on "$1" ip address add "$leased" dev eth0
  tftp "$1" pxelinux.cfg/default >"$work/log/menu"
  parameters=$(menu_entry APPEND)
  cmp <(tftp "$1" "$(menu_entry KERNEL)") "$work/images/medium/live/vmlinuz"
  [[ $parameters =~ fetch=([^ ]+) ]]
  fetch=${BASH_REMATCH[1]}
  run_on "$1" 120 "fetch-$1" wget -O /root/live "$fetch"
  rm -rf "$live"
  unsquashfs -quiet -no-progress -d "$live" "$work/hosts/$1/upper/root/live"
  host_down "$1"
  root=$live
  host_up "$1" "$2" "$link" "$source_disk=$(loop_of "$1")" "original=$source_device"
  on "$1" ip address flush dev eth0
  on "$1" ip address add "$leased" dev eth0
  on "$1" sh -c 'printf "%s\n" "$1" >/run/cmdline
    mount --bind /run/cmdline /proc/cmdline
    mkdir -p /run/live/medium/live
    : >"/run/live/medium/live/$2"' - "$parameters" "${fetch##*/}"
}

tftp() { # CLIENT FILE
  run_on "$1" 60 "tftp-$1" busybox tftp -g -r "$2" -l /root/got "$server_address"
  on "$1" cat /root/got
}

# Of the entry that the menu takes by itself.
menu_entry() { # KERNEL|APPEND
  awk -v word="$1" '/^label / {chosen = 0; text = ""} /^ *MENU DEFAULT/ {chosen = 1}
    $1 == word {$1 = ""; text = substr($0, 2)} chosen && text {print text; exit}' "$work/log/menu"
}

# ---- the step

other_disk=nvme1n1

# Two clients: one boots from the server, ten seconds later one from a medium of its own, onto a disk of another
# name; each screen once.
lite_netboot() {
  client_up client6 16
  client_up client7 17 "$other_disk"
  make_live_medium
  timed "lite server, with netboot: start" netboot_server_up
  netboot client6 16
  timed "lite server, with netboot: two clients, one 10 s late" netboot_two
  shown lite-client6 tui
  shown lite-client7 cli
  lite_client_down client6 "${leased%/*}"
  lite_client_down client7 10.77.0.17 "$other_disk"
  lite_server_down
  on server sh -c '! grep ocs_live_run /tftpboot/nbi_img/pxelinux.cfg/default' || fail "the menu still restores"
}

netboot_two() {
  local first
  live_run client6 24x80 3>&- 8>&- &
  first=$!
  sleep 10
  lite_client client7 24x79 "$other_disk" && wait "$first"
}

# live_run NAME ROWSxCOLUMNS: what the boot parameters say.
live_run() {
  [[ $parameters =~ ocs_live_run=\"([^\"]+)\" ]]
  run_on "$1" 600 "lite-$1" script -qefc "stty rows ${2%x*} cols ${2#*x}; ${BASH_REMATCH[1]}" /dev/null
}
