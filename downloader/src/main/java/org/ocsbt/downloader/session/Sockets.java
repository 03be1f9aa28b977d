package org.ocsbt.downloader.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.ocsbt.downloader.peer.PeerEvents;
import org.ocsbt.downloader.peer.PeerListener;
import org.ocsbt.downloader.peer.PeerLoop;
import org.ocsbt.downloader.peer.RateLimit;
import org.ocsbt.metainfo.InfoHash;

/** The sockets of a session: where others connect to, and the loops that serve all connections in turn. */
final class Sockets {
    /** One loop moves about 1 GiB/s; a few are enough for the fastest links. */
    private static final int MAX_LOOPS = 4;

    private final List<PeerLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final PeerListener listener;

    /**
     * @param torrents who hears of a connection that comes in for a torrent; null for unknown ones
     * @throws IOException no port is free; nothing is open then
     */
    Sockets(SessionOptions options, RateLimit download, RateLimit upload, Function<InfoHash, PeerEvents> torrents)
            throws IOException {
        int count = Math.max(1, Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
        for (int i = 0; i < count; i++) {
            loops.add(new PeerLoop("peers " + i, download, upload));
        }
        listener = listen(options, torrents);
    }

    private PeerListener listen(SessionOptions options, Function<InfoHash, PeerEvents> torrents) throws IOException {
        try {
            return new PeerListener(options.listenAddress().orElse(null), options.firstListenPort(),
                    options.lastListenPort(), this::nextLoop, torrents);
        } catch (IOException e) {
            closeLoops();
            throw e;
        }
    }

    /** The loop for one more connection; any thread may ask. */
    PeerLoop nextLoop() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** The TCP port at which peers reach this process. */
    int port() throws IOException {
        return listener.port();
    }

    /** Ends all connections, and takes no more. */
    void close() {
        try {
            listener.close();
            closeLoops();
        } catch (IOException e) {
            // Sockets that can't be closed go with the process.
        }
    }

    private void closeLoops() throws IOException {
        for (PeerLoop loop : loops) {
            loop.close();
        }
    }
}
