package org.ocsbt.downloader.face.ctorrent;

/** What {@code -h} prints. */
final class CtorrentUsage {
    static final String TEXT = """
            Usage: ctorrent [OPTIONS] TORRENT
                   ctorrent -t [-p] [-c TEXT] [-l BYTES] -u URL -s TORRENT CONTENT

            Without -t: fetch what is missing of a torrent, then serve it.
             -s NAME    the file or directory itself; default: the torrent's name, here
             -f         trust the data that is there: all of it, or what the bitfield file says
             -b FILE    the bitfield file, kept while pieces are missing; default: TORRENT.bf
             -c         check the data, transfer nothing
             -x         show the torrent, transfer nothing
             -n LIST    fetch these files only, by the numbers that -x shows: 2 or 1,4-6
             -a         reserve the room on disk before fetching
             -d         go to the background once torrent and data are found in order;
                        -dd keeps writing to standard output and error
             -e HOURS   leave so long after all is here; default 72, 0: at once
             -E RATIO   leave when so many times what was fetched has been served
             -M N, -m N connect to at most N (4 to 1000, default 100), at least N peers
             -C MB      memory for pieces, default 16
             -D KB, -U KB   fetch, serve at most so much a second
             -p PORT    port for peers, else the next free one down to 2106; default 2706
             -i IP      listen at this address only
             -I IP      address to announce to the tracker
             -u URL     announce there; a number chooses among the torrent's own trackers
             -P PREFIX  first letters of the peer id, 8 at most
             -X COMMAND run by the shell once all is here
             -v         tell of each peer
             -h         this text

            With -t: make a torrent of a file or directory.
             -u URL     tracker
             -s TORRENT output; must not be there yet
             -l BYTES   piece length, 65536 to 134217728, default 262144
             -p         private: peers come from the tracker only
             -c TEXT    comment
            """;

    private CtorrentUsage() {}
}
