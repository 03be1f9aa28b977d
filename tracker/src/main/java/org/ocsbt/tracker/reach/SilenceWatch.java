package org.ocsbt.tracker.reach;

import java.util.Map;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.Peer;
import org.ocsbt.tracker.swarm.Swarm;
import org.ocsbt.tracker.swarm.SwarmTable;

/** Takes clients that are silent and can't be connected to out of the lists, within a few minutes. */
public final class SilenceWatch {
    private static final long PERIOD_MILLIS = 30_000;
    static final int SILENT_AFTER_SECONDS = 90;

    /** One failure may be a busy machine or a lost packet. */
    static final int FAILURES_UNTIL_GONE = 3;

    private final SwarmTable swarms;
    private final Prober prober;

    SilenceWatch(SwarmTable swarms, Prober prober) {
        this.swarms = swarms;
        this.prober = prober;
    }

    /** Watches from now on. */
    public static void start(EventLoop loop, SwarmTable swarms, Prober prober) {
        SilenceWatch watch = new SilenceWatch(swarms, prober);
        loop.every(PERIOD_MILLIS, PERIOD_MILLIS, () -> watch.sweep(EventLoop.nowMillis()));
    }

    /** Tries each client that has been silent for long. */
    void sweep(long nowMillis) {
        int oldest = swarms.seconds(nowMillis) - SILENT_AFTER_SECONDS;
        for (Map.Entry<InfoHash, Swarm> entry : swarms.swarms().entrySet()) {
            for (Peer peer : entry.getValue().present()) {
                if (peer.lastSeenSeconds() < oldest) {
                    probe(entry.getKey(), peer.endpoint());
                }
            }
        }
    }

    private void probe(InfoHash infoHash, Endpoint endpoint) {
        prober.probe(endpoint, reached -> swarms.probed(infoHash, endpoint, reached, FAILURES_UNTIL_GONE));
    }
}
