#!/usr/bin/env bats
# debian/copyright, debian/changelog: they name what is in the packages, no less and no more.

load ../lib/common

setup() {
  cd "$top"
}

@test "every library has its place in debian/copyright, and every place there has a library" {
  local patterns jar pattern found
  mapfile -t patterns < <(sed -nE 's,^(Files:)? lib/(.*),\2,p' debian/copyright)
  ((${#patterns[@]} > 20))
  mapfile -t jars < <(find target/dist/lib -name '*.jar' -printf '%f\n' |
    grep -vE '^(ocs-bt-tools|tracker|converter|downloader)-[0-9.]+\.jar$')
  for jar in "${jars[@]}"; do
    found=0
    # shellcheck disable=SC2053 # a pattern
    for pattern in "${patterns[@]}"; do [[ $jar != $pattern ]] || found=$((found + 1)); done
    ((found == 1)) || fail "$jar stands in $found places"
  done
  for pattern in "${patterns[@]}"; do
    compgen -G "target/dist/lib/$pattern" >/dev/null || fail "no library is called $pattern"
  done
}

@test "every licence that is named there has its text" {
  local licence
  while read -r licence; do
    [[ $(grep -cxF "License: $licence" debian/copyright) -ge 1 ]]
    grep -A 1 -xF "License: $licence" debian/copyright | grep -q '^ ' || fail "no text for $licence"
  done < <(sed -n 's/^License: //p' debian/copyright | sed 's/ or /\n/g' | sort -u)
}

@test "the packages' version is the project's" {
  local version
  version=$(sed -n 's,^  <version>\(.*\)</version>,\1,p' pom.xml)
  head -n 1 debian/changelog | grep -qF "ocs-bt-tools ($version)"
}
