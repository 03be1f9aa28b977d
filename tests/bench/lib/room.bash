# A room of network namespaces: host 0 (the server) and hosts 1 to N (the clients) at a switch, every link
# shaped in both directions. Source it; needs $prefix (unique on this machine) and $rate (Mbit/s).

make_switch() {
  ip netns add "$prefix-sw"
  ip -n "$prefix-sw" link add br0 type bridge
  ip -n "$prefix-sw" addr add 10.77.255.1/16 dev br0 # for whoever asks clients how they are
  ip -n "$prefix-sw" link set br0 up
  # A switch filters nothing; the kernel would have each packet pass its rules, where it has them for bridges.
  if ip netns exec "$prefix-sw" test -e /proc/sys/net/bridge; then
    ip netns exec "$prefix-sw" sysctl -qw net.bridge.bridge-nf-call-{arp,ip,ip6}tables=0
  fi
}

mac_of() { printf '02:00:0a:4d:00:%02x' "$(($1 + 1))"; }

# add_host N: host N at 10.77.0.(N+1).
add_host() {
  local host=$prefix-$1 port=p$1
  ip netns add "$host"
  ip -n "$prefix-sw" link add "$port" type veth peer name eth0 address "$(mac_of "$1")" netns "$host"
  ip -n "$prefix-sw" link set "$port" master br0 up
  ip -n "$host" link set lo up
  ip -n "$host" addr add "10.77.0.$(($1 + 1))/16" dev eth0
  ip -n "$host" link set eth0 up
  # The machine's own choice may be one for long lines (bbr), which collapses on many thin flows.
  use_congestion_control "$host" cubic || use_congestion_control "$host" reno
  set_rate "$1" "$rate"
}

# introduce_hosts LAST: tells hosts 0 to LAST of each other. A machine has one table of neighbours for all namespaces, with
# 1,024 places for those that were asked for: 38 clients filled it by their second run, and one or two of them did not
# reach their peers and were late.
introduce_hosts() {
  local host other
  for ((host = 0; host <= $1; host++)); do
    for ((other = 0; other <= $1; other++)); do
      ((other == host)) || echo "neigh replace 10.77.0.$((other + 1)) lladdr $(mac_of "$other") dev eth0 nud permanent"
    done | ip -n "$prefix-$host" -batch -
  done
}

use_congestion_control() { # NAMESPACE ALGORITHM
  ip netns exec "$1" sysctl -qw "net.ipv4.tcp_congestion_control=$2" 2>/dev/null
}

# TCP hands a link up to 64 KiB at once, and each queue passes that on as a whole: half a millisecond of the line of
# 1 Gbit/s that a link here stands for, but 13 ms of 40 Mbit/s, while others' bytes wait. So that is scaled, too; to
# no less than 16 KiB, as smaller packets are counted in processor time: with 8 KiB 38 clients at 16 Mbit/s do not fit
# on two cores (with 64 KiB neither, as a tbf cuts up what is longer than its burst).
most_at_once=16384

# set_rate N MBIT: the link of host N, both ways. The small burst keeps a link from being faster than it is.
set_rate() {
  ip -n "$prefix-$1" link set eth0 gso_max_size "$most_at_once"
  ip -n "$prefix-sw" link set "p$1" gso_max_size "$most_at_once"
  tc -n "$prefix-$1" qdisc replace dev eth0 root tbf rate "${2}mbit" burst 32k limit 2m
  tc -n "$prefix-sw" qdisc replace dev "p$1" root tbf rate "${2}mbit" burst 32k limit 512k
}

remove_room() { # LAST HOST
  local n
  for ((n = 0; n <= $1; n++)); do ip netns del "$prefix-$n" 2>/dev/null || true; done
  ip netns del "$prefix-sw" 2>/dev/null || true
}

# spawn HOST LOG COMMAND...: in the background, by way of the command in the array limits_of_host; its pid is in
# $spawned and goes to pids.
spawn() {
  local host=$prefix-$1 log=$2
  shift 2
  "${limits_of_host[@]}" ip netns exec "$host" "$@" >"$log" 2>&1 </dev/null &
  spawned=$!
  pids+=("$spawned")
}

# Nothing that a program would still say is of use here, and some take seconds to say it.
end_programs() {
  local pid
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
}
