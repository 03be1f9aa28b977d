# Part of ocs-bt-doctor: are the commands ours, do they start, are the packages of one version?

names() {
  awk '!/^(#|$)/ {print $1}' "$home/programs"
}

# Where scripts look: root's own PATH, and that of DRBL's init, whose /bin of a client may hold copies.
script_paths() {
  local path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  ((EUID != 0)) || path=$PATH
  folders_of "$path"
  if [[ ! -L /bin && ! -L /sbin ]]; then folders_of /sbin:/usr/sbin:/bin:/usr/bin; fi
}

is_ours() { # FILE
  [[ $(readlink -f -- "$1") == "$home"/* ]]
}

# The folders of a PATH in its order, without links and repetitions, joined by colons again.
folders_of() { # PATH
  local folder folders=:
  while read -r folder; do
    [[ $folders == *":$folder:"* ]] || folders+=$folder:
  done < <(tr ':' '\0' <<<"$1" | tr -d '\n' | xargs -0 readlink -f --)
  folders=${folders#:}
  printf '%s\n' "${folders%:}"
}

all_of() { # FOLDERS NAME
  local folder
  local -a folders
  IFS=: read -ra folders <<<"$1"
  for folder in "${folders[@]}"; do
    if [[ -f $folder/$2 && -x $folder/$2 ]]; then printf '%s\n' "$folder/$2"; fi
  done
}

# The drop-in leaves them where another package has them: both do what Clonezilla asks for.
may_be_theirs() { # NAME
  [[ $1 == transmission-* ]]
}

# Prints what is wrong with a name: "missing", or the file that is taken instead of ours and ours.
wrong_command() { # FOLDERS NAME
  local file files
  mapfile -t files < <(all_of "$1" "$2")
  if ((${#files[@]} == 0)); then
    echo missing
    return
  fi
  if may_be_theirs "$2" || is_ours "${files[0]}"; then return; fi
  for file in "${files[@]:1}"; do
    if is_ours "$file"; then
      printf '%s comes before %s; remove or rename it\n' "${files[0]}" "$file"
      return
    fi
  done
  printf '%s is not ours; install ocs-bt-tools-dropin, or remove the copy\n' "${files[0]}"
}

check_commands() {
  local name folders wrong all=0 paths missing=() told=' '
  mapfile -t paths < <(script_paths)
  while read -r name; do
    all=$((all + 1))
    for folders in "${paths[@]}"; do
      wrong=$(wrong_command "$folders" "$name")
      if [[ -z $wrong || $told == *" $name "* ]]; then continue; fi
      told+="$name "
      if [[ $wrong == missing ]]; then missing+=("$name"); else bad commands "$name: $wrong"; fi
    done
  done < <(names)
  if ((${#missing[@]})); then
    bad commands "not in PATH: ${missing[*]}; install ocs-bt-tools-dropin"
  fi
  [[ $told != ' ' ]] || ok commands "all $all names are in order; ours lead to $home"
}

# One of ours is enough: they share one runtime. Where there is none, that has been told.
check_start() {
  local ezio said status=0
  ezio=$(our_ezio)
  [[ -n $ezio ]] || return 0
  said=$(env -i PATH="$PATH" timeout 30 "$ezio" -v 2>&1) || status=$?
  if ((status == 0)); then
    ok start "$said starts"
  else
    bad start "$ezio does not start (status $status): ${said%%$'\n'*}; install the packages again"
  fi
}

our_ezio() {
  local folders file
  while read -r folders; do
    while read -r file; do
      if is_ours "$file"; then
        printf '%s\n' "$file"
        return
      fi
    done < <(all_of "$folders" ezio)
  done < <(script_paths)
}

check_versions() {
  local packages versions
  if [[ $home != /usr/* ]]; then
    ok versions "not from packages: $home"
    return
  fi
  if findmnt -n -o FSTYPE --target /usr 2>/dev/null | grep -q '^nfs'; then
    ok versions "/usr is the server's: so are the versions"
    return
  fi
  packages=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n' 'ocs-bt-*' 2>/dev/null | sed -n 's/^installed //p') || true
  versions=$(awk '{print $2}' <<<"$packages" | sort -u | wc -l)
  if [[ -z $packages ]]; then
    warn versions "$home belongs to no package that dpkg knows; install the packages"
  elif ((versions > 1)); then
    bad versions "the packages differ: $(paste -sd, <<<"$packages"); install them all of one version"
  else
    ok versions "$(paste -sd, <<<"$packages")"
  fi
}
