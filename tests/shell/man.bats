#!/usr/bin/env bats
# The man pages: one for every command, sound roff, and neither more nor fewer options than the command has.

load ../lib/common

setup_file() {
  export MANPATH=$BATS_FILE_TMPDIR/man
  "$BATS_TEST_DIRNAME/../../docs/man/build" "$MANPATH"
}

setup() {
  pages=$MANPATH/man1
  cd "$top"
}

commands() {
  {
    grep -vE '^(#|$)' shell-hooks/programs | awk '{print $1}'
    ls shell-hooks/commands
  } | sort
}

is_alias() { # PAGE
  [[ $(head -c 4 "$1") == ".so " ]]
}

# What a command says of itself; ocs-bttrack does so without any word, as the original.
usage() { # COMMAND
  if [[ $1 == ocs-bttrack ]]; then "$1"; else "$1" -h -h; fi
}

usage_options() { # COMMAND
  usage "$1" | sed 's/with ezio -F//' | grep -oE '(^|[][:blank:][(,|])--?[A-Za-z][A-Za-z0-9_-]*' | grep -oE -- '-.*' | sort -u
}

page_options() { # COMMAND
  local page=$pages/$1.1
  if is_alias "$page"; then page=$MANPATH/$(sed -n 's/^\.so //p' "$page"); fi
  grep -oE '\\fB--?[A-Za-z][A-Za-z0-9_-]*' "$page" | sed 's/^\\fB//' | sort -u
}

# The command takes the option although its usage does not say so: old scripts may give it. The usage of
# ocs-bttrack has them all; its status is 0 for any word.
accepts() { # COMMAND OPTION
  [[ $1 != ocs-bttrack ]] || return 1
  "$1" "$2" -h >/dev/null 2>&1 || "$1" "$2" 16 -h >/dev/null 2>&1
}

@test "every command has a page, and there is no other" {
  diff <(commands) <(ls "$pages" | sed 's/\.1$//' | sort)
}

@test "mandoc and man find nothing to warn of" {
  local page
  for page in "$pages"/*.1; do
    is_alias "$page" || mandoc -T lint -W warning "$page" || fail "$page"
    (cd "$MANPATH" && man --warnings -E UTF-8 -l -Tutf8 -Z "man1/${page##*/}" 2>&1 >/dev/null) >"$BATS_TEST_TMPDIR/said"
    [[ ! -s $BATS_TEST_TMPDIR/said ]] || fail "$page: $(<"$BATS_TEST_TMPDIR/said")"
  done
}

@test "the pages are found by every name, and told by whatis" {
  local command
  for command in $(commands); do
    man -w "$command" >/dev/null || fail "no page for $command"
    lexgrog "$(man -w "$command")" | grep -qF "$command - " || fail "whatis would not know $command"
  done
}

@test "each page names every option of its command's usage" {
  local command
  for command in $(commands); do
    usage_options "$command" >"$BATS_TEST_TMPDIR/usage"
    [[ -s $BATS_TEST_TMPDIR/usage ]] || fail "no option found in the usage of $command"
    comm -23 "$BATS_TEST_TMPDIR/usage" <(page_options "$command") >"$BATS_TEST_TMPDIR/missing"
    [[ ! -s $BATS_TEST_TMPDIR/missing ]] || fail "$command: not in its page: $(paste -sd' ' "$BATS_TEST_TMPDIR/missing")"
  done
}

@test "each command has every option of its page" {
  local command option
  for command in $(commands); do
    while read -r option; do
      accepts "$command" "$option" || fail "$command does not know $option"
    done < <(comm -13 <(usage_options "$command") <(page_options "$command"))
  done
}

@test "what the originals don't have is marked, and the mark is explained" {
  local page
  for page in docs/man/*.scd; do
    if grep -qF '[+]' "$page"; then
      grep -qF '\[+] marks what ' "$page" || fail "$page does not say what [+] means"
    fi
  done
  # Every command of another project has something of ours.
  ! grep -LF '[+]' docs/man/*.scd | grep -v '/ocs-bt-'
}

@test "ctorrent's page warns of the 72 hours" {
  MANWIDTH=200 man ctorrent | grep -qF 'A seeder leaves after 72 hours'
}

@test "every environment variable of ours is in a page" {
  local variable
  # OCS_BT_STARTER is between the launcher and the program only.
  for variable in $(grep -rhoE '"OCS_BT_[A-Z_]+"' --include='*.java' ./*/src/main | tr -d '"' | sort -u); do
    [[ $variable == OCS_BT_STARTER ]] || grep -qF "*$variable*" docs/man/*.scd || fail "$variable is in no page"
  done
  grep -qF '*OCS_BT_REPORT*' docs/man/ezio.1.scd
}
