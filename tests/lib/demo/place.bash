# Where the demo happens: work folder, loop devices, network namespaces; and the way back.
# Sourced by tests/demo.

work=     # folder of everything the demo makes; loop devices are backed by its *.img
separate= # set when every host has its own network namespace, and disks are loop devices
tag=obt$$ # our namespaces are called $tag-...
server_ip=127.0.0.1
processes=()

choose_place() {
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/ocs-bt-demo.XXXXXX")
  if ((EUID != 0)); then
    fall_back "not root"
  elif ! probe_loop; then
    fall_back "no loop devices"
  elif ! ip netns add "$tag-switch" 2>/dev/null; then
    fall_back "no network namespaces"
  else
    separate=yes
    server_ip=10.77.0.1
    make_network
    echo "Hosts are network namespaces with 1 Gbit/s links, disks are loop devices."
  fi
}

fall_back() { # REASON
  printf 'Falling back to image files and the loopback interface: %s.\n' "$1"
}

probe_loop() {
  local device
  truncate -s 1M "$work/probe.img"
  device=$(losetup --find --show "$work/probe.img" 2>/dev/null) && losetup --detach "$device"
}

# ---- network: host 0 is the server; each host has its own shaped link to one bridge

make_network() {
  local host
  ip -n "$tag-switch" link add bridge type bridge
  ip -n "$tag-switch" link set bridge up
  for ((host = 0; host <= clients; host++)); do add_host "$host"; done
}

add_host() { # NUMBER
  local name=$tag-$1
  ip netns add "$name"
  ip -n "$tag-switch" link add "port$1" type veth peer name eth0 netns "$name"
  ip -n "$tag-switch" link set "port$1" master bridge up
  ip -n "$name" link set lo up
  ip -n "$name" address add "10.77.0.$(($1 + 1))/24" dev eth0
  ip -n "$name" link set eth0 up
  # The burst holds what 1 Gbit/s brings in one 4 ms tick of the kernel's clock.
  tc -n "$tag-switch" qdisc add dev "port$1" root tbf rate 1gbit burst 512kb latency 20ms
  tc -n "$name" qdisc add dev eth0 root tbf rate 1gbit burst 512kb latency 20ms
  # The machine's own choice may be one for long lines, such as bbr; not every one is allowed here.
  set_congestion_control "$name" cubic || set_congestion_control "$name" reno
}

set_congestion_control() { # NAMESPACE ALGORITHM
  ip netns exec "$1" sysctl -qw "net.ipv4.tcp_congestion_control=$2" 2>/dev/null
}

on_host() { # NUMBER COMMAND...
  local name=$tag-$1
  shift
  if [[ -n $separate ]]; then ip netns exec "$name" "$@"; else "$@"; fi
}

# spawn NUMBER LOG COMMAND...: runs it on that host in the background. As with the scripts, the
# pid the shell gets is the program's own; it is the last one in processes.
spawn() {
  local name=$tag-$1 log=$2
  shift 2
  if [[ -n $separate ]]; then set -- ip netns exec "$name" "$@"; fi
  "$@" >"$log" 2>&1 </dev/null &
  processes+=("$!")
}

# ---- disks

attach() { # FILE [OPTION...]: prints the loop device, or the file where there are none
  if [[ -n $separate ]]; then losetup --find --show "${@:2}" "$1"; else printf '%s\n' "$1"; fi
}

# ---- the way back, from wherever the demo got to

end_processes() { # PID...
  local pid
  for pid; do kill -TERM "$pid" 2>/dev/null; done
  for pid; do
    timeout 10 tail -s 0.1 -f --pid="$pid" /dev/null || kill -KILL "$pid"
    wait "$pid" || continue # 143: ended by the signal
  done
}

clean_up() {
  local status=$? path
  trap '' INT TERM
  set +e
  end_processes "${processes[@]}" 2>/dev/null
  if [[ -n $work ]]; then
    for path in "$work"/mnt*/; do if mountpoint -q "$path"; then umount "$path"; fi; done
    for path in "$work"/*.img; do
      losetup --noheadings --output NAME --associated "$path" 2>/dev/null |
        xargs -r losetup --detach
    done
    rm -rf -- "$work"
  fi
  ip netns list 2>/dev/null | grep -o "^$tag-[^ ]*" | xargs -r -n 1 ip netns delete
  exit "$status"
}
