package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.peer.SimulatedLink;

/** Two connections between the same two clients. */
class SwarmTest {
    private static final byte[] SMALLER = id("a");
    private static final byte[] OWN = id("m");
    private static final byte[] LARGER = id("z");

    private final TestLinks links = new TestLinks();
    private final Swarm swarm = new Swarm(OWN, 10, 50, new Random(1), address -> {
        throw new AssertionError("nobody is to be dialled");
    });
    private int ports;

    private static byte[] id(String letter) {
        return letter.repeat(20).getBytes(StandardCharsets.US_ASCII);
    }

    /** Our end of a connection. */
    private final class End implements SimulatedLink.Owner {
        private final SimulatedLink link;
        private boolean closed;

        private End(byte[] peerId, boolean outgoing) {
            InetSocketAddress address = new InetSocketAddress("10.0.0.1", 6881 + ports++);
            link = links.alone(address, peerId, outgoing, this);
        }

        private boolean isClosed() {
            links.settle();
            return closed;
        }

        @Override
        public void closed(SimulatedLink same) {
            closed = true;
        }
    }

    private End connection(byte[] peerId, boolean outgoing) {
        End here = new End(peerId, outgoing);
        SimulatedLink.join(here.link, new End(OWN, !outgoing).link);
        return here;
    }

    @Test
    void ofTwoThatCrossTheOneStaysThatTheLargerIdHasMade() {
        End theirs = connection(SMALLER, false);
        swarm.opened(theirs.link, 5000);
        End ours = connection(SMALLER, true);
        swarm.opened(ours.link, 5100);
        assertThat(theirs.isClosed()).isTrue();
        assertThat(ours.isClosed()).isFalse();

        End first = connection(LARGER, false);
        swarm.opened(first.link, 5000);
        End second = connection(LARGER, true);
        assertThat(swarm.opened(second.link, 5100)).isNull();
        assertThat(first.isClosed()).isFalse();
        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void aConnectionInUseIsNotGivenUpForALaterOne() {
        End theirs = connection(SMALLER, false);
        Peer peer = swarm.opened(theirs.link, 5000);
        End ours = connection(SMALLER, true);
        assertThat(swarm.opened(ours.link, 9000)).isNull();
        assertThat(theirs.isClosed()).isFalse();
        assertThat(ours.isClosed()).isTrue();
        assertThat(swarm.peers()).containsExactly(peer);
    }
}
