# First runs of the programs, which tell what classes they load. For `build`, which sources it: they are run from its $dist.

# cds/MODULE.classes: our own classes, and what else first runs load, one for each profile. As threads race, a transfer's
# differ by a few from time to time.
list_classes() {
  local command module main profile jar home
  local -A ran=()
  home=$(java_home)
  while read -r command module main profile; do
    [[ ! -v ran[$module-$profile] ]] || continue
    ran[$module-$profile]=1
    rm -rf "$dist/first-run"
    mkdir -p "$dist/first-run/classes"
    # No status matters in there, a program's own or that of ending one that has ended: only the lists. None at all ends the build.
    first_run "$module-$profile" "$command" </dev/null >"$dist/first-run/log" 2>&1 || true
    # Of later Java, without the numbers that hold for one list only.
    sed -s -e '/^#/d' -e 's/ id: [0-9]*$//' "$dist/first-run/classes"/*[0-9] >>"$dist/cds/$module.classes"
  done < <(list_programs)
  rm -rf "$dist/first-run"
  for module in "${!class_paths[@]}"; do
    for jar in "$dist/lib"/{ocs-bt-tools,"$module"}-[0-9]*.jar; do
      "$home/bin/jar" --list --file "$jar" | sed -n -e '/-info\.class$/d' -e 's/\.class$//p' >>"$dist/cds/$module.classes"
    done
    LC_ALL=C sort -u -o "$dist/cds/$module.classes" "$dist/cds/$module.classes"
  done
}

# Runs a program of this module and profile so that it loads what it usually needs, and ends.
first_run() { # MODULE-PROFILE COMMAND
  case $1 in
    downloader-tool) first_order "$2" ;;
    downloader-transfer) first_transfer "$2" ;;
    *) (recorded "$2" -h) ;;
  esac
}

# A small image and its torrent.
first_torrent() { # TRACKER-PORT
  local image=$dist/first-run/image
  mkdir -p "$image/part"
  head -c 1M /dev/zero >"$image/part/$(printf %032x 0)"
  (run_program mktorrent -p -l 15 -a "http://127.0.0.1:$1/announce" -o "$image/part.torrent" "$image/part")
}

# A tool whose order a daemon takes: most of what a tool loads has to do with talking.
first_order() { # TOOL
  local work=$dist/first-run daemon address=
  first_torrent 1 # where no tracker is
  recorded ezio -F -l 127.0.0.1:0 >"$work/daemon.log" &
  daemon=$!
  until [[ -n $address ]] || ! kill -0 "$daemon" 2>/dev/null; do
    address=$(sed -n 's/.*Server listening on //p' "$work/daemon.log")
    sleep 0.1
  done
  (recorded "$1" -a "$address" -S "$work/image/part.torrent" "$work/image")
  kill "$daemon"
  wait
}

# Small transfers over the loopback interface: a client from a seeder, and another one from that client when the seeder is
# gone. Most of a client's classes are of no use to -h, and who serves needs others than who fetches.
first_transfer() { # EZIO
  local work=$dist/first-run port=$((20000 + RANDOM % 10000)) seeder running=()
  first_torrent "$port"
  run_program opentracker -p "$port" -d "$work/image" -w /none &
  running+=("$!")
  recorded "$1" -U -f -T "$work/image/part.torrent" -L "$work/image" &
  seeder=$!
  first_fetch "$1" one
  kill "$seeder"
  wait "$seeder"
  first_fetch "$1" two
  kill "${running[@]}"
  wait
}

first_fetch() { # EZIO NAME: returns when that client, one more that is running, has all
  local target=$dist/first-run/$2
  truncate -s 1M "$target"
  OCS_BT_REPORT=$target.report recorded "$1" -t 1 "$dist/first-run/image/part.torrent" "$target" &
  running+=("$!")
  until [[ -s $target.report ]] || ! kill -0 "$!" 2>/dev/null; do sleep 0.1; done
}

run_program() { # NAME ARGUMENTS...
  exec timeout 60 "$dist/bin/$1" "@$dist/args/$1.args" "${@:2}"
}

# As run_program; the program lists the classes that it loads.
recorded() { # COMMAND ARGUMENTS...
  local process=${1#ezio_} mine=$dist/first-run/classes/$BASHPID
  sed "1i -XX:DumpLoadedClassList=$(quoted "$mine")" "$dist/args/$process.args" >"$mine.args"
  exec timeout 60 "$dist/bin/$process" "@$mine.args" "${@:2}"
}
