# An ezio of version 2, whose path $impl is: a daemon for each host, told what to do over gRPC. Whether it is the
# C++ one or ours makes no difference here. daemon_client.py adds the torrents and notices who is done; it is ready
# before the clients start, as they are not to be charged for Python's start.

daemon_options=(--listen 0.0.0.0:50051)

make_stubs() {
  [[ -e $work/stubs/ezio_pb2.py ]] || {
    mkdir -p "$work/stubs"
    /usr/bin/python3 -m grpc_tools.protoc "-I$top/downloader/src/main/proto" \
      --python_out="$work/stubs" --grpc_python_out="$work/stubs" ezio.proto
  }
}

ask_daemons() { # LOG ARGUMENTS...
  local log=$1
  shift
  make_stubs
  spawn sw "$log" env PYTHONPATH="$work/stubs" /usr/bin/python3 "$top/tests/bench/lib/daemon_client.py" \
    --connections "${connections:-0}" --uploads "${uploads:-0}" "$torrent" "$@"
}

seed_command() { command=("$impl" -F "${daemon_options[@]}"); }

after_seed() { ask_daemons "$work/ask.0" seed 10.77.0.1 "$image"; }

target_of() { printf '%s\n' "$work/target.$1"; }

make_target() { make_disk "$(target_of "$1")" "$bytes"; }

before_fetch() {
  wanted=$work/wanted
  rm -f "$wanted"
  ask_daemons "$work/ask.clients" fetch "$poll" "$wanted"
  local deadline=$((SECONDS + 60))
  until [[ -p $wanted ]]; do
    ((SECONDS < deadline)) || die "nobody is there to tell the daemons: $(tail -c 300 "$work/ask.clients")"
    sleep 0.05
  done
}

fetch_command() {
  command=("$impl" "${daemon_options[@]}")
}

after_fetch() { # N...
  local n
  for n; do
    printf '%s\t%s\t%s\n' "10.77.0.$((n + 1))" "$(target_of "$n")" "$(done_file "$n")"
  done >>"$wanted"
}
