# The mirrors of Debian that this machine uses, for other releases than its own. Source it.

# debian_mirrors: two lines, the address of the main archive and that of security updates, of which the second may
# be missing.
debian_mirrors() {
  # shellcheck disable=SC2016 # apt-get expands it
  apt-get indextargets --format '$(ORIGIN) $(LABEL) $(SITE)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "Debian" && !main {main = $3}
      $1 == "Debian" && $2 == "Debian-Security" && !security {security = $3}
      END {if (!main) exit 1; print main; if (security) print security}'
}

# debian_sources RELEASE: lines for apt's sources.list.
debian_sources() {
  local mirrors signed=signed-by=/usr/share/keyrings/debian-archive-keyring.gpg
  mapfile -t mirrors < <(debian_mirrors)
  printf 'deb [%s] %s %s main\n' "$signed" "${mirrors[0]:?no Debian mirror in the sources of apt}" "$1"
  if [[ -n ${mirrors[1]:-} && $1 != forky ]]; then
    printf 'deb [%s] %s %s-security main\n' "$signed" "${mirrors[1]}" "$1"
  fi
}
