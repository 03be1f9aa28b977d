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

# A checkout with a blank in its path, in which only the launcher is a copy.
checkout_with_blank() {
  checkout="$BATS_TEST_TMPDIR/a checkout"
  mkdir -p "$checkout/shell-hooks/bin" "$checkout/target"
  cp "$top/shell-hooks/launcher" "$checkout/shell-hooks/"
  ln -s ../launcher "$checkout/shell-hooks/bin/mktorrent"
}

@test "a program starts from any folder, through PATH or a link, and gets its words as they are" {
  checkout_with_blank
  ln -s "$top/target/dist" "$checkout/target/dist"
  mkdir "$BATS_TEST_TMPDIR/two words"
  cd "$BATS_TEST_TMPDIR/two words"
  echo data >'some file'
  PATH=$checkout/shell-hooks/bin:$PATH mktorrent -a 'http://127.0.0.1:1/a b' -o 'one torrent' 'some file'
  ln -s "$checkout/shell-hooks/bin/mktorrent" mktorrent
  JAVA_TOOL_OPTIONS=-Dbroken ./mktorrent -a 'http://127.0.0.1:1/a b' -n '@x * $y' -o another 'some file' 2>err
  [[ ! -s err ]]
  grep -qF '4:name9:some file' 'one torrent'
  grep -qF '4:name7:@x * $y' another
}

@test "where nothing is built, one line says what to do" {
  checkout_with_blank
  local status=0
  cd "$BATS_TEST_TMPDIR"; "$checkout/shell-hooks/bin/mktorrent" >out 2>err || status=$?
  ((status == 1))
  [[ ! -s out && $(<err) == "mktorrent: nothing is built"*"$checkout/build"* ]]
}
