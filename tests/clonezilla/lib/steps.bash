# What each release goes through: its unchanged Clonezilla scripts, run on our programs.
# A bats file sets $release, loads this and takes the steps in their order. State that the steps
# share is in the environment and in $work.

lib=${BASH_SOURCE[0]%/*}
# shellcheck source=tests/clonezilla/lib/root.bash
source "$lib/root.bash"
# shellcheck source=tests/clonezilla/lib/host.bash
source "$lib/host.bash"
# shellcheck source=tests/clonezilla/lib/disk.bash
source "$lib/disk.bash"

image=matrix
source_disk=nvme0n1 # every host's disk; Debian 11's scripts take no loop device
server_address=10.77.0.1
link=100mbit # of a client
results=$top/target/clonezilla

setup_file() {
  needs_root
  export work tag root source_device BATS_TEST_TIMEOUT=1500
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/ocs-bt-clonezilla.XXXXXX")
  tag=ocz$BASHPID
  root=$work/root
  mkdir -p "$results" "$work/log"
  : >"$results/$release.tsv"
  unpack_root "$release" "$root"
  install_programs
  make_switch
  new_disk source
  source_device=$disk
  host_up server 1 1gbit "$source_disk=$source_device"
}

teardown_file() {
  [[ ${work:-} ]] || return 0
  rm -rf "$results/log-$release"
  cp -r "$work/log" "$results/log-$release"
  all_down
  detach_disks
  rm -rf "${work:?}"
}

# Each step needs the ones before, so none is tried a second time.
BATS_TEST_RETRIES=0

setup() {
  [[ ! -e $work/failed ]] || skip "an earlier step failed"
}

teardown() {
  [[ ${BATS_TEST_COMPLETED:-} || ${BATS_TEST_SKIPPED:-} ]] || touch "$work/failed"
}

# As an administrator does; the root has no Java.
install_programs() {
  local debs
  mapfile -t debs < <("$top/packaging/build-debs")
  mkdir -p "$root/root/debs"
  cp "${debs[@]}" "$root/root/debs/"
  chroot "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    sh -c 'dpkg --install /root/debs/*.deb' >"$work/log/install" 2>&1 || {
    tail -n 20 "$work/log/install" >&2
    return 1
  }
}

# timed STEP COMMAND...: its time and how it went become one line of the results.
timed() {
  local step=$1 start=$EPOCHREALTIME status=0 outcome=ok
  shift
  "$@" || status=$? outcome=failed
  awk -v OFS='\t' -v release="$release" -v step="$step" -v outcome="$outcome" \
    -v start="$start" -v end="$EPOCHREALTIME" \
    'BEGIN {print release, step, outcome, int(end - start + 0.5)}' >>"$results/$release.tsv"
  return "$status"
}

# ---- the server

partitions() {
  printf '%s ' "${source_disk}p1" "${source_disk}p2"
}

save_disk() {
  fill_disk server "$source_disk"
  timed "save the disk" run_on server 900 save \
    ocs-sr -q2 -c -j2 -z1p -i 0 -sfsck -scs -p true -batch savedisk "$image" "$source_disk"
  [[ -s $work/images/$image/${source_disk}-gpt-1st ]]
  left_running
}

make_slices() {
  local number slices
  timed "make slices" run_on server 600 slices ocs-gen-bt-slices "$image" "$(partitions)"
  for number in 1 2; do
    slices=("$work/images/btzone/$image/${source_disk}p$number"/*)
    ((${#slices[@]} > 3)) || fail "no slices of partition $number"
  done
  left_running
}

# On a fresh server no script has made the folder of logs yet; without it the tracker does not
# start and the script waits for its port for ever.
start_service() { # [OPTION...]
  on server mkdir -p /var/log/clonezilla
  # shellcheck disable=SC2046 # one word for each partition
  run_on server 300 start ocs-btsrv -p "$server_address" "$@" start "$image" $(partitions)
}

served() { # every partition has a torrent, a tracker, and the seeder
  local partition port=6969
  for partition in $(partitions); do
    [[ -s $work/images/btzone/$image/$partition.torrent ]] || fail "no torrent of $partition"
    on server nc -z 127.0.0.1 "$port" || fail "no tracker on port $port"
    port=$((port + 2))
  done
  left_running "$@"
}

# What runs on a host besides its first process: the names of all processes in a group of their own, as
# those are that a command of run_on has left.
running() { # HOST
  on "$1" ps -e -o pgid=,comm= | awk '$1 != 0 {print $2}'
}

status_names() { # NAME...: what ocs-btsrv status lists
  run_on server 120 status ocs-btsrv status
  local name
  for name; do
    grep -q "^ *[0-9]* .*$name" "$work/log/status" || fail "no $name in: $(cat "$work/log/status")"
  done
}

# in_order HOST WORD...: our doctor has nothing to say but OK.
in_order() {
  run_on "$1" 60 "doctor-$1" ocs-bt-doctor "${@:2}"
  grep -q '^[0-9]* OK, 0 WARN, 0 FAIL$' "$work/log/doctor-$1" || fail "$(<"$work/log/doctor-$1")"
}

# The completion of every command of ours, in the bash that the release has.
completes() {
  run_on server 30 completion bash -c 'cd /usr/share/bash-completion/completions
    for command in ocs-bt-convert ocs-bt-doctor ocs-bt-live-inject; do
      source "./$command"
      COMP_WORDS=("$command" --h) COMP_CWORD=1 COMPREPLY=()
      "$(complete -p "$command" | sed "s/.*-F \([^ ]*\) .*/\1/")"
      [[ ${COMPREPLY[*]} == --help ]] || { echo "$command: ${COMPREPLY[*]}"; exit 1; }
    done'
}

