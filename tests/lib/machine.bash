# A machine of its own for one test: this one's files below a layer that vanishes, and a network of its own.
# Load after common; bats 1.5 or later.

# machine COMMANDS: runs bash COMMANDS as root in such a machine, which has the address 10.77.0.1 on eth0;
# the checkout is read-only there. $status and $output as from run.
machine() {
  local inside=$BATS_TEST_TMPDIR/inside
  mkdir -p "$inside"
  run timeout 100 unshare --mount --net --fork --kill-child -- bash -euc '
    mount --make-rprivate /
    mount -t tmpfs tmpfs "$1"
    mkdir "$1"/{upper,work,root}
    mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
    mount --rbind /proc "$1/root/proc"
    mount --rbind /dev "$1/root/dev"
    mount -t sysfs sysfs "$1/root/sys"
    mkdir -p "$1/root$2"
    mount --bind "$2" "$1/root$2"
    mount -o remount,bind,ro "$1/root$2"
    mount -t tmpfs tmpfs "$1/root/run"
    ip link set lo up
    ip link add eth0 type veth peer name peer0
    ip link set peer0 up
    ip link set eth0 up
    ip address add 10.77.0.1/24 dev eth0
    exec chroot "$1/root" bash -euc "$3"' - "$inside" "$top" "cd /; $1"
}

says() { # LINE, a pattern, among the lines of the output
  local line
  for line in "${lines[@]}"; do
    # shellcheck disable=SC2053 # a pattern is meant
    [[ $line != $1 ]] || return 0
  done
  fail "no line like '$1' in: $output"
}
