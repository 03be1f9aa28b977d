# For the bats files here: ports, requests, announces.
# shellcheck disable=SC2034 # the variables are used there

port=$((20001 + RANDOM % 10000 * 2))
hash_a=%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA%AA
hash_b=%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB%BB
refused='d14:failure reason63:Requested download is not authorized for use with this tracker.e'

is_open() { # [PORT]
    nc -w 1 -z localhost "${1:-$port}"
}

fetch() { # TARGET [CURL-OPTION...], from the tracker on $port
    local target=$1
    shift
    curl -sS --max-time 10 --globoff "$@" "http://127.0.0.1:$port$target"
}

# announce HASH PEERPORT LEFT [MORE [CURL-OPTION...]]
announce() {
    local target="/announce?info_hash=$1&peer_id=-TT0000-aaaaaaaaaaaa&port=$2&uploaded=0&downloaded=0&left=$3&compact=1${4:-}"
    fetch "$target" "${@:5}" --output -
}

# make_torrent NAME BYTES: writes NAME.torrent here, prints the percent-encoded info-hash
make_torrent() {
    local pieces=$((($2 + 16777215) / 16777216))
    {
        printf 'd6:lengthi%de4:name%d:%s12:piece lengthi16777216e6:pieces%d:' "$2" "${#1}" "$1" $((pieces * 20))
        head -c $((pieces * 20)) /dev/zero | tr '\0' h
        printf e
    } >info
    { printf 'd8:announce8:http://x4:info'; cat info; printf e; } >"$1.torrent"
    sha1sum info | cut -c1-40 | sed 's/../%&/g'
    rm info
}
