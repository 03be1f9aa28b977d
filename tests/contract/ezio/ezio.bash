# For the tests of ezio and its tools: a network of their own, an image with two partitions as
# Clonezilla lays it out, a tracker, and Python as the partner. Load ../../lib/common first.

# shellcheck disable=SC2154 # top comes from common
python=/usr/bin/python3
partitions=(sda1 sda2)
second_slice=$((16 << 20)) # where on its device a partition's second slice lies

# Enters a fresh network, in which ports are free and no stranger's client is about; commands run in
# it with "${inside[@]}".
enter_network() {
  needs_root
  start network.log unshare --net sleep infinity
  inside=(nsenter "--net=/proc/$pid/ns/net" --)
  await 5 has_own_network "$pid" || fail "no network namespace: $(<network.log)"
  "${inside[@]}" ip link set lo up
}

has_own_network() { # PID
  [[ $(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" ]]
}

# Z/I/sda1/<offset>, Z/I/sda1.torrent and so on, as ocs-btsrv leaves them in the image's directory.
make_image() {
  local p
  for p in "${partitions[@]}"; do
    mkdir -p "Z/I/$p"
    head -c 5000000 /dev/urandom >"Z/I/$p/$(printf %032x 0)"
    head -c 300000 /dev/urandom >"Z/I/$p/$(printf %032x "$second_slice")"
    mktorrent -p -l 18 -a http://127.0.0.1:6969/announce -o "Z/I/$p.torrent" "Z/I/$p" >/dev/null
    truncate -s 20M "dev-$p"
  done
}

start_tracker() {
  start tracker.log "${inside[@]}" opentracker -p 6969 -d "$PWD/Z/I" -w /none
  await 10 "${inside[@]}" nc -z 127.0.0.1 6969 || fail "no tracker: $(<tracker.log)"
}

start_daemon() { # LOG ARGUMENT...
  local log=$1
  shift
  start "$log" "${inside[@]}" ezio "$@"
  await 10 grep -q 'Server listening on' "$log" || fail "$(<"$log")"
}

# A block device in $full_device of 20 MiB, of which only the first few hold data: what is behind it
# is full then. The test undoes it with release_full_device.
attach_full_device() {
  mkdir small
  mount -t tmpfs -o size=2M full small
  truncate -s 20M small/disk
  full_device=$(losetup --find --show small/disk)
}

release_full_device() {
  [[ -z ${full_device:-} ]] || losetup --detach "$full_device"
  ! mountpoint -q small || umount --lazy small
}

holds_image() { # PARTITION: its target has the image's bytes
  cmp -n 5000000 "Z/I/$1/$(printf %032x 0)" "dev-$1" &&
    cmp -i 0:"$second_slice" -n 300000 "Z/I/$1/$(printf %032x "$second_slice")" "dev-$1"
}

is_untouched() { # PARTITION
  cmp "dev-$1" <(head -c 20M /dev/zero)
}

listens() { # PORT of the control service
  "${inside[@]}" nc -z 127.0.0.1 "$1"
}

needs_python_grpc() {
  "$python" -c 'import grpc_tools, grpc' 2>/dev/null || skip "python3-grpcio and python3-grpc-tools are not installed"
}

# Python's own stubs of the service, made from our description of it.
make_stubs() {
  needs_python_grpc
  "$python" -m grpc_tools.protoc "-I$top/downloader/src/main/proto" --python_out=. --grpc_python_out=. ezio.proto
  export PYTHONPATH=$PWD PYTHONDONTWRITEBYTECODE=1
}

# ends_with STATUS PID: a program that start began ends, with that status.
ends_with() {
  local status=0
  await 20 ended "$2" || fail "$2 still runs"
  wait "$2" || status=$?
  ((status == $1)) || fail "$2 ended with $status, not $1"
}
