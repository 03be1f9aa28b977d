# Ours, all clients in one process, each with the sockets of its own host: what a room does whose clients have a processor
# each, as far as one machine can show it. Its times are without the start of a JVM (a client alone has its first block
# about 0.25 s after its program's start); code is compiled once for all, by the program's own flags; memory is that of all,
# and CPU a client's part.

# shellcheck source=ours.bash
source "$bench/impl/ours.bash"

before_fetch() {
  (cd "$top" && mvn -q -B -Dstyle.color=never -pl downloader -am test-compile >&2)
  [[ -z ${orders:-} ]] || exec {orders}>&-
  local flags
  mapfile -t flags < <(grep -E '^-XX:(\+Unlock|MaxDirect|[-+]?C1|Tier|CompileCommand)' "$top/target/dist/args/ezio.args")
  exec {orders}> >(exec ip netns exec "$prefix-sw" java -XX:+UseSerialGC -XX:-UsePerfData "${flags[@]}" -Xmn256m -Xmx2g \
    -cp "$top/downloader/target/test-classes:$top/target/dist/lib/*" \
    org.ocsbt.downloader.face.ManyClientsMain >"$work/log.together" 2>&1)
  together=$!
  pids+=("$together")
}

fetch_command() {
  local sockets=/run/netns/$prefix-$1
  ezio_limits
  command=("$sockets" "$(done_file "$1")" "$work/log.$1" -t 15 "${limits[@]}" "$torrent" "$(target_of "$1")")
}

start_client() {
  printf '%s\n' "$(IFS=$'\t' && echo "${command[*]}")" >&"$orders"
  spawned=$together
}

cpu_of_client() { cpu_of "$together" | awk -v n="$clients" '{print $1 / n}'; }
