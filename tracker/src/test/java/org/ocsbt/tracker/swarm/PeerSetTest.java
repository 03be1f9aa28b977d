package org.ocsbt.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerSetTest {
    private final PeerSet set = new PeerSet();
    private final Random random = new Random(1);

    private static Endpoint endpoint(int number) {
        return new Endpoint(0, 0xffff0a000000L + number / 3, 6000 + number % 3);
    }

    @Test
    void itAgreesWithAMapWhateverComesAndGoes() {
        Map<Endpoint, Peer> expected = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            Endpoint endpoint = endpoint(random.nextInt(1500));
            Peer known = expected.get(endpoint);
            assertThat(set.find(endpoint)).isSameAs(known);
            if (known == null) {
                Peer peer = new Peer(endpoint, 0);
                expected.put(endpoint, peer);
                set.add(peer);
            } else {
                expected.remove(endpoint);
                set.remove(known);
            }
            assertThat(set.size()).isEqualTo(expected.size());
        }
        List<Peer> all = new ArrayList<>();
        set.copyTo(all, Integer.MAX_VALUE);
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    private List<Peer> drawn(int count) {
        Peer[] drawn = new Peer[count];
        set.draw(count, random, drawn, 0);
        return List.of(drawn);
    }

    @Test
    void drawnPeersAreDifferent() {
        for (int i = 0; i < 1000; i++) {
            set.add(new Peer(endpoint(i), 0));
        }
        for (int wanted = 0; wanted <= 1000; wanted += 37) {
            assertThat(drawn(wanted)).doesNotContainNull().doesNotHaveDuplicates();
        }
    }

    @Test
    void everyPeerIsDrawnAboutEquallyOften() {
        for (int i = 0; i < 70; i++) {
            set.add(new Peer(endpoint(i), 0));
        }
        Map<Peer, Integer> counts = new HashMap<>();
        for (int i = 0; i < 7000; i++) {
            drawn(10).forEach(peer -> counts.merge(peer, 1, Integer::sum));
        }
        assertThat(counts).hasSize(70);
        assertThat(counts.values()).allMatch(count -> count > 800 && count < 1200);
    }
}
