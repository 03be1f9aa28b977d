# One transfer in the room with the program that is loaded: start, wait, measure. Source it after room and measure.
#
# A program is a file in ../impl that sets the array `command` for each host:
#   seed_command        the server, which has $image and $torrent
#   fetch_command N     client N, which makes done_file N when it has all of it
#   target_of N         where client N's bytes come to lie
# and, where starting is not all there is to do, after_seed, before_fetch and after_fetch N...; where a client writes to
# a disk that is there, make_target N; where a client is no process, start_client N and cpu_of_client N.

pids=() limits_of_host=() client=() begun=() received_before=()
usual_hooks='after_seed() { :; }; before_fetch() { :; }; after_fetch() { :; }; make_target() { :; }
start_client() { spawn "$1" "$work/log.$1" "${command[@]}"; }
cpu_of_client() { cpu_of "${client[$1]}"; }'

load_impl() { # NAME or PATH
  impl=$1
  eval "$usual_hooks"
  local file=$impl
  [[ $impl != */* ]] || file=daemon
  # shellcheck source=../impl/ours.bash
  source "$bench/impl/$file.bash"
}

done_file() { printf '%s\n' "$work/done.$1"; }

# done_script N: a program that makes done_file N; its path is in $script.
done_script() {
  script=$work/script.$1
  printf '#!/bin/sh\necho done >%q\n' "$(done_file "$1")" >"$script"
  chmod +x "$script"
}

# make_disk FILE BYTES: what stands for a client's disk. A disk takes no processor time, but memory does when it is first
# touched, most of all if the machine then has to get it from its host: so it has been touched. Nothing is written to the
# file by that: all of it is one hole.
make_disk() {
  head -c "$2" /dev/zero >"$1"
  rm "$1"
  fallocate -l "$2" "$1"
}

# What follows from the options: sizes, and times in seconds.
derive() {
  bytes=$((size << 20)) piece_bytes=$((piece << 10))
  bound=$(awk -v f="$bytes" -v r="$rate" 'BEGIN {printf "%.3f", f * 8 / r / 1e6}')
  poll=$(awk -v b="$bound" 'BEGIN {printf "%.3f", b / 100}')
  limit=$(awk -v b="$bound" 'BEGIN {printf "%d", 60 + 6 * b}')
}

# The image, and the room with all its hosts. No client waits for the disk that all would share.
set_up_room() {
  local host
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/room.XXXXXX")
  mount -t tmpfs room "$work"
  : "${results:=$work/results}"
  make_data
  make_switch
  for ((host = 0; host <= clients; host++)); do add_host "$host"; done
  introduce_hosts "$clients"
}

remove_work() {
  [[ -n $work ]] || return 0
  umount "$work"
  rmdir "$work"
}

# The image has one slice, with offset 0, so that it is the same as a target's bytes.
make_data() {
  image=$work/image torrent=$work/image/part.torrent slice=$(printf %032x 0)
  mkdir -p "$image/part"
  head -c "$bytes" /dev/urandom >"$image/part/$slice"
  "$top/shell-hooks/bin/ctorrent" -t -p -l "$piece_bytes" -u http://10.77.0.1:6969/announce -s "$torrent" \
    "$image/part" >/dev/null
}

# The tracker is ours for every program.
start_server() {
  spawn 0 "$work/log.tracker" "$top/shell-hooks/bin/opentracker" -p 6969 -d "$image" -w /none
  until ip netns exec "$prefix-0" nc -z 127.0.0.1 6969; do sleep 0.1; done
  seed_command
  spawn 0 "$work/log.0" "${command[@]}"
  seeder=$spawned
  after_seed
  await_seeder
  before_fetch
  sleep 2 # what a server's start leaves to be done is none of its clients' burden
}

await_seeder() {
  local deadline=$((SECONDS + 60))
  until ip netns exec "$prefix-0" curl -s http://127.0.0.1:6969/scrape | grep -aq 8:completei1e; do
    ((SECONDS < deadline)) || die "the server ($impl) is not there: $(tail -c 300 "$work/log.0")"
    sleep 0.2
  done
}

# watch_first_copy LAST: makes $work/first-copy from the files of clients 1 to LAST. Returns when it watches, as the
# clients are not to be charged for Python's start.
watch_first_copy() {
  local n files=()
  for ((n = 1; n <= $1; n++)); do files+=("$(target_of "$n")"); done
  spawn sw "$work/log.first-copy" /usr/bin/python3 "$bench/lib/first_copy.py" "$bytes" "$poll" \
    "$work/first-copy" p0 "${files[@]}"
  until [[ -s $work/log.first-copy ]]; do sleep 0.05; done
}

# start_clients N...: sets begin, if it is empty, when all is made ready for them.
start_clients() {
  local n fetches=()
  for n; do
    fetch_command "$n"
    fetches[n]=${command[*]@Q}
  done
  : "${begin:=$EPOCHREALTIME}"
  for n; do
    eval "command=(${fetches[n]})"
    limit_client "$n"
    begun[n]=$EPOCHREALTIME
    start_client "$n"
    client[n]=$spawned
    limits_of_host=()
  done
  after_fetch "$@"
}

# With --memory a client has that much of it, and one core. The groups can't be reached from inside the namespace.
limit_client() { # N
  [[ -z $memory ]] ||
    limits_of_host=(taskset -c "$(($1 % $(nproc)))" "$top/tests/lib/within-memory" "$prefix-$1" "$memory")
}

remove_memory_groups() {
  local n
  [[ -n $memory ]] || return 0
  for ((n = 1; n <= clients; n++)); do "$top/tests/lib/within-memory" --remove "$prefix-$n"; done
}

# nap SECONDS: sleeps in this very process. The room has no processor to spare for programs that do.
nap() { read -r -t "$1" -u "$never" || true; }
exec {never}<> <(:)

await_clients() { # N...
  local n file deadline=$((SECONDS + limit))
  for n; do
    file=$(done_file "$n")
    until [[ -s $file ]]; do
      ((SECONDS < deadline)) || die "client $n ($impl) is not done after $limit s: $(tail -c 300 "$work/log.$n")"
      [[ -e /proc/${client[n]} ]] || die "client $n ($impl) ended early: $(tail -c 300 "$work/log.$n")"
      nap 0.1
    done
  done
}

# "SECONDS CPU RSS RECEIVED" of each client, from its own start or from BEGIN.
measure_clients() { # BEGIN N...
  local n from=$1
  shift
  for n; do
    printf '%s %s %s %s\n' "$(awk -v a="${from:-${begun[n]}}" -v b="$(stat -c %.6Y "$(done_file "$n")")" 'BEGIN {print b - a}')" \
      "$(cpu_of_client "$n")" "$(peak_mib "${client[n]}")" \
      "$(($(payload_of "$prefix-sw" "p$n" tx) - received_before[n]))"
  done
}

note_counters() {
  local n
  sent_before=$(payload_of "$prefix-sw" p0 rx)
  for ((n = 1; n <= clients; n++)); do received_before[n]=$(payload_of "$prefix-sw" "p$n" tx); done
  stat_before=$(head -n 1 /proc/stat)
  seeder_cpu_before=$(cpu_of "$seeder")
}
