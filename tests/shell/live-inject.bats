#!/usr/bin/env bats
# ocs-bt-live-inject on a live system made here: as a squashfs, and in an ISO that boots by BIOS and EFI.

bats_require_minimum_version 1.5.0
load ../lib/common
load ../lib/live

setup_file() {
  ((EUID == 0)) || return 0
  system=$BATS_FILE_TMPDIR/system
  make_live_system "$system"
  mksquashfs "$system" "$BATS_FILE_TMPDIR/filesystem.squashfs" -comp gzip -Xcompression-level 2 -b 64K -quiet -no-progress
}

setup() {
  needs_mounts
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  mkdir "$TMPDIR" "$BATS_TEST_TMPDIR/work"
  cd "$BATS_TEST_TMPDIR/work"
  cp "$BATS_FILE_TMPDIR/filesystem.squashfs" .
}

teardown() {
  end_started
}

# stand_in NAME [FIELD...]: NAME.deb, with a command of that name and what postinst is in $postinst.
stand_in() {
  local tree=$BATS_TEST_TMPDIR/deb-$1
  mkdir -p "$tree/DEBIAN" "$tree/usr/bin"
  printf '%s\n' "Package: $1" 'Version: 1.2' 'Maintainer: a <a@example.org>' 'Description: stand-in' "${@:2}" >"$tree/DEBIAN/control"
  grep -q ^Architecture "$tree/DEBIAN/control" || echo 'Architecture: all' >>"$tree/DEBIAN/control"
  printf '#!/bin/sh\necho %s\n' "$1" >"$tree/usr/bin/$1"
  chmod 755 "$tree/usr/bin/$1"
  if [[ -n ${postinst:-} ]]; then
    printf '#!/bin/sh\nset -e\n%s\n' "$postinst" >"$tree/DEBIAN/postinst"
    chmod 755 "$tree/DEBIAN/postinst"
  fi
  dpkg-deb --root-owner-group -b "$tree" "$1.deb" >/dev/null
}

nothing_left() {
  [[ -z $(ls -A "$TMPDIR") ]] || fail "left in TMPDIR: $(ls -A "$TMPDIR")"
  ! ls -A . | grep -F '.new.' || fail "a half-made result is left"
}

# Everything in a system but dpkg's own files: type, mode, owner, name, target, content.
tree_of() { # SQUASHFS
  rm -rf "$BATS_TEST_TMPDIR/tree"
  unsquashfs -no-progress -quiet -d "$BATS_TEST_TMPDIR/tree" "$1" >/dev/null
  (
    cd "$BATS_TEST_TMPDIR/tree"
    find . -path ./var/lib/dpkg -prune -o -path ./var/log -prune -o -printf '%y %m %U:%G %p %l\n' | sort
    find . -path ./var/lib/dpkg -prune -o -path ./var/log -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
  )
}

packing_of() { # SQUASHFS
  unsquashfs -s "$1" | grep -E '^Compression|^Block size|level|Filters|Dictionary|window'
}

@test "packages are installed in the squashfs, and nothing else changes" {
  stand_in one
  stand_in two 'Depends: one'
  tree_of filesystem.squashfs >before
  chmod 640 filesystem.squashfs
  packing_of filesystem.squashfs >packing
  ocs-bt-live-inject filesystem.squashfs one.deb two.deb
  tree_of filesystem.squashfs >after
  diff before after >difference || true
  # Two commands; the folder's date is not compared.
  [[ $(grep -c '^>' difference) == 4 && $(grep -c '^<' difference) == 0 ]] || fail "$(<difference)"
  grep -q './usr/bin/one' difference
  [[ $(chroot "$BATS_TEST_TMPDIR/tree" dpkg-query -W -f='${Package} ${db:Status-Status}\n' one two) == $'one installed\ntwo installed' ]]
  [[ $(chroot "$BATS_TEST_TMPDIR/tree" two) == two ]]
  diff packing <(packing_of filesystem.squashfs)
  [[ $(stat -c %a filesystem.squashfs) == 640 ]]
  nothing_left
}

@test "with -o the input stays as it is, and the result gets its compression" {
  local how
  stand_in one
  for how in 'xz -Xbcj x86 -b 256K' 'zstd -Xcompression-level 3 -b 1M' 'lz4 -Xhc' 'lzo'; do
    # shellcheck disable=SC2086 # words are meant
    mksquashfs "$BATS_FILE_TMPDIR/system/usr/lib" small.squashfs -comp $how -quiet -no-progress -noappend
    # shellcheck disable=SC2086
    mksquashfs "$BATS_FILE_TMPDIR/system" in.squashfs -comp $how -quiet -no-progress -noappend
    sha256sum in.squashfs >sum
    ocs-bt-live-inject -o out.squashfs in.squashfs one.deb
    sha256sum -c --quiet sum
    diff <(packing_of in.squashfs) <(packing_of out.squashfs)
    unsquashfs -l out.squashfs | grep -q usr/bin/one
  done
  nothing_left
}

