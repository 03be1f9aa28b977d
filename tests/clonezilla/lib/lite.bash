# The lite server: a live system that serves an image, or its own disk, without DRBL. Its clients fetch by HTTP
# what they need to know, and tell it when they are done. Here they boot from media of their own; netboot.bash has
# one that does not. Needs steps.bash.

# The server asks for these options; the clients get them. The scripts leave the file systems as they came.
lite_options="-j2 -k0 -sc0 -p true $plain_options"
# No netboot; and the scripts are not to look for the medium of a live system.
local_media=(-icol -dm no-dhcpd -cbm local-boot-media)

# lite_server_up LOG WORD...: ocs-live-feed-img until it waits for clients.
lite_server_up() {
  no_systemd
  mkfifo "$work/answers"
  exec 8<>"$work/answers"
  on server timeout -k 5 1000 script -qefc "stty rows 24 cols 80; ocs-live-feed-img -bt-iface eth0 \
    -lscm massive-deployment -md bittorrent $lite_options ${*:2}" \
    /dev/null <"$work/answers" >"$work/log/$1" 2>&1 3>&- 8>&- &
  lite_server=$!
  if ! await 300 lite_server_waits "$1" || ended "$lite_server"; then
    fail "the lite server does not come up: $(tail -n 20 "$work/log/$1")"
  fi
}

lite_server_waits() { # LOG
  grep -q "Now waiting for clients" "$work/log/$1" || ended "$lite_server"
}

# The script starts and stops dnsmasq and the web server through systemd; only the web server it starts itself
# where the first process is another.
no_systemd() {
  on server tee /usr/local/sbin/systemctl >/dev/null <<'STAND_IN'
#!/bin/sh
case "$1 $2" in
  "start dnsmasq") exec dnsmasq ;;
  stop*) pkill -x "$2" ;;
  *) exit 3 ;;
esac
STAND_IN
  on server chmod +x /usr/local/sbin/systemctl
}

# Whoever looks after the server says twice that all clients are done; it then ends all it has started.
lite_server_down() {
  printf 'y\ny\n' >&8
  exec 8>&-
  rm "$work/answers"
  await 60 ended "$lite_server" || fail "the lite server does not end"
  wait "$lite_server"
  left_running
  await 15 on server sh -c '! ps -C lighttpd,dnsmasq,ocsmgrd' || fail "the lite server leaves something behind"
}

# lite_client NAME ROWSxCOLUMNS [DISK]: what a live system runs; onto DISK, or the one the server names.
lite_client() {
  run_on "$1" 600 "lite-$1" script -qefc \
    "stty rows ${2%x*} cols ${2#*x}; ocs-live-get-img -icol -b ${3:+-d $3} $server_address" /dev/null
}

# The server has written down that the client with this address is done.
lite_client_done() { # ADDRESS
  on server grep "client $1 .*finished restoring.*success" /var/log/clonezilla/clonezilla-jobs.log
}

# ---- the step

# The server lists what of its disk is in use, and serves that from the disk.
lite_from_device() {
  timed "lite server, from its disk: start" lite_server_up lite-from-device "${local_media[@]}" \
    -mdst from-device -cdt disk-2-mdisks -csdf sfsck start "$source_disk" "$source_disk"
  client_up client8 18
  leave_soon client8
  timed "lite server, from its disk: client" lite_client client8 24x79
  lite_client_down client8 10.77.0.18
  lite_server_down
}

lite_client_down() { # NAME ADDRESS [DISK]
  source_disk=${3:-$source_disk} restored "$1" exactly
  lite_client_done "$2"
  client_down "$1"
}
