# Part of ocs-bt-doctor: memory and clock.

memory_mib() { # FIELD of /proc/meminfo
  awk -v field="$1:" '$1 == field {print int($2 / 1024)}' /proc/meminfo
}

# What ezio gets for pieces, in MiB: Debian 11's and 12's scripts give a share of the free memory, later
# ones a number or a quarter of all; where they give none ezio takes a quarter, at most 192.
cache_mib() {
  local ratio size total
  ratio=$(setting ezio_cache_ratio '')
  size=$(setting ezio_cache_size '')
  total=$(memory_mib MemTotal)
  if [[ $ratio =~ ^[0-9]*\.?[0-9]+$ ]]; then
    awk -v ratio="$ratio" -v free="$(memory_mib MemFree)" 'BEGIN {print int(ratio * free)}'
  elif [[ $size =~ ^[0-9]+$ ]]; then
    echo "$size"
  elif grep -qs '^ezio_cache_size=' /etc/drbl/drbl-ocs.conf; then
    echo $(((total + 3) / 4))
  else
    echo $((total / 4 < 192 ? total / 4 : 192))
  fi
}

check_memory() {
  local available cache
  local -r jvm=130 least=32 # MiB: the program besides its pieces; two pieces of 16 MiB
  available=$(memory_mib MemAvailable)
  cache=$(cache_mib)
  if ((available < jvm + least)); then
    bad memory "$available MiB are free, ezio needs $((jvm + least)) at least; end something, or add memory"
  elif ((available < jvm + cache)); then
    warn memory "$available MiB are free, ezio may take $jvm and $cache for pieces; set less in drbl-ocs.conf (ezio_cache_ratio, ezio_cache_size)"
  else
    ok memory "$available MiB are free, ezio may take $jvm and $cache for pieces"
  fi
}

# BitTorrent does without a clock, but logs and torrents are dated.
check_clock() {
  local now made
  now=$(date +%s)
  made=$(stat -L -c %Y -- "$home/launcher")
  if ((now < made)); then
    warn clock "it is $(date '+%F %R') here, before this program was made; set the clock"
  else
    ok clock "$(date '+%F %R %Z')"
  fi
}
