# What tests/bench/swarm says of its results, the lines that cases.bash makes. Source it.

void_below=20 # percent idle
void_from=10 # percent stolen

describe() { # LINE
  local program name first median last copy sent duplicates cpu server_cpu rss idle own stolen
  IFS=$'\t' read -r program name first median last copy sent duplicates cpu server_cpu rss idle own stolen <<<"$1"
  printf '%-12s %s: first %s, median %s, last %s F/B' "$program" "${case_names[$name]}" "$first" "$median" "$last"
  [[ $own == - ]] || printf ', the late one %s of its own' "$own"
  printf '; server sent %s F until the first full copy, %s F in all; duplicates %s %%; CPU %s s per GB (server %s);' \
    "$copy" "$sent" "$duplicates" "$cpu" "$server_cpu"
  printf ' peak memory %s MiB; idle %s %%, stolen %s %%%s\n' "$rss" "$idle" "$stolen" \
    "$( ((idle >= void_below && stolen < void_from)) || echo '  VOID')"
}

# column N PROGRAM CASE: of all runs that count.
column() {
  awk -F '\t' -v n="$1" -v p="$2" -v c="$3" -v least="$void_below" -v most="$void_from" \
    '$1 == p && $2 == c && $12 >= least && $14 < most && $n != "-" {print $n}' "$results"
}

summarize() { # PROGRAM CASE
  local runs void
  runs=$(awk -F '\t' -v p="$1" -v c="$2" '$1 == p && $2 == c' "$results" | wc -l)
  void=$((runs - $(column 1 "$1" "$2" | wc -l)))
  printf '%-12s %s: ' "$1" "${case_names[$2]}"
  if ((void == runs)); then
    printf 'all %d runs void\n' "$runs"
    return
  fi
  printf 'last %s F/B, median client %s, first %s;' "$(spread 5 %.2f "$@")" "$(spread 4 %.2f "$@")" "$(spread 3 %.2f "$@")"
  [[ $2 != late ]] || printf ' the late one %s of its own;' "$(spread 13 %.2f "$@")"
  printf ' server until the first full copy %s F; duplicates %s %%; CPU %s s per GB; memory %s MiB; idle %s %%; %d runs, %d void\n' \
    "$(spread 6 %.2f "$@")" "$(spread 8 %.1f "$@")" "$(spread 9 %.1f "$@")" "$(spread 11 %d "$@")" \
    "$(spread 12 %d "$@")" "$runs" "$void"
}

spread() { # COLUMN FORMAT PROGRAM CASE
  column "$1" "$3" "$4" | median_and_spread "$2"
}

# The last client of one kind of run over that of another, run by run; only where both count.
compare() { # PROGRAM CASE OTHER-PROGRAM OTHER-CASE
  local ratios
  ratios=$(paste <(last_ones "$1" "$2") <(last_ones "$3" "$4") |
    awk '$1 != "void" && $2 != "void" && NF == 2 {printf "%.3f\n", $1 / $2}')
  printf 'last client, %s %s / %s %s: %s\n' "$1" "${case_names[$2]}" "$3" "${case_names[$4]}" \
    "$(if [[ $ratios ]]; then median_and_spread %.2f <<<"$ratios"; else echo 'no pair of runs counts'; fi)"
}

last_ones() { # PROGRAM CASE
  awk -F '\t' -v p="$1" -v c="$2" -v least="$void_below" -v most="$void_from" \
    '$1 == p && $2 == c {print ($12 >= least && $14 < most ? $5 : "void")}' "$results"
}
