#!/usr/bin/env bats
# Our opentracker beside Debian's: the same requests to both, the same answers from both.

bats_require_minimum_version 1.5.0
load ../lib/common
load tracker

original=/usr/bin/opentracker

setup() {
    [[ -x $original ]] || skip "Debian's opentracker is not installed"
    cd "$BATS_TEST_TMPDIR"
    chmod a+rx . ..
    printf '%s\n' "$(printf 'aa%.0s' {1..20})" >list
    ours=$port theirs=$((port + 1))
    list=list
    ((EUID != 0)) || list=/list
    start ours.log opentracker -p "$ours" -P "$ours" -d "$PWD" -w "$list"
    start theirs.log "$original" -p "$theirs" -P "$theirs" -d "$PWD" -w "$list"
    await 20 is_open "$ours"
    await 20 is_open "$theirs"
}

teardown() {
    end_started
}

# Whole answer, header and all; the intervals are random in both.
answer() { # PORT TARGET
    printf 'GET %s HTTP/1.0\r\n\r\n' "$2" | nc -w 5 -N 127.0.0.1 "$1" |
        sed -zE 's/interval(i[0-9]+)e/intervaliNe/g; s/Content-Length: [0-9]+/Content-Length: N/' | od -An -c
}

same() { # TARGET
    local mine original_answer
    mine=$(answer "$ours" "$1")
    original_answer=$(answer "$theirs" "$1")
    [[ -n $mine && $mine == "$original_answer" ]] || fail "$1
ours:
$mine
Debian's:
$original_answer"
}

@test "announces, stops, scrapes and refusals are byte for byte those of Debian's opentracker" {
    [[ $(dpkg-query -W -f '${Version}' opentracker) == 0.0~git2021* ]] ||
        skip "compares with Debian 12's; later ones answer numwant=0 otherwise"
    local id=-LT2080-aaaaaaaaaaaa
    same "/announce?info_hash=$hash_a&peer_id=$id&port=7001&uploaded=0&downloaded=0&left=100&event=started&compact=1"
    same "/announce?info_hash=$hash_a&port=7001&left=100&numwant=0"
    same "/announce?info_hash=$hash_a&port=7001&left=50&event=nonsense"
    same "/announce?info_hash=$hash_a&port=7001&left=-5"
    same "/announce?info_hash=$hash_a&port=7001&left=50&foo"
    same "/annXYZ?info_hash=$hash_a&port=7001&left=50"
    same "/announce?info_hash=$hash_a&port=7001&left=0&event=completed"
    same "/scrape?info_hash=$hash_a"
    same "/announce?info_hash=$hash_a&port=7001&left=0&event=stopped"
    same "/announce?info_hash=$hash_b&port=7001"
    same "/announce?port=7001"
    same "/announce"
    same "/announce?info_hash=abc&port=7001"
    same "/announce?info_hash=$hash_a&port=x"
    same "/announce?info_hash=$hash_a&port=70000"
    same "/announce?info_hash=$hash_a&port=7001&compact=0"
    same "/scrape?info_hash=abc"
    same /stats
    same /nothing
}

# The answer to the bytes in FILE, after a connect; transaction and connection ids are ours to choose.
ask_udp() { # PORT PERL-EXPRESSION making the request from $id
    perl -MIO::Socket::INET -e '
        my ($port, $request) = @ARGV;
        my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Proto => "udp") or die;
        $SIG{ALRM} = sub { print "no answer\n"; exit }; alarm 5;
        $s->send(pack "NNNN", 0x417, 0x27101980, 0, 77); $s->recv(my $b, 4096);
        my (undef, undef, $id) = unpack "NNa8", $b;
        $s->send(eval $request); $s->recv($b, 4096);
        my $h = unpack "H*", $b; $h =~ s/^(00000001.{8}).{8}/$1INTERVAL/; print "$h\n"' "$@"
}

@test "UDP announces and scrapes are those of Debian's opentracker" {
    local announce='$id . pack("NNa20a20NNNNNNNNNNn", 1, 78, "\xaa" x 20, "p" x 20, 0, 0, 0, 9, 0, 0, 2, 0, 0, -1, 7001)'
    local scrape='$id . pack("NNa20", 2, 79, "\xaa" x 20)'
    local request
    for request in "$announce" "$scrape"; do
        diff <(ask_udp "$ours" "$request") <(ask_udp "$theirs" "$request")
    done
}
