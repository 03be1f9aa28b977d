package org.ocsbt.downloader.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.ocsbt.downloader.discover.LocalDiscovery;
import org.ocsbt.downloader.torrent.Torrent;
import org.ocsbt.metainfo.InfoHash;

/**
 * Brings the torrents of a session together with their peers on the local network (BEP 14), except
 * private ones (BEP 27). Owned by the session's loop.
 */
final class LocalPeers {
    /** BEP 14: every five minutes; at most once a minute, here in answer to a newcomer. */
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LEAST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<InfoHash, Torrent> torrents;
    private final LocalDiscovery discovery;
    private final Map<InfoHash, Long> announcedNanos = new HashMap<>();

    /**
     * @param torrents all of the session; only read, and on {@code loop}
     * @throws IOException local discovery is not possible on this machine
     */
    LocalPeers(int peerPort, Map<InfoHash, Torrent> torrents, Executor loop) throws IOException {
        this.torrents = torrents;
        this.discovery = LocalDiscovery.open(peerPort, (infoHash, peer) -> {
            try {
                loop.execute(() -> heard(infoHash, peer));
            } catch (RejectedExecutionException e) {
                // The session is closed.
            }
        });
    }

    /** Announces what is due. */
    void tick() {
        for (Torrent torrent : torrents.values()) {
            announceIfOlder(torrent, REPEAT_NANOS);
        }
    }

    private void heard(InfoHash infoHash, InetSocketAddress peer) {
        Torrent torrent = torrents.get(infoHash);
        if (torrent != null && takesPart(torrent)) {
            torrent.found(peer);
            // The newcomer has not heard of us; it may have room where we have none.
            announceIfOlder(torrent, LEAST_NANOS);
        }
    }

    private void announceIfOlder(Torrent torrent, long ageNanos) {
        InfoHash infoHash = torrent.metainfo().infoHash();
        long now = System.nanoTime();
        Long last = announcedNanos.get(infoHash);
        if (takesPart(torrent) && (last == null || now - last >= ageNanos)) {
            announcedNanos.put(infoHash, now);
            discovery.announce(infoHash);
        }
    }

    private static boolean takesPart(Torrent torrent) {
        return !torrent.metainfo().isPrivate() && !torrent.isPaused();
    }

    void close() {
        try {
            discovery.close();
        } catch (IOException e) {
            // The socket goes with the process.
        }
    }
}
