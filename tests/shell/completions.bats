#!/usr/bin/env bats
# Bash completion of our own commands: what is offered for the last word of a line.

load ../lib/common

setup() {
  cd "$BATS_TEST_TMPDIR"
  mkdir -p images/img/dir
  echo 'sda1 sda2' >images/img/parts
  touch images/img/{sda1.ext4-ptcl-img.gz.aa,vg-root.xfs-ptcl-img.zst,disk} sda1.torrent live.iso tools.deb notes.txt
  for file in "$top"/shell-hooks/completions/*; do
    # shellcheck source=/dev/null
    source "$file"
  done
}

# offered COMMAND WORD...: the offers for the last WORD, sorted, on one line.
offered() {
  local function
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  function=$(complete -p "$1" | sed 's/.*-F \([^ ]*\) .*/\1/')
  "$function" "$1" "${!#}" "${*: -2:1}"
  printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
}

offers() { # "WORDS OFFERED" COMMAND WORD...
  local expected=$1 got
  shift
  got=$(offered "$@")
  [[ $got == "$expected" ]] || fail "$*: '$got', not '$expected'"
}

@test "ocs-bt-doctor" {
  offers '--client' ocs-bt-doctor --c
  offers '--client --help --server' ocs-bt-doctor -
  offers '' ocs-bt-doctor --server ''
}

@test "ocs-bt-convert: image, then its partitions" {
  offers 'images' ocs-bt-convert ima
  offers 'images/img' ocs-bt-convert -f images/i
  offers 'sda1 sda2 vg-root' ocs-bt-convert images/img ''
  offers 'vg-root' ocs-bt-convert -t http://x images/img sda1 v
  offers '' ocs-bt-convert no-image s
}

@test "ocs-bt-convert: values of options, and --check" {
  offers 'images' ocs-bt-convert -o i
  offers '' ocs-bt-convert --tracker ''
  offers '--check --creator' ocs-bt-convert --c
  offers 'images sda1.torrent' ocs-bt-convert --check ''
  offers 'images/img' ocs-bt-convert --check sda1.torrent images/
}

@test "ocs-bt-live-inject: images, packages and folders" {
  offers 'images live.iso tools.deb' ocs-bt-live-inject ''
  offers 'tools.deb' ocs-bt-live-inject live.iso t
  offers '--output' ocs-bt-live-inject --o
  offers 'notes.txt' ocs-bt-live-inject -o n
}

@test "every command of ours has its completion, with every option of its usage" {
  diff <(ls "$top/shell-hooks/completions") <({ ls "$top/shell-hooks/commands"; echo ocs-bt-convert; } | sort) || fail "not the same"
  for file in "$top"/shell-hooks/completions/*; do
    command=${file##*/}
    for option in $("$command" --help | grep -oE -- '--[a-z]+' | sort -u); do
      [[ " $(offered "$command" --) " == *" $option "* ]] || fail "$command: $option is not offered"
    done
  done
}
