package org.ocsbt.downloader.session;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What all torrents of one process share.
 *
 * @param listenAddress local address for incoming peers; all when empty
 * @param firstListenPort first TCP port tried for incoming peers; 0 for any
 * @param lastListenPort last one tried when those before are taken; may be the lower one
 * @param announcedAddress where trackers are told to send peers; when empty they take the sender's address
 * @param peerIdPrefix first bytes of the id that names this process to peers and trackers: ASCII, 8 at most
 * @param cacheBytes upper bound of the piece buffers, in bytes; raised to hold some pieces of the
 *     largest torrent where less was asked for
 * @param diskThreads threads that hash and threads that read, each; when empty, as many as suit the machine
 * @param localDiscovery also find peers of torrents that are not private by multicast (BEP 14)
 * @param downloadLimit bytes a second that may come in from all peers together; 0 for no limit
 * @param uploadLimit payload bytes a second that may go out to all peers together; 0 for no limit
 * @param slowStartPeriod how long each step of {@link SlowStart} lasts; when empty there is none
 * @param readBack a torrent is finished only when all of it was read back from the medium and is right
 */
public record SessionOptions(
        Optional<InetAddress> listenAddress,
        int firstListenPort,
        int lastListenPort,
        Optional<InetAddress> announcedAddress,
        String peerIdPrefix,
        long cacheBytes,
        OptionalInt diskThreads,
        boolean localDiscovery,
        long downloadLimit,
        long uploadLimit,
        Optional<Duration> slowStartPeriod,
        boolean readBack) {
    /** The peer port the old programs begin with (contracts/ezio-v1.md, "Engine settings"). */
    public static final int DEFAULT_LISTEN_PORT = 6881;

    /** How many ports are tried: as many clients of one machine find one. */
    private static final int PORTS_TRIED = 1000;
    private static final int MAX_PORT = 65535;
    private static final int MAX_PREFIX_LENGTH = 8;
    private static final String DEFAULT_PREFIX = "-OB0010-";

    public SessionOptions {
        requirePort(firstListenPort);
        requirePort(lastListenPort);
        if (peerIdPrefix.length() > MAX_PREFIX_LENGTH || !peerIdPrefix.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("a peer id can't begin with \"" + peerIdPrefix + "\"");
        }
        if (cacheBytes < 0 || downloadLimit < 0 || uploadLimit < 0) {
            throw new IllegalArgumentException("a cache size or rate limit is negative");
        }
    }

    /** Listens on all addresses, at this port or one of the following ones; without limits. */
    public SessionOptions(int firstListenPort, long cacheBytes, OptionalInt diskThreads, boolean localDiscovery,
            Optional<Duration> slowStartPeriod) {
        this(Optional.empty(), firstListenPort, Math.min(MAX_PORT, firstListenPort + PORTS_TRIED),
                Optional.empty(), DEFAULT_PREFIX, cacheBytes, diskThreads, localDiscovery, 0, 0, slowStartPeriod,
                false);
    }

    /** The same, and what was written is read back before it counts, if that is wanted. */
    public SessionOptions readingBack(boolean wanted) {
        return new SessionOptions(listenAddress, firstListenPort, lastListenPort, announcedAddress, peerIdPrefix,
                cacheBytes, diskThreads, localDiscovery, downloadLimit, uploadLimit, slowStartPeriod, wanted);
    }

    private static void requirePort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not within 0 and " + MAX_PORT);
        }
    }

    /** The same, with peers from trackers only and all else as it suits the machine. */
    public SessionOptions(int firstListenPort, long cacheBytes) {
        this(firstListenPort, cacheBytes, OptionalInt.empty(), false, Optional.empty());
    }
}
