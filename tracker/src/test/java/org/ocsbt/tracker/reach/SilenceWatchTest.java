package org.ocsbt.tracker.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.PeerId;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.SwarmTable;

@Timeout(30)
class SilenceWatchTest {
    private static final InfoHash HASH = InfoHash.ofHex("aa".repeat(20));
    private static final long LONG_AFTER = 1000L * (SilenceWatch.SILENT_AFTER_SECONDS + 1);

    /** Nothing listens there on a machine that runs tests. */
    private static final int CLOSED_PORT = 1;

    private final SwarmTable swarms = new SwarmTable(SwarmTable.Limits.USUAL, new Random(1), 0);

    private void announce(int port) {
        swarms.announce(new AnnounceRequest(HASH, PeerId.UNKNOWN, port, 0, 0, 5, AnnounceEvent.NONE, 0,
                Optional.empty(), Optional.empty()), Endpoint.of(InetAddress.getLoopbackAddress(), port), 0, true, 0);
    }

    @Test
    void theSilentThatAnswerStayAndTheOthersGoAfterSomeTries() throws Exception {
        try (ServerSocket alive = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EventLoop loop = EventLoop.open(Throwable::printStackTrace)) {
            int dead;
            try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                dead = gone.getLocalPort();
            }
            announce(alive.getLocalPort());
            announce(dead);
            SilenceWatch watch = new SilenceWatch(swarms, new Prober(loop));
            loop.every(50, 50, () -> watch.sweep(LONG_AFTER));
            loop.every(10, 10, () -> {
                if (swarms.swarm(HASH).departedCount() == 1) {
                    loop.stop();
                }
            });
            loop.run();
            assertThat(swarms.swarm(HASH).present()).singleElement()
                    .satisfies(peer -> assertThat(peer.endpoint().port()).isEqualTo(alive.getLocalPort()));
        }
    }

    @Test
    void whoSpokeLatelyIsLeftInPeace() throws Exception {
        try (EventLoop loop = EventLoop.open(Throwable::printStackTrace)) {
            announce(CLOSED_PORT);
            SilenceWatch watch = new SilenceWatch(swarms, new Prober(loop));
            for (int i = 0; i <= SilenceWatch.FAILURES_UNTIL_GONE; i++) {
                watch.sweep(1000L * SilenceWatch.SILENT_AFTER_SECONDS);
            }
            assertThat(swarms.swarm(HASH).present()).hasSize(1);
        }
    }
}
