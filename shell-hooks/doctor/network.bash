# Part of ocs-bt-doctor: addresses, links, ports, and what a client sees of the server.

# "INTERFACE ADDRESS" of every IPv4 address that is not only this machine's.
addresses() {
  ip -o -4 address show up scope global | awk '{sub("/.*", "", $4); print $2, $4}'
}

check_addresses() {
  local list usable
  if ! command -v ip >/dev/null; then
    bad address "there is no ip to look with; install iproute2"
    return
  fi
  list=$(addresses)
  usable=$(grep -v ' 169\.254\.' <<<"$list" || true)
  if [[ -z $list ]]; then
    bad address "no network interface is up with an IPv4 address; plug it in, or ask DHCP (dhclient)"
  elif [[ -z $usable ]]; then
    bad address "only ${list//$'\n'/, }, which nobody gave: no DHCP server answered; check the cable and the server's DHCP"
  elif [[ $usable == *$'\n'* ]]; then
    ok address "${usable//$'\n'/, }; several: ocs-btsrv takes the clients' one with -p"
  else
    ok address "$usable"
  fi
}

link_fact() { # INTERFACE FACT: of /sys; nothing where the driver does not say
  cat "/sys/class/net/$1/$2" 2>/dev/null || true
}

check_links() {
  local interface speed
  command -v ip >/dev/null || return 0 # said already
  while read -r interface; do
    speed=$(link_fact "$interface" speed)
    if [[ $(link_fact "$interface" carrier) == 0 ]]; then
      warn link "$interface has an address but no link; plug it in"
    elif [[ $(link_fact "$interface" duplex) == half ]]; then
      warn link "$interface has half duplex; set the switch's port to automatic"
    elif [[ $speed =~ ^[0-9]+$ ]] && ((speed > 0 && speed < 1000)); then
      warn link "$interface has $speed Mbit/s: 1 GB takes at least $((8000 / speed)) s; check cable and switch"
    else
      ok link "$interface is up$( [[ ! $speed =~ ^[1-9] ]] || echo " with $speed Mbit/s")"
    fi
  done < <(addresses | awk '{print $1}' | sort -u)
}

# "PORT HOLDER" of every TCP port that is listened on; HOLDER is "name pid", root sees those of all.
listeners() {
  ss -Hltnp | awk '{port = $4; sub(".*:", "", port); holder = ""
    if (match($0, /\(\("[^"]*",pid=[0-9]+/)) {
      holder = substr($0, RSTART + 3, RLENGTH - 3); sub("\",pid=", " ", holder)}
    print port, holder}' | sort -u
}

holder() { # PORT: "name, pid N", or "a program that only root can see"; fails if nobody listens
  local found
  found=$(listeners | awk -v port="$1" '$1 == port {print $2 " " $3; exit}')
  [[ -n $found ]] || return 1
  if [[ $found == ' ' ]]; then echo 'a program that only root can see'; else echo "${found% *}, pid ${found#* }"; fi
}

# By the argument file that our launcher gives the JVM.
runs_ours() { # "name, pid N"
  [[ $1 == *', pid '* ]] && tr '\0' '\n' 2>/dev/null <"/proc/${1##* }/cmdline" | grep -qE '^@.*/args/[^/]+\.args$'
}

# Where ezio's daemon takes orders; Debian 13's and later scripts can't do with another port.
check_control_port() {
  local who
  if ! command -v ss >/dev/null; then
    warn ports "there is no ss to look with; install iproute2"
  elif ! who=$(holder 50051); then
    ok ports "50051, for ezio's daemon, is free"
  elif runs_ours "$who"; then
    ok ports "50051 is ezio's daemon ($who)"
  else
    bad ports "50051, for ezio's daemon, is taken by $who; end that"
  fi
}

knock() { # ADDRESS PORT
  timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null
}

# The machine whose /usr or images this client has mounted.
nfs_server() {
  findmnt -n -l -t nfs,nfs4 -o SOURCE 2>/dev/null | sed -n 's/:.*//p' | head -n 1
}

check_server() { # ADDRESS, or nothing: the NFS server's
  local server=${1:-$(nfs_server)} port answered=()
  if [[ -z $server ]]; then
    ok server "no server is known here; name one to look for its trackers"
    return
  fi
  for port in 6969 6971 6973 6975; do
    ! knock "$server" "$port" || answered+=("$port")
  done
  if ((${#answered[@]})); then
    ok server "$server has a tracker at ${answered[*]}"
  else
    warn server "no tracker answers at $server, 6969 to 6975; start ocs-btsrv there, check address and firewall"
  fi
}
