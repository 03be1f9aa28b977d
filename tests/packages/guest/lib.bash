# For the scripts that run inside a machine (see ../roots.bash). Source it.

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Without a network; says nothing unless it fails.
quietly() {
  local log
  log=$(mktemp -p /run)
  "$@" >"$log" 2>&1 </dev/null || fail "$* failed: $(tail -n 20 "$log")"
  rm "$log"
}

install_ours() { # FILE...
  quietly apt-get install -y --no-install-recommends "$@"
}

# Debian's programs of the same names; Debian 11 has no opentracker.
originals() {
  local name
  for name in ctorrent mktorrent opentracker; do
    if compgen -G "/var/cache/apt/archives/${name}_*.deb" >/dev/null; then printf '%s\n' "$name"; fi
  done
}

install_originals() {
  local names
  mapfile -t names < <(originals)
  ((${#names[@]} >= 2)) || fail "the root has no originals"
  quietly apt-get install -y --no-install-recommends --no-download "$@" "${names[@]}"
}

# Everything that an installation may touch: type, mode, owner, size, time, link and checksum of each file. What
# dpkg, apt and ldconfig keep for themselves is told by dpkg's lists instead.
snapshot() {
  find / -xdev \( -path /debs -o -path /guest -o -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run \
    -o -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /var/cache -o -path /var/log -o -path /var/lib/apt \) -prune -o \
    ! -type d -printf '%y %m %u %g %s %t %p %l\n' -o -type d -printf '%y %m %u %g %p\n' | LC_ALL=C sort -k 5
  find /usr /etc -xdev -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  dpkg-divert --list | LC_ALL=C sort
  dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n'
  find /var/lib/dpkg/info -name 'ocs-bt-*' | LC_ALL=C sort
}

ours() { # NAME: it is our program
  [[ $(readlink -f "/usr/bin/$1") == /usr/lib/ocs-bt-tools/launcher ]]
}

taken=(ezio ezio-static eziostatic ezio_add_torrent.py ezio_add_torrent_seed.py ezio_cli.py ezio_ui.py
  ezio_pause_torrent.py ezio_resume_torrent.py ezio_shutdown.py ctorrent gen-torrent-from-ptcl
  partclone_create_torrent.py mktorrent ocs-bttrack opentracker)
lent=(transmission-create transmission-edit)

all_ours() { # when
  local name
  for name in "${taken[@]}"; do
    ours "$name" || fail "$1: $name is not ours"
    [[ -e /usr/share/man/man1/$name.1.gz ]] || fail "$1: no page for $name"
  done
  # It must start, too.
  mktorrent -h | grep -q 'mktorrent 1.1' || fail "$1: mktorrent does not start"
}

await() { # SECONDS COMMAND...
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.1
  done
}