# stop_service NAME...: `stop` as the scripts do it leaves those running, through a fault of theirs.
stop_service() {
  # shellcheck disable=SC2046
  timed "ocs-btsrv stop" run_on server 120 stop ocs-btsrv stop "$image" $(partitions)
  left_running "$@"
}

stop_service_brutally() {
  timed "ocs-btsrv -b stop" run_on server 120 stop-b ocs-btsrv -b stop
  left_running
}

left_running() { # NAME...
  await 15 run_just server "$@" || fail "on the server run: $(running server | xargs); meant to: $*"
}

run_just() { # HOST NAME...
  [[ $(running "$1" | sort | xargs) == "$(printf '%s\n' "${@:2}" | sort | xargs)" ]]
}

# ---- the clients

# client_up NAME NUMBER [DISK]: with a blank disk under that name or the one saved, and that one to compare.
client_up() {
  new_disk "$1"
  host_up "$1" "$2" "$link" "${3:-$source_disk}=$disk" "original=$source_device"
}

# leave_soon CLIENT: from now on it does not wait for others once it is done. The scripts read this file,
# which no package has, after their own settings.
leave_soon() {
  on "$1" bash -euc 'mkdir -p /etc/ocs
    printf "%s\n" "ezio_leecher_opt=\"-t 0\"" "ezio_upload_timeout=1" >/etc/ocs/ocs-live.conf'
}

# restore CLIENT ROWSxCOLUMNS WORD...: ocs-sr as the boot parameters of a client say it, on a terminal.
restore() {
  local client=$1 rows=${2%x*} columns=${2#*x}
  shift 2
  run_on "$client" 600 "restore-$client" script -qec \
    "stty rows $rows cols $columns; ocs-sr -l en_US.UTF-8 --batch -p true -scr $*" /dev/null
}

# The two screens of Debian 13 and later, by the columns the terminal has.
shown() { # LOG tui|cli
  local -A screens=([tui]="Use Ezio TUI mode" [cli]="Use Ezio simple output mode")
  grep -q "${screens[$2]}" "$work/log/$1" || fail "not the screen '$2': $(tail "$work/log/$1")"
  grep -aq "Finished" "$work/log/$1"
}

# As a menu of Clonezilla puts it: the scripts then grow file systems and mount them.
usual_options="-g auto -e1 auto -e2 -r"
# The scripts leave the file systems as they came.
plain_options="-irhr -ius -iui"

# restored CLIENT exactly|files [NUMBER...]: these partitions, or all, are like those saved, and nothing
# runs any more.
restored() {
  local client=$1 how=$2
  shift 2
  (($#)) || set -- 1 2 3
  same_disk "$client" "$source_disk" original "$image" "$how" "$@"
  await 5 run_just "$client" || fail "on $client still run: $(running "$client" | xargs)"
}

client_down() { # NAME
  host_down "$1"
  detach_disk "$1"
}

# Two on links of 100 Mbit/s; the second starts ten seconds later, and goes on when the first has left.
two_clients() { # ROWSxCOLUMNS OPTION...
  timed "two clients, one 10 s late" restore_two "$@"
  restored client2 exactly
  restored client3 exactly
  client_down client2
  client_down client3
}

restore_two() { # ROWSxCOLUMNS OPTION...
  local words=("$1" "$plain_options" "${@:2}" bt_restoredisk "$image" "$source_disk") first
  client_up client2 12
  client_up client3 13
  leave_soon client2
  leave_soon client3
  restore client2 "${words[@]}" 3>&- &
  first=$!
  sleep 10
  restore client3 "${words[@]}"
  wait "$first"
}
