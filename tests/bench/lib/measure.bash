# What the benches measure of processes, links and the machine. Source it.

# cpu_of PID: user and system seconds so far, of the process and of the children it has waited for.
cpu_of() {
  sed 's/.*) //' "/proc/$1/stat" | awk -v hz="$(getconf CLK_TCK)" '{printf "%.2f", ($12 + $13 + $14 + $15) / hz}'
}

peak_mib() { # PID
  awk '/VmHWM/ {printf "%d", $2 / 1024}' "/proc/$1/status"
}

# idle_share BEFORE AFTER: two first lines of /proc/stat; in percent. What programs of low priority took (nice) was
# there for whoever wanted it.
idle_share() {
  awk -v a="$1" -v b="$2" 'BEGIN {
    n = split(a, x); split(b, y)
    for (i = 2; i <= 9; i++) all += y[i] - x[i]
    printf "%d", 100 * (y[3] + y[5] + y[6] - x[3] - x[5] - x[6]) / all}'
}

# stolen_share BEFORE AFTER: what the host of this machine gave to others, in percent.
stolen_share() {
  awk -v a="$1" -v b="$2" 'BEGIN {
    n = split(a, x); split(b, y)
    for (i = 2; i <= 9; i++) all += y[i] - x[i]
    printf "%d", 100 * (y[9] - x[9]) / all}'
}

# payload_of NAMESPACE PORT rx|tx: bytes without the headers of Ethernet, IPv4 and TCP that went through a port.
payload_of() {
  ip netns exec "$1" awk -v headers=66 '{v[NR] = $1} END {printf "%.0f", v[1] - headers * v[2]}' \
    "/sys/class/net/$2/statistics/$3_bytes" "/sys/class/net/$2/statistics/$3_packets"
}

# Numbers on stdin: "MEDIAN (LOWEST-HIGHEST)" with FORMAT, a printf format of one number.
median_and_spread() { # FORMAT
  sort -g | awk -v f="$1" '{v[NR] = $1}
    END {
      m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
      printf (NR > 1 ? f " (" f "-" f ")" : f), m, v[1], v[NR]}'
}
