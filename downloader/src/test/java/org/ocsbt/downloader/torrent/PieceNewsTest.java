package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocsbt.piece.Bitfield;

/** When peers hear of a new piece. */
class PieceNewsTest {
    private static final int PIECES = 20;

    private final TestLinks links = new TestLinks();
    private final List<Peer> peers = new ArrayList<>();
    private final Bitfield have = new Bitfield(PIECES);
    private final Fetching fetching = new Fetching(
            new NoMemory(), have, new Bitfield(PIECES), Bitfield.full(PIECES), false, peers, 1, new Random(1), () -> 0);
    private final List<HavesHeard> ends = new ArrayList<>();

    @BeforeEach
    void connectTwo() {
        for (int number = 1; number <= 2; number++) {
            HavesHeard end = new HavesHeard();
            ends.add(end);
            peers.add(new Peer(links.to(number, end), PIECES, true, number, 0));
        }
    }

    private List<Integer> heardBy(int number) {
        return links.heardBy(ends.get(number - 1));
    }

    @Test
    void whoLacksThePieceHearsAtOnce() {
        fetching.here(3);
        assertThat(heardBy(1)).containsExactly(3);
        assertThat(heardBy(2)).containsExactly(3);
    }

    @Test
    void whoHasItHearsWithTheNextTick() {
        hasPieces(3, 5);
        fetching.here(3);
        fetching.here(5);
        assertThat(heardBy(1)).isEmpty();
        fetching.tick(false, 0);
        assertThat(heardBy(1)).containsExactly(3, 5);
        fetching.tick(false, 0);
        assertThat(heardBy(1)).containsExactly(3, 5);
    }

    @Test
    void whoHasItHearsWithTheNextOneThatItLacks() {
        hasPieces(3);
        fetching.here(3);
        fetching.here(5);
        assertThat(heardBy(1)).containsExactly(3, 5);
    }

    @Test
    void noMoreThanFourWait() {
        hasPieces(0, 1, 2, 3, 4);
        for (int piece = 0; piece < 5; piece++) {
            fetching.here(piece);
        }
        assertThat(heardBy(1)).containsExactly(0, 1, 2, 3);
    }

    private void hasPieces(int... pieces) {
        IntStream.of(pieces).forEach(peers.get(0).pieces::set);
    }
}
