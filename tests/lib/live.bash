# A live system as small as can be, for tests: dpkg, a shell and what they need, as a tree. Source it.

# What maintainer scripts call, and what dpkg insists on.
live_commands="bash sh dpkg dpkg-deb dpkg-query dpkg-split dpkg-divert dpkg-trigger tar ldconfig start-stop-daemon
  awk basename cat chmod cp diff dirname env find grep ln ls mkdir mktemp mv readlink rm rmdir sed sleep sort touch tr true xargs xz gzip zstd"

# Libraries that programs load by themselves, as packages of this machine.
live_packages="libc6 libgcc-s1 libstdc++6 zlib1g"

copy_with_libraries() { # FILE TREE
  local library
  install -D -- "$(readlink -f -- "$1")" "$2/usr/bin/$(basename -- "$1")"
  while read -r library; do
    [[ -e $2/$library ]] || install -D -- "$(readlink -f -- "$library")" "$2/$library"
  done < <(ldd "$1" 2>/dev/null | grep -oE '/[^ ]+' | sort -u)
}

make_live_system() { # TREE
  local command file package
  mkdir -p "$1"/{usr/bin,usr/sbin,usr/lib,usr/lib64,etc,dev,proc,sys,tmp,root,home} "$1"/var/lib/dpkg/{info,updates,triggers}
  for file in bin sbin lib lib64; do ln -s "usr/$file" "$1/$file"; done
  chmod 1777 "$1/tmp"
  for command in $live_commands; do
    copy_with_libraries "$(type -P "$command")" "$1"
  done
  : >"$1/var/lib/dpkg/available"
  for package in $live_packages; do
    dpkg-query -s "$package" >>"$1/var/lib/dpkg/status"
    echo >>"$1/var/lib/dpkg/status"
    for file in $(dpkg-query -L "$package" | grep -E '\.so\.[0-9]+$'); do
      [[ -e $1/$file ]] || install -D -- "$(readlink -f -- "$file")" "$1/$file"
    done
  done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
  echo 'live' >"$1/etc/hostname"
  chown 1000:1000 "$1/home"
}
