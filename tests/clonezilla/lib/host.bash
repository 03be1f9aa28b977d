# Hosts: network, PID and mount namespaces over one root file system, at one switch. Needs $work (a
# folder), $root (a root file system) and $tag (a prefix for namespaces). What an
# NFS server would give every host at /home/partimag is $work/images.

lib=${BASH_SOURCE[0]%/*}

make_switch() {
  mkdir -p "$work/images" "$work/hosts" "$work/log"
  ip netns add "$tag-switch"
  ip -n "$tag-switch" link add bridge type bridge
  ip -n "$tag-switch" link set bridge up
}

# host_up NAME NUMBER RATE [NAME=DEVICE...]: address 10.77.0.NUMBER, a link of that rate (tc's
# words); the disks it has.
host_up() {
  local name=$1 number=$2 rate=$3 folder=$work/hosts/$1 space=$tag-$1
  shift 3
  mkdir -p "$folder"
  ip netns add "$space"
  ip -n "$tag-switch" link add "port$number" type veth peer name eth0 netns "$space"
  ip -n "$tag-switch" link set "port$number" master bridge up
  ip -n "$space" link set lo up
  ip -n "$space" address add "10.77.0.$number/24" dev eth0
  ip -n "$space" link set eth0 up
  # The burst holds what 1 Gbit/s brings in one 4 ms tick of the kernel's clock.
  tc -n "$tag-switch" qdisc add dev "port$number" root tbf rate "$rate" burst 512kb latency 20ms
  tc -n "$space" qdisc add dev eth0 root tbf rate "$rate" burst 512kb latency 20ms
  ip netns exec "$space" setsid timeout -s KILL 3600 \
    unshare --mount --pid --fork --uts --ipc --kill-child \
    "$lib/boot" "$folder" "$root" "$work/images" "$@" >"$folder/boot.log" 2>&1 </dev/null 3>&- &
  await 20 first_process "$name" || fail "$name does not come up: $(cat "$folder/boot.log")"
  await 20 has_disks "$name" "$@" || fail "$name does not find its disks: $(cat "$folder/boot.log")"
}

# has_disks HOST [NAME=DEVICE...]: whether its first process has made the nodes, which takes a moment on a busy machine.
has_disks() {
  local pid disk
  pid=$(<"$work/hosts/$1/pid")
  for disk in "${@:2}"; do
    [[ -b /proc/$pid/root/dev/${disk%=*} ]] || return 1
  done
}

# The host's first process by the outer PID, once its shell is in the new root.
first_process() {
  local pid
  for pid in $(ip netns pids "$tag-$1"); do
    if [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") == "/bin/bash -c "*" init "* ]]; then
      printf '%s\n' "$pid" >"$work/hosts/$1/pid"
      return
    fi
  done 2>/dev/null
  return 1
}

# on HOST COMMAND...: as root in a console session of that host. Keep the words ezio, opentracker
# and ctorrent off its line where a script runs pkill -f over them.
on() {
  local pid
  pid=$(<"$work/hosts/$1/pid")
  shift
  nsenter --target "$pid" --mount --pid --net --uts --ipc --root --wd \
    env -i HOME=/root TERM=linux LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# run_on HOST SECONDS LOG COMMAND...: to its end, at most so long; output to $work/log/LOG. Not to a
# pipe: what the scripts leave in the background would keep it open.
run_on() {
  local host=$1 seconds=$2 log=$work/log/$3 status=0
  shift 3
  on "$host" timeout -k 5 "$seconds" "$@" >"$log" 2>&1 </dev/null 3>&- || status=$?
  ((status == 0)) || {
    printf 'on %s, %s: status %d; the end of its output:\n' "$host" "${log##*/}" "$status" >&2
    tail -n 20 "$log" | cut -c 1-300 >&2
  }
  return "$status"
}

host_down() { # NAME
  local pid
  cp -r "$work/hosts/$1/upper/var/log/clonezilla" "$work/log/of-$1" 2>/dev/null || true
  pid=$(cat "$work/hosts/$1/pid" 2>/dev/null) && kill -KILL "$pid" && await 10 ended "$pid"
  ip netns pids "$tag-$1" 2>/dev/null | xargs -r kill -KILL 2>/dev/null || true # gone meanwhile
  ip netns delete "$tag-$1"
  rm -rf "${work:?}/hosts/$1"
}

all_down() {
  local folder
  for folder in "$work"/hosts/*/; do
    if [[ -d $folder ]]; then host_down "$(basename "$folder")"; fi
  done
  ip netns delete "$tag-switch"
}