# An ISO as Clonezilla's: isolinux for BIOS, a FAT image for EFI, both also from a stick; lists of sums.
make_iso() {
  mkdir -p iso/{live,syslinux,boot}
  mv filesystem.squashfs iso/live/
  cp /usr/lib/ISOLINUX/isolinux.bin iso/syslinux/
  head -c 200K /dev/urandom >iso/boot/efi.img
  echo kernel >iso/live/vmlinuz
  echo old >iso/live/filesystem.packages
  echo 1 >iso/live/filesystem.size
  (
    cd iso
    mapfile -t files < <(find . -type f ! -name isolinux.bin | sort)
    md5sum "${files[@]}" >md5sum.txt
    sha256sum "${files[@]}" >SHA256SUMS
    (cd live && md5sum vmlinuz filesystem.squashfs >MD5SUMS)
  )
  xorriso -as mkisofs -o live.iso -V 'CLONEZILLA TEST' -J -R -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin \
    -b syslinux/isolinux.bin -c syslinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table \
    -eltorito-alt-boot -e boot/efi.img -no-emul-boot -isohybrid-gpt-basdat iso >log 2>&1 || fail "$(<log)"
}

# How an ISO boots, without the places and sizes, which move.
boot_records() { # ISO
  xorriso -indev "$1" -report_el_torito plain -report_system_area plain 2>/dev/null |
    grep -E '^(Volume|El Torito (img|boot)|System area summary|MBR partition|GPT (partname|type|partition path|partition flags))' |
    sed -E 's/ +[0-9]+( +[0-9]+)?$//'
  head -c 432 "$1" | sha256sum
  xorriso -indev "$1" -pvd_info 2>/dev/null | grep '^Volume Id'
}

@test "an ISO keeps its boot records; its lists and sums are renewed" {
  stand_in one
  make_iso
  boot_records live.iso >before
  grep -q 'MBR partition path .*efi.img' before # what is compared is there
  sha256sum live.iso >sum
  run -0 ocs-bt-live-inject --output new.iso live.iso one.deb
  [[ $output == *"Done: one 1.2 installed in "*"; renewed "*"/live/filesystem.squashfs"* ]]
  sha256sum -c --quiet sum
  diff before <(boot_records new.iso)
  osirrox -indev new.iso -extract / new >log 2>&1 || fail "$(<log)"
  diff <(cd iso && find . | sort) <(cd new && find . ! -name boot.cat | sort)
  (cd new && md5sum -c --quiet md5sum.txt && sha256sum -c --quiet SHA256SUMS && cd live && md5sum -c --quiet MD5SUMS)
  grep -q $'^one\t1.2$' new/live/filesystem.packages
  (($(<new/live/filesystem.size) > 1000000))
  cmp iso/live/vmlinuz new/live/vmlinuz
  unsquashfs -l new/live/filesystem.squashfs | grep -q usr/bin/one
  nothing_left
}

