package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.pick.PiecePicker;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/** Whom a client of twenty pieces tells that it wants something. */
class InterestTest {
    private static final int PIECES = 20;
    private static final int PIECE_BYTES = 32 * 1024;
    private static final PieceGeometry GEOMETRY = new PieceGeometry((long) PIECES * PIECE_BYTES, PIECE_BYTES);

    private final TestLinks links = new TestLinks();
    private final List<Peer> peers = new ArrayList<>();
    private final PiecePicker picker = new PiecePicker(new Bitfield(PIECES), true, new Random(1));
    private final Bitfield have = new Bitfield(PIECES);
    private final Interest interest = new Interest(Interest.MOST_SOURCES, picker, peers, have, peer -> !peer.pieces.isEmpty());

    /** As many sources as there may be. */
    @BeforeEach
    void fillTheLine() {
        for (int i = 0; i < Interest.MOST_SOURCES; i++) {
            deliverer(peer(true, true));
        }
    }

    private Peer peer(boolean kin, boolean hasWanted) {
        Peer peer = new Peer(links.alone(TestLinks.address(1 + peers.size()), new byte[20], true, null), PIECES, kin, 0, 0);
        peer.setInterested(hasWanted);
        peers.add(peer);
        return peer;
    }

    private void deliverer(Peer peer) {
        int piece = picker.take(Bitfield.full(PIECES));
        PieceDownload download = new PieceDownload(GEOMETRY, piece, ByteBuffer.allocate(PIECE_BYTES), d -> { });
        peer.addRun(new BlockRun(download, 0, download.blockCount()), 1);
    }

    private boolean wants(Peer peer, int piece) {
        peer.pieces.set(piece);
        peer.offered.set(piece);
        interest.offered(peer, piece);
        return peer.weAreInterested;
    }

    @Test
    void anotherOfOurKindHearsNothingWhileTheLineIsFull() {
        Peer another = peer(true, true);
        assertThat(interest.allows(another)).isFalse();
        assertThat(wants(another, 19)).isFalse();
    }

    @Test
    void itHearsAsSoonAsThereIsRoom() {
        Peer another = peer(true, true);
        wants(another, 19);
        peers.get(0).runs().clear();
        interest.review();
        assertThat(another.weAreInterested).isTrue();
    }

    @Test
    void noMoreAreAskedThanAreServed() {
        Interest narrow = new Interest(Interest.MOST_SOURCES - 1, picker, peers, have, peer -> !peer.pieces.isEmpty());
        peers.remove(0);
        Peer another = peer(true, true);
        assertThat(interest.allows(another)).isTrue();
        assertThat(narrow.allows(another)).isFalse();
    }

    @Test
    void whoIsBehindItsNeighboursAsksMore() {
        Peer another = peer(true, true);
        for (Peer neighbour : peers) {
            IntStream.range(0, Interest.BEHIND_PIECES).forEach(neighbour.pieces::set);
        }
        interest.tick();
        assertThat(interest.allows(another)).isTrue();
        deliverer(another);
        assertThat(interest.allows(peer(true, true))).isFalse();
        another.runs().clear();
        have.set(0);
        interest.tick();
        assertThat(interest.allows(another)).isFalse();
    }

    @Test
    void whatIsBegunAlreadyIsNotWanted() {
        peers.get(0).runs().clear();
        Peer another = peer(true, true);
        assertThat(wants(another, 1)).isFalse();
        assertThat(wants(another, 19)).isTrue();
    }

    @Test
    void aSlotThatCannotBeUsedGoesBack() {
        Peer another = peer(true, true);
        another.weAreInterested = true;
        interest.decline(another);
        assertThat(another.weAreInterested).isFalse();
    }

    @Test
    void aSeederAndOtherProgramsMayAlwaysBeAsked() {
        Peer seeder = peer(true, false);
        Peer other = peer(false, true);
        assertThat(interest.allows(seeder)).isTrue();
        assertThat(interest.allows(other)).isTrue();
        assertThat(wants(other, 1)).isTrue();
        interest.decline(other);
        assertThat(other.weAreInterested).isTrue();
    }

    @Test
    void anybodyMayHelpWithTheLastPieces() {
        while (picker.take(Bitfield.full(PIECES)) != PiecePicker.NONE) {
            // All of them are begun now.
        }
        Peer another = peer(true, true);
        assertThat(interest.allows(another)).isTrue();
        assertThat(wants(another, 1)).isTrue();
    }

    @Test
    void afterTheEndNobodyHearsAnythingMore() {
        Peer seeder = peer(true, false);
        assertThat(wants(seeder, 19)).isTrue();
        interest.end();
        assertThat(seeder.weAreInterested).isFalse();
        assertThat(wants(seeder, 18)).isFalse();
    }
}
