#!/usr/bin/env bats
# The scripts themselves: sound bash, and a launcher that copes with any place and any word.

load ../lib/common

setup() {
  cd "$top"
}

scripts() {
  git ls-files --cached --others --exclude-standard | while read -r file; do
    [[ -f $file && ! -L $file ]] || continue
    [[ $file == *.bash ]] || head -n 1 "$file" | grep -qE '^#!.*bash' && printf '%s\n' "$file"
  done
}

@test "shellcheck finds nothing in any bash script" {
  mapfile -t files < <(scripts)
  ((${#files[@]} >= 5))
  shellcheck --external-sources "${files[@]}"
}

@test "every program has its link in shell-hooks/bin, and nothing else is there" {
  diff <(grep -vE '^(#|$)' shell-hooks/programs | awk '{print $1}' | sort) <(ls shell-hooks/bin)
  for link in shell-hooks/bin/*; do [[ $(readlink "$link") == ../launcher ]]; done
}
