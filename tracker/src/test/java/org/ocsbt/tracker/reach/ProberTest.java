package org.ocsbt.tracker.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.Endpoint;

@Timeout(30)
class ProberTest {
    private static Endpoint at(int port) {
        return Endpoint.of(InetAddress.getLoopbackAddress(), port);
    }

    private static void fail(Throwable fault) {
        throw new AssertionError(fault);
    }

    @Test
    void whoListensIsReachedAndWhoDoesNotIsNot() throws Exception {
        List<Boolean> results = new ArrayList<>();
        int closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = gone.getLocalPort();
        }
        try (EventLoop loop = EventLoop.open(ProberTest::fail);
                ServerSocket open = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            Prober prober = new Prober(loop);
            for (int i = 0; i < 3; i++) {
                prober.probe(at(open.getLocalPort()), results::add);
            }
            prober.probe(at(closed), reached -> {
                results.add(reached);
            });
            loop.every(10, 10, () -> {
                if (results.size() == 4) {
                    loop.stop();
                }
            });
            loop.run();
        }
        assertThat(results).containsExactlyInAnyOrder(true, true, true, false);
    }

    @Test
    void manyAtOnceAreAllTold() throws Exception {
        List<Boolean> results = new ArrayList<>();
        try (EventLoop loop = EventLoop.open(ProberTest::fail);
                ServerSocket open = new ServerSocket(0, 500, InetAddress.getByName("0.0.0.0"))) {
            Prober prober = new Prober(loop);
            for (int i = 1; i <= 400; i++) {
                Endpoint endpoint = Endpoint.of(
                        InetAddress.getByAddress(new byte[] {127, 0, (byte) (i / 200), (byte) (i % 200 + 1)}),
                        open.getLocalPort());
                prober.probe(endpoint, results::add);
            }
            loop.every(10, 10, () -> {
                if (results.size() == 400) {
                    loop.stop();
                }
            });
            loop.run();
        }
        assertThat(results).hasSize(400).doesNotContain(false);
    }
}
