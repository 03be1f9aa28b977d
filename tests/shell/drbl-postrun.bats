#!/usr/bin/env bats
# The hook that drblpush runs at its end, in trees as drblpush makes them: copies of /usr/bin, /usr/sbin and
# /usr/lib in the clients' root.

bats_require_minimum_version 1.5.0
load ../lib/common

setup() {
  server=$BATS_TEST_TMPDIR/server
  root=$server/tftpboot/node_root
  mkdir -p "$server/usr/lib/ocs-bt-tools/args" "$server"/usr/{bin,sbin,share/drbl/postrun/drbl} "$root"
  echo launcher >"$server/usr/lib/ocs-bt-tools/launcher"
  for name in ezio ctorrent ezio_ui.py; do
    ln -s ../lib/ocs-bt-tools/launcher "$server/usr/bin/$name"
  done
  echo other >"$server/usr/bin/ls"
  ln -s ls "$server/usr/bin/dir"
  echo other >"$server/usr/sbin/ocs-sr"
  mkdir "$server/usr/lib/other"
  hook=$server/usr/share/drbl/postrun/drbl/ocs-bt-tools
  cp "$top/shell-hooks/drbl-postrun/ocs-bt-tools" "$hook"
  mkdir "$BATS_TEST_TMPDIR/drbl"
  printf '#!/bin/sh\n[ "$1" = drbl_common_root ] && echo "%s/"\n' "$root" >"$BATS_TEST_TMPDIR/drbl/get-drbl-conf-param"
  chmod +x "$BATS_TEST_TMPDIR/drbl/get-drbl-conf-param"
  PATH=$BATS_TEST_TMPDIR/drbl:$PATH
}

# As drblpush of DRBL 2.32 to 5.4 (Debian 11 to 13) does where /bin, /sbin and /lib are links into /usr.
push() {
  rm -rf "$root/bin" "$root/sbin"
  mkdir -p "$root"/{bin,sbin,lib}
  cp -a "$server"/usr/bin/* "$root/bin/"
  cp -a "$server"/usr/sbin/* "$root/sbin/"
  cp -a "$server"/usr/lib/. "$root/lib/"
}

# As drblpush of DRBL 5.11 (forky).
push_into_usr() {
  mkdir -p "$root"/usr/{bin,sbin,lib}
  cp -a "$server"/usr/bin/* "$root/usr/bin/"
  cp -a "$server"/usr/sbin/* "$root/usr/sbin/"
  cp -a "$server"/usr/lib/* "$root/usr/lib/"
}

nothing_of_ours() { # FOLDER
  local left
  left=$(find "$1" -name '*ezio*' -o -name ctorrent -o -path '*ocs-bt-tools*')
  [[ -z $left ]] || fail "still there: $left"
}

@test "copies of ours go, everything else stays" {
  push
  run -0 "$hook"
  [[ $output == "ocs-bt-tools: took 4 copies out of $root; "* ]]
  nothing_of_ours "$root"
  [[ -e $root/bin/ls && -L $root/bin/dir && -e $root/sbin/ocs-sr && -d $root/lib/other ]]
  [[ -L $server/usr/bin/ezio && -e $server/usr/lib/ocs-bt-tools/launcher ]]
}

@test "the same in the layout of later DRBL, where bin and lib are links into usr" {
  push_into_usr
  ln -s usr/bin "$root/bin"
  ln -s usr/lib "$root/lib"
  run -0 "$hook"
  nothing_of_ours "$root"
  [[ -e $root/usr/bin/ls && -d $root/usr/lib/other ]]
}

@test "an original that was copied before ours was installed does not shadow ours" {
  push
  rm "$root/bin/ctorrent"
  echo original >"$root/bin/ctorrent"
  echo original >"$root/sbin/ezio"
  "$hook"
  [[ ! -e $root/bin/ctorrent && ! -e $root/sbin/ezio ]]
}

@test "after an upgrade clients have nothing of the older version, with or without another drblpush" {
  push
  "$hook"
  echo newer >"$server/usr/lib/ocs-bt-tools/launcher"
  nothing_of_ours "$root"
  push
  "$hook"
  nothing_of_ours "$root"
}

@test "a second run finds nothing and says nothing" {
  push
  "$hook"
  run -0 "$hook"
  [[ -z $output ]]
}

@test "without a clients' root there is nothing to do" {
  rm -rf "$server/tftpboot"
  run -0 "$hook"
  [[ -z $output ]]
}

@test "a folder that leads out of the clients' root is left alone" {
  ln -s "$server/usr/bin" "$root/bin"
  ln -s "$server/usr/lib" "$root/lib"
  run -0 "$hook"
  [[ -z $output && -L $server/usr/bin/ezio && -e $server/usr/lib/ocs-bt-tools/launcher ]]
}

@test "a clients' root that is the server's own is left alone" {
  printf '#!/bin/sh\necho /\n' >"$BATS_TEST_TMPDIR/drbl/get-drbl-conf-param"
  run -0 "$hook"
  [[ -z $output ]]
}
