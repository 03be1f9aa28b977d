# Part of ocs-bt-doctor: what only a server needs.

check_helpers() {
  if command -v nc >/dev/null; then
    ok helpers "nc is here"
  else
    bad helpers "there is no nc: ocs-btsrv waits for its tracker without an end; install netcat-openbsd"
  fi
  if command -v strings >/dev/null; then
    ok helpers "strings is here"
  else
    bad helpers "there is no strings: torrents keep an old address of the server; install binutils"
  fi
  command -v xz >/dev/null ||
    warn helpers "there is no xz: as a lite server, this gives its clients an empty archive; install xz-utils"
}

# Debian 13's ocs-btsrv does not make it, and then waits for its tracker without an end.
check_log_folder() {
  local folder=/var/log/clonezilla probe
  if [[ ! -d $folder ]]; then
    bad log "there is no $folder: ocs-btsrv waits for its tracker without an end; mkdir -p $folder"
  elif ((EUID != 0)); then
    ok log "$folder is here; only root can try to write there"
  elif probe=$(mktemp "$folder/.ocs-bt-doctor.XXXXXX" 2>/dev/null) && echo probe 2>/dev/null >"$probe"; then
    rm -f -- "$probe"
    ok log "$folder can be written"
  else
    rm -f -- "${probe:-}"
    bad log "$folder can't be written: read-only or full; make room or mount it writable"
  fi
}

check_tracker_ports() {
  local first port who free=()
  command -v ss >/dev/null || return 0 # said already
  first=$(setting BT_PORT_INIT 6969)
  for ((port = first; port < first + 16; port += 2)); do
    if ! who=$(holder "$port"); then
      free+=("$port")
    elif runs_ours "$who"; then
      ok ports "$port is a tracker of ours ($who)"
    else
      warn ports "$port, for a tracker, is taken by $who; ocs-btsrv takes the next one, but end that if it is another opentracker"
    fi
  done
  ((${#free[@]} == 0)) || ok ports "for trackers are free: ${free[*]}"
}

# The tracker reads torrents with the rights of nobody.
bad_torrent() { # FILE: says what is wrong with it
  local mode
  if [[ ! -s $1 ]]; then
    echo 'is empty, and scripts take it for good; remove it'
    return
  fi
  mode=$(stat -c %a -- "$1")
  if ((!(8#$mode & 4))); then
    echo "has mode $mode, so the tracker can't read it; chmod a+r"
  elif [[ -r ${1%/*} && ! -d ${1%.torrent} && ! -e ${1%.torrent} ]]; then
    echo "has no slices at ${1%.torrent}; a seeder needs them, unless it reads the device"
  fi
}

check_btzone() {
  local btzone torrent wrong all=0 faulty=0 files=()
  btzone=$(setting ocsroot_btzone /home/partimag/btzone)
  if [[ ! -d $btzone ]]; then
    ok btzone "there is no $btzone yet; ocs-gen-bt-slices or ocs-bt-convert makes it"
    return
  fi
  if ! mapfile -t files < <(find "$btzone" -mindepth 2 -maxdepth 2 -name '*.torrent' 2>/dev/null | sort) ||
    [[ ! -r $btzone || ! -x $btzone ]]; then
    bad btzone "$btzone can't be read; chmod a+rx $btzone, or run this as root"
    return
  fi
  for torrent in "${files[@]}"; do
    all=$((all + 1))
    wrong=$(bad_torrent "$torrent")
    [[ -n $wrong ]] || continue
    faulty=$((faulty + 1))
    warn btzone "$torrent $wrong"
  done
  ((faulty)) || ok btzone "$btzone has $all torrents, all in order"
}

# Left by a drblpush that ran without our hook, or before ours was installed.
check_node_root() {
  local root=/tftpboot/node_root name copies=()
  [[ -d $root ]] || return 0
  while read -r name; do
    for copy in "$root"/{,usr/}{bin,sbin}/"$name"; do
      if [[ -e $copy || -L $copy ]]; then copies+=("$copy"); fi
    done
  done < <(names)
  for copy in "$root"/{,usr/}lib/ocs-bt-tools; do
    [[ ! -e $copy ]] || copies+=("$copy")
  done
  if ((${#copies[@]})); then
    warn clients "${#copies[@]} copies such as ${copies[0]} come before the server's; run /usr/share/drbl/postrun/drbl/ocs-bt-tools"
  else
    ok clients "$root has no copies of ours"
  fi
}