@test "an ISO without lists is replaced in place, and gets none" {
  stand_in one
  make_iso
  rm -f iso/*sum* iso/SHA256SUMS iso/live/MD5SUMS iso/live/filesystem.*s[ie][!q]* iso/live/filesystem.packages iso/live/filesystem.size
  xorriso -as mkisofs -quiet -o live.iso -V PLAIN -R iso >log 2>&1
  ocs-bt-live-inject live.iso one.deb
  osirrox -indev live.iso -extract / new >log 2>&1
  diff <(cd iso && find . | sort) <(cd new && find . | sort)
  unsquashfs -l new/live/filesystem.squashfs | grep -q usr/bin/one
}

@test "scripts of packages run without network, services or a trace" {
  postinst='cat /proc/net/dev | sed 1,2d >/interfaces; /usr/sbin/policy-rc.d ssh start || echo $? >/policy'
  stand_in one
  ocs-bt-live-inject filesystem.squashfs one.deb
  tree_of filesystem.squashfs >after
  [[ $(<"$BATS_TEST_TMPDIR/tree/policy") == 101 ]]
  [[ $(awk '{print $1}' "$BATS_TEST_TMPDIR/tree/interfaces") == lo: ]]
  [[ ! -e $BATS_TEST_TMPDIR/tree/usr/sbin/policy-rc.d && ! -e $BATS_TEST_TMPDIR/tree/ocs-bt-live-inject ]]
  [[ -z $(ls -A "$BATS_TEST_TMPDIR/tree/dev") && -z $(ls -A "$BATS_TEST_TMPDIR/tree/proc") ]]
}

@test "a policy that the live system has is kept" {
  unsquashfs -no-progress -quiet -d mine filesystem.squashfs >/dev/null
  echo mine >mine/usr/sbin/policy-rc.d
  mksquashfs mine filesystem.squashfs -noappend -quiet -no-progress
  stand_in one
  ocs-bt-live-inject filesystem.squashfs one.deb
  [[ $(unsquashfs -cat filesystem.squashfs usr/sbin/policy-rc.d) == mine ]]
}

@test "without packages named it takes the newest beside itself" {
  mkdir with
  cp "$top/shell-hooks/commands/ocs-bt-live-inject" with/
  stand_in ocs-bt-one
  mv ocs-bt-one.deb with/ocs-bt-one_1.2_all.deb
  sed -i 's/1.2/1.10/' "$BATS_TEST_TMPDIR/deb-ocs-bt-one/DEBIAN/control"
  dpkg-deb -b "$BATS_TEST_TMPDIR/deb-ocs-bt-one" with/ocs-bt-one_1.10_all.deb >/dev/null
  run -0 with/ocs-bt-live-inject filesystem.squashfs
  [[ $output == *'Done: ocs-bt-one 1.10 installed'* ]] || fail "$output"
}

# refused REASON WORD...: status 1, one line on standard error with REASON, and nothing has changed.
refused() {
  local reason=$1
  shift
  sha256sum ./* 2>/dev/null >../sums || true
  run -1 --separate-stderr "$BATS_TEST_TMPDIR/run" "$@"
  # shellcheck disable=SC2154 # from run
  [[ $stderr == ocs-bt-live-inject:*$reason* && ${#stderr_lines[@]} == 1 ]] || fail "'$stderr' is not one line with '$reason'"
  sha256sum -c --quiet ../sums
  nothing_left
}

@test "what it can't use is refused in one line, and nothing is touched" {
  # Without packages elsewhere on this machine.
  mkdir "$BATS_TEST_TMPDIR/empty"
  printf '#!/bin/bash\nexec unshare --mount bash -c '\''mount --bind %q /var/cache/apt/archives && exec ocs-bt-live-inject "$@"'\'' - "$@"\n' \
    "$BATS_TEST_TMPDIR/empty" >"$BATS_TEST_TMPDIR/run"
  chmod +x "$BATS_TEST_TMPDIR/run"
  stand_in one
  stand_in lacking 'Depends: not-there'
  stand_in foreign 'Architecture: sparc64'
  postinst='exit 7' stand_in failing
  echo text >text
  : >empty
  head -c 400000 filesystem.squashfs >cut.squashfs
  head -c 200 one.deb >cut.deb
  mkdir bare folder
  echo text >bare/text
  mksquashfs bare bare.squashfs -quiet -no-progress
  xorriso -as mkisofs -quiet -o other.iso -R bare >log 2>&1
  refused 'no ISO and no squashfs is named'
  refused "unknown option '--bogus'" --bogus filesystem.squashfs
  refused 'missing is no file' missing one.deb
  refused 'folder is no file' folder one.deb
  refused 'text is neither an ISO nor a squashfs' text one.deb
  refused 'empty is neither an ISO nor a squashfs' empty one.deb
  refused "cut.squashfs can't be unpacked: " cut.squashfs one.deb
  refused 'bare.squashfs holds no Debian system' bare.squashfs one.deb
  refused 'other.iso has no /live/filesystem.squashfs' other.iso one.deb
  refused 'name the packages' filesystem.squashfs
  refused "no.deb can't be read" filesystem.squashfs no.deb
  refused 'cut.deb is no Debian package' filesystem.squashfs cut.deb
  refused 'foreign.deb is for sparc64, the live system is' filesystem.squashfs foreign.deb
  refused 'lacking depends on not-there, which is not there' filesystem.squashfs lacking.deb
  refused 'installed failing package post-installation script' filesystem.squashfs one.deb failing.deb
  refused "can't be written" -o missing/x filesystem.squashfs one.deb
  refused 'is a folder' -o folder filesystem.squashfs one.deb
}

@test "a full disk is told, and nothing is touched" {
  stand_in one
  sha256sum filesystem.squashfs >sum
  # shellcheck disable=SC2016 # the inner shell expands it
  run -1 unshare --mount bash -c 'mount -t tmpfs -o size=4m tmpfs "$TMPDIR"; exec ocs-bt-live-inject "$@"' - filesystem.squashfs one.deb
  [[ $output == *'MiB of room, the unpacked system needs about '*'set TMPDIR'* ]] || fail "$output"
  sha256sum -c --quiet sum
  nothing_left
}

@test "only root may" {
  chmod -R a+rX "$BATS_RUN_TMPDIR"
  stand_in one
  run -1 setpriv --reuid 65534 --regid 65534 --clear-groups ocs-bt-live-inject filesystem.squashfs one.deb
  [[ $output == *'run it as root' ]]
}

@test "SIGTERM in the middle leaves nothing behind, neither files nor processes" {
  local status=0
  postinst='exec sleep 4321' stand_in one
  sha256sum filesystem.squashfs >sum
  start out ocs-bt-live-inject filesystem.squashfs one.deb
  await 60 grep -q Installing out || fail "$(<out)"
  await 60 pgrep -f '^sleep 4321' || fail "$(<out)"
  kill -TERM "$pid"
  wait "$pid" || status=$?
  ((status == 143)) || fail "status $status: $(<out)"
  await 10 eval '! pgrep -f "^sleep 4321"' || fail "a process stays"
  sha256sum -c --quiet sum
  nothing_left
}
