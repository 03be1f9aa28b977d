package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/** What a first seeder of four pieces shows to whom. */
class ServingTest {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final PieceGeometry GEOMETRY = new PieceGeometry(4 * PIECE_BYTES, PIECE_BYTES);

    private final TestLinks links = new TestLinks();
    private final List<Peer> peers = new ArrayList<>();
    private final Serving serving = new Serving(GEOMETRY, Bitfield.full(4), peers, 5, true);

    /** A client connects and wants what it is shown. */
    private HavesHeard client(int number) {
        return client(number, 4, serving);
    }

    private HavesHeard client(int number, int pieceCount, Serving server) {
        HavesHeard listener = new HavesHeard();
        Peer peer = new Peer(links.to(number, listener), pieceCount, true, number, 0);
        peers.add(peer);
        server.opened(peer);
        server.setInterested(peer, true, 0);
        return listener;
    }

    @Test
    void whatWasShownLastIsKeptFromOthersUntilAllOfItHasLeft() {
        HavesHeard one = client(1);
        HavesHeard other = client(2);
        assertThat(links.heardBy(one)).containsExactly(0, 1);
        assertThat(links.heardBy(other)).containsExactly(2, 3);
        serving.sent(peers.get(0), 0, PIECE_BYTES, 0);
        serving.sent(peers.get(0), 1, PIECE_BYTES, 0);
        serving.sent(peers.get(1), 2, PIECE_BYTES, 0);
        assertThat(links.heardBy(one)).containsExactly(0, 1);
        serving.sent(peers.get(1), 3, PIECE_BYTES, 0);
        assertThat(links.heardBy(one)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoeverDoesNotFetchTheLastPiecesKeepsThemFromOthersForThreeSecondsAtMost() {
        client(1);
        HavesHeard other = client(2);
        for (int quarter = 1; quarter <= 11; quarter++) {
            serving.tick(0);
        }
        assertThat(links.heardBy(other)).containsExactly(2, 3);
        serving.tick(0);
        assertThat(links.heardBy(other)).containsExactly(2, 3, 0, 1);
    }

    @Test
    void fewOfThoseThatWaitSeeSomething() {
        Serving large = new Serving(new PieceGeometry(40L * PIECE_BYTES, PIECE_BYTES), Bitfield.full(40), peers, 2, true);
        List<HavesHeard> all = new ArrayList<>();
        for (int number = 1; number <= 8; number++) {
            all.add(client(number, 40, large));
        }
        assertThat(all.stream().map(links::heardBy).map(List::size)).containsExactly(2, 2, 1, 1, 1, 0, 0, 0);
    }

    @Test
    void whoWasShownSomethingHasTimeToAskForIt() {
        Serving large = new Serving(new PieceGeometry(40L * PIECE_BYTES, PIECE_BYTES), Bitfield.full(40), peers, 2, true);
        for (int number = 1; number <= 3; number++) {
            client(number, 40, large);
        }
        large.tick(Serving.SHOWN_MILLIS);
        assertThat(peers.stream().map(Peer::isServed)).containsExactly(true, true, false);
        large.tick(Serving.SHOWN_MILLIS + 1);
        assertThat(peers.get(2).isServed()).isTrue();
    }

    @Test
    void aSlowClientSeesNothingNewWhileAnotherOneFetches() {
        Serving large = new Serving(new PieceGeometry(40L * PIECE_BYTES, PIECE_BYTES), Bitfield.full(40), peers, 5, true);
        HavesHeard slow = client(1, 40, large);
        HavesHeard other = client(2, 40, large);
        peers.get(0).takingRate.sample(true, PIECE_BYTES, 10_000);
        peers.get(1).takingRate.sample(true, 100 * PIECE_BYTES, 10_000);
        large.tick(0);
        assertThat(peers.get(0).isSlow()).isFalse(); // as it has no fewer pieces than the other one
        for (int piece = 30; piece < 36; piece++) {
            peers.get(1).pieces.set(piece);
        }
        large.tick(0);
        large.sent(peers.get(0), 0, PIECE_BYTES, 0);
        large.sent(peers.get(1), 2, PIECE_BYTES, 0);
        assertThat(links.heardBy(slow)).containsExactly(0, 1);
        assertThat(links.heardBy(other)).containsExactly(2, 3, 4);
        large.setInterested(peers.get(1), false, 0);
        large.tick(0);
        assertThat(links.heardBy(slow)).containsExactly(0, 1, 5);
    }

    @Test
    void whoIsFourPiecesBehindTheOthersIsFavouredUntilItHasCaughtUp() {
        Serving large = new Serving(new PieceGeometry(40L * PIECE_BYTES, PIECE_BYTES), Bitfield.full(40), peers, 5, false);
        client(1, 40, large);
        client(2, 40, large);
        for (int piece = 0; piece < 10; piece++) {
            peers.get(0).pieces.set(piece);
        }
        large.tick(0);
        assertThat(peers.stream().map(ServingTest::isFavoured)).containsExactly(false, true);
        peers.get(1).pieces.set(20);
        peers.get(1).pieces.set(21);
        large.tick(250);
        assertThat(peers.stream().map(ServingTest::isFavoured)).containsExactly(false, false);
    }

    @Test
    void whoseLineIsSlowIsNotFavoured() {
        Serving large = new Serving(new PieceGeometry(40L * PIECE_BYTES, PIECE_BYTES), Bitfield.full(40), peers, 5, false);
        client(1, 40, large);
        client(2, 40, large);
        peers.get(0).takingRate.sample(true, PIECE_BYTES, 10_000);
        peers.get(1).takingRate.sample(true, 100 * PIECE_BYTES, 10_000);
        for (int piece = 0; piece < 20; piece++) {
            peers.get(1).pieces.set(piece);
        }
        large.tick(0);
        assertThat(peers.get(0).isSlow()).isTrue();
        assertThat(isFavoured(peers.get(0))).isFalse();
    }

    private static boolean isFavoured(Peer peer) {
        return ((SimulatedLink) peer.connection).isFavoured();
    }
}
