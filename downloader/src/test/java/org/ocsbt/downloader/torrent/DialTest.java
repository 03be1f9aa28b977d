package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.downloader.peer.PeerLink;

/** How many connections a client makes. */
class DialTest {
    private final TestLinks links = new TestLinks();
    private final List<PeerLink> dialled = new ArrayList<>();

    private Swarm swarm(int maxConnections) {
        return new Swarm(new byte[20], 10, maxConnections, new Random(1), this::dial);
    }

    private PeerLink dial(InetSocketAddress address) {
        byte[] peerId = new byte[20];
        peerId[0] = (byte) (1 + dialled.size());
        PeerLink link = links.alone(address, peerId, true, null);
        dialled.add(link);
        return link;
    }

    private static List<InetSocketAddress> addresses(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(TestLinks::address).toList();
    }

    @ParameterizedTest
    @CsvSource({"200, 5, 5", "200, 90, 6", "6, 90, 2", "2, 90, 1"})
    void sixAtMostAndFewerThanHalfOfItsPlaces(int maxConnections, int known, int expected) {
        swarm(maxConnections).add(addresses(known), 0);
        assertThat(dialled).hasSize(expected);
    }

    @Test
    void whoHasFewConnectionsMakesOneMoreEveryQuarterSecondButForTheLastPlace() {
        Swarm swarm = swarm(6);
        swarm.add(addresses(20), 1000);
        int opened = 0;
        List<Integer> dials = new ArrayList<>();
        for (int millis = 1000; millis <= 3000; millis += 250) {
            swarm.dial(millis);
            dials.add(dialled.size());
            while (opened < dialled.size()) {
                swarm.opened(dialled.get(opened++), millis);
            }
        }
        assertThat(dials).containsExactly(2, 2, 2, 3, 4, 5, 5, 5, 5);
    }
}
