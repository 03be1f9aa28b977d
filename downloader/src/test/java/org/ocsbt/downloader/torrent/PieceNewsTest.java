package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.downloader.peer.SimulatedPort;
import org.ocsbt.downloader.peer.VirtualTime;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/** When a peer hears of a new piece, of a client that serves one at a time. */
class PieceNewsTest {
    private static final int PIECES = 20;
    private static final PieceGeometry GEOMETRY = new PieceGeometry(PIECES * 32L * 1024, 32 * 1024);

    private final VirtualTime time = new VirtualTime();
    private final List<Peer> peers = new ArrayList<>();
    private final Bitfield have = new Bitfield(PIECES);
    private final Fetching fetching = new Fetching(
            new NoMemory(), have, Bitfield.full(PIECES), false, peers, 1, new Random(1), () -> 0);
    private final Serving serving = new Serving(GEOMETRY, have, peers, 1, false);
    private final List<HavesHeard> ends = new ArrayList<>();

    /** The first has the slot. */
    @BeforeEach
    void connectTwoThatAreInterested() {
        for (int number = 1; number <= 2; number++) {
            HavesHeard end = new HavesHeard();
            SimulatedLink here = link(number, new HavesHeard());
            SimulatedLink.join(here, link(number, end));
            Peer peer = new Peer(here, PIECES, true, number, 0);
            ends.add(end);
            peers.add(peer);
            serving.opened(peer);
            serving.setInterested(peer, true, 0);
        }
        assertThat(peers).extracting(Peer::isServed).containsExactly(true, false);
    }

    private SimulatedLink link(int number, SimulatedLink.Owner owner) {
        return new SimulatedLink(time, new SimulatedPort(time, 100, 100), owner,
                new InetSocketAddress("10.0.0." + number, 6881), new byte[20], true,
                new SimulatedLink.Buffers(32 * 1024, 64 * 1024));
    }

    private List<Integer> heardBy(int number) {
        time.runUntil(() -> false, time.nowMicros() + 100_000);
        return ends.get(number - 1).pieces();
    }

    @Test
    void whoIsServedHearsAtOnceOfWhatItLacks() {
        fetching.here(3);
        assertThat(heardBy(1)).containsExactly(3);
        assertThat(heardBy(2)).isEmpty();
    }

    @Test
    void othersHearWithTheNextTick() {
        fetching.here(3);
        fetching.here(5);
        fetching.tick(false, 0);
        assertThat(heardBy(2)).containsExactly(3, 5);
        fetching.tick(false, 0);
        assertThat(heardBy(2)).containsExactly(3, 5);
    }

    @Test
    void whoHasThePieceHearsWithTheNextOneThatItLacks() {
        peers.get(0).pieces.set(3);
        fetching.here(3);
        assertThat(heardBy(1)).isEmpty();
        fetching.here(5);
        assertThat(heardBy(1)).containsExactly(3, 5);
    }

    @Test
    void nobodyWaitsForMoreThanFour() {
        for (int piece = 0; piece < 5; piece++) {
            fetching.here(piece);
        }
        assertThat(heardBy(2)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoGetsTheSlotHearsEverything() {
        fetching.here(3);
        serving.setInterested(peers.get(0), false, 0);
        assertThat(peers).extracting(Peer::isServed).containsExactly(false, true);
        assertThat(heardBy(2)).containsExactly(3);
    }

    @Test
    void whoWantsNothingOfWhatItKnowsHearsTheRest() {
        fetching.here(3);
        serving.setInterested(peers.get(1), false, 0);
        assertThat(heardBy(2)).containsExactly(3);
    }
}
