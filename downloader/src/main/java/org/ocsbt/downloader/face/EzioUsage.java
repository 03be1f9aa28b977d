package org.ocsbt.downloader.face;

/** The option list of {@code ezio -h}. Scripts look for {@code --cache} in it before they use that option. */
final class EzioUsage {
    static final String TEXT = """
            Usage: ezio [options] TORRENT PATH
                   ezio [options] -T TORRENT -L PATH [-T TORRENT -L PATH ...]
            Fetches or serves partitions over BitTorrent, then ends. PATH is a device, or with
            -f a directory.

              -h [ --help ]             print this list
              -e [ --ratio ] N (=3)     leave after uploading more than N times the size
              -t [ --timeout ] MIN (=15)
                                        leave after this many idle minutes
              -k [ --contact ] N (=30)  accepted for old scripts, without effect
              -m [ --maxu ] N (=4)      upload slots per torrent, 0: no limit
              -c [ --maxc ] N (=6)      connections per torrent, 0: no limit
              -s [ --sequential ]       fetch pieces in order
              -f [ --file ]             PATH is a directory with the slice files
              -U [ --upload ]           seed: the data are complete; stay until stopped
              --cache KIB               memory for pieces in KiB
                                        (otherwise a quarter of the RAM, at most 192 MiB)
              --listen HOST:PORT        answer status queries over gRPC
              -T [ --torrent ] FILE     a torrent; the first belongs to the first -L
              -L [ --save_path ] PATH   where its data are or go
              --legacy_torrent FILE     the same as the word TORRENT
              --legacy_save_path PATH   the same as the word PATH
              -l FILE                   copy all output to FILE

            OCS_BT_REPORT=FILE in the environment: write a JSON report of who gave how much to whom.

            Usage: ezio [daemon options]
            Without any torrent: a daemon that fetches and serves what it is told over gRPC.

              -h [ --help ]             print this list
              -v [ --version ]          print the version
              -F [ --file ]             save paths are directories with the slice files
              -l [ --listen ] HOST:PORT (=127.0.0.1:50051)
                                        where it takes orders
              -p [ --port ] PORT (=6881)
                                        port for peers, or the next free one
              --cache-size MIB          memory for pieces in MiB
                                        (otherwise a quarter of the RAM, at most 192 MiB)
              --aio-threads N           threads that hash (at most one per processor) and
                                        threads that read (at most 16)
                                        (otherwise as many as suit the machine)
              --slow-start              serve at 10 MiB/s from the first upload on, 10 more
                                        with each period, without limit where it would be 100
              --slow-start-period SEC (=10)
                                        length of such a period
              --enable-lsd              also find peers on the local network without a tracker
              --enable-dht              accepted, without effect: peers come from the tracker
            """;

    private EzioUsage() {}
}
