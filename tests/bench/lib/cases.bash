# The ways a room is filled. Each appends a line to $results: program, case, times of the first, median and last
# client over F/B, bytes the server had sent when the first full copy was out and in the end over F, duplicates in
# percent, CPU seconds per GB of the clients and of the server, peak MiB of a client, idle percent, the time of
# the client the case is about (or -), and the percentage that the machine's host took. Source it after transfer.

staged_first=3
blind=0 # how many clients at the end have targets that don't show their holes

declare -A case_names=(
  [plain]='all at once'
  [late]='one joins halfway'
  [without]='without the slow client'
  [slow]='with the slow client'
  [staged]="$staged_first first, then the others"
)

clients_from() { seq "$1" "$2"; } # FIRST LAST

run_plain() {
  local all
  mapfile -t all < <(clients_from 1 "$clients")
  start_clients "${all[@]}"
  await_clients "${all[@]}"
  record "$begin" - "${all[@]}"
}

# Its time counts from its own start.
run_late() {
  local others
  mapfile -t others < <(clients_from 1 $((clients - 1)))
  start_clients "${others[@]}"
  sleep "$(awk -v b="$bound" 'BEGIN {print b / 2}')"
  start_clients "$clients"
  await_clients "${others[@]}" "$clients"
  local own
  own=$(measure_clients '' "$clients" | awk -v b="$bound" '{printf "%.3f", $1 / b}')
  record "$begin" "$own" "${others[@]}"
}

run_without() {
  local others
  mapfile -t others < <(clients_from 1 $((clients - 1)))
  start_clients "${others[@]}"
  await_clients "${others[@]}"
  record "$begin" - "${others[@]}"
}

# The slow one is not waited for.
run_slow() {
  local others
  mapfile -t others < <(clients_from 1 $((clients - 1)))
  set_rate "$clients" "$slow_rate"
  start_clients "${others[@]}" "$clients"
  await_clients "${others[@]}"
  record "$begin" - "${others[@]}"
  set_rate "$clients" "$rate"
}

run_staged() {
  local stage others
  mapfile -t stage < <(clients_from 1 "$staged_first")
  mapfile -t others < <(clients_from $((staged_first + 1)) "$clients")
  start_clients "${stage[@]}"
  await_clients "${stage[@]}"
  start_clients "${others[@]}"
  await_clients "${others[@]}"
  record "$begin" - "${stage[@]}" "${others[@]}"
}

run_case() { # CASE
  local n
  rm -rf "$work"/{done,target,got,settings,script,log}.* "$work/first-copy"
  start_server
  for ((n = 1; n <= clients; n++)); do make_target "$n"; done
  note_counters
  watch_first_copy "$((clients - blind))"
  begin=''
  "run_$1"
  end_programs
  remove_memory_groups
}

record() { # BEGIN OWN-TIME N...
  local stat_after own=$2 begin=$1 sent seeder_cpu copy=-
  stat_after=$(head -n 1 /proc/stat)
  shift 2
  sent=$(($(payload_of "$prefix-sw" p0 rx) - sent_before))
  seeder_cpu=$(cpu_of "$seeder")
  [[ ! -s $work/first-copy ]] || copy=$(<"$work/first-copy")
  measure_clients "$begin" "$@" | sort -n |
    awk -v program="${impl##*/}" -v name="$case" -v b="$bound" -v f="$bytes" -v copy="$copy" -v sent="$sent" \
      -v cpu0="$seeder_cpu_before" -v cpu1="$seeder_cpu" -v idle="$(idle_share "$stat_before" "$stat_after")" \
      -v stolen="$(stolen_share "$stat_before" "$stat_after")" -v own="$own" -v OFS='\t' '
      {t[NR] = $1 / b; cpu += $2; if ($3 > rss) rss = $3; extra += $4 - f}
      END {
        print program, name, sprintf("%.3f", t[1]), sprintf("%.3f", t[int((NR + 1) / 2)]), sprintf("%.3f", t[NR]),
          (copy == "-" ? "-" : sprintf("%.3f", copy / f)), sprintf("%.3f", sent / f), sprintf("%.2f", 100 * extra / f / NR),
          sprintf("%.2f", cpu * 1e9 / f / NR), sprintf("%.2f", (cpu1 - cpu0) * 1e9 / sent), rss, idle, own, stolen}' >>"$results"
  describe "$(tail -n 1 "$results")"
}
