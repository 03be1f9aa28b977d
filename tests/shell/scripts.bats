#!/usr/bin/env bats
# The scripts themselves: sound bash, and a launcher that copes with any place and any word.

load ../lib/common

setup() {
  cd "$top"
}

files_of_ours() {
  git ls-files --cached --others --exclude-standard | while read -r file; do
    if [[ -f $file && ! -L $file ]]; then printf '%s\n' "$file"; fi
  done
}

@test "shellcheck warns of nothing in any bash script, with what it sources" {
  mapfile -t scripts < <(files_of_ours | xargs -d '\n' grep -lE '^#!.*\bbash' -m 1)
  ((${#scripts[@]} >= 5))
  shellcheck --external-sources --severity=warning "${scripts[@]}"
}

@test "shellcheck warns of nothing in the parts that only tests source" {
  # Their variables live in the test that sources them.
  mapfile -t parts < <(files_of_ours | grep '\.bash$')
  ((${#parts[@]} >= 2))
  shellcheck --shell=bash --severity=warning --exclude=SC2034,SC2154 "${parts[@]}"
}

@test "every program has its link in shell-hooks/bin, and nothing else is there" {
  diff <(grep -vE '^(#|$)' shell-hooks/programs | awk '{print $1}' | sort) <(ls shell-hooks/bin)
  for link in shell-hooks/bin/*; do [[ $(readlink "$link") == ../launcher ]]; done
}
