package org.ocsbt.downloader.session;

/**
 * What all torrents of one process share.
 *
 * @param firstListenPort first TCP port tried for incoming peers; when taken, the next ones are tried
 * @param cacheBytes upper bound of the piece buffers, in bytes; raised to hold two pieces of the
 *     largest torrent where less was asked for
 * @param localDiscovery also find peers of torrents that are not private by multicast (BEP 14)
 */
public record SessionOptions(int firstListenPort, long cacheBytes, boolean localDiscovery) {
    /** The peer port the old programs begin with (contracts/ezio-v1.md, "Engine settings"). */
    public static final int DEFAULT_LISTEN_PORT = 6881;

    public SessionOptions {
        if (firstListenPort < 0 || firstListenPort > 65535) {
            throw new IllegalArgumentException("port " + firstListenPort + " is not within 0 and 65535");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("negative cache size " + cacheBytes);
        }
    }

    /** Peers from trackers only. */
    public SessionOptions(int firstListenPort, long cacheBytes) {
        this(firstListenPort, cacheBytes, false);
    }
}
