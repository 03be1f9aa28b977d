package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.PieceGeometry;

/** Who is asked for blocks of a begun piece, and how long its rest takes. */
class BegunPieceTest {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final PieceGeometry GEOMETRY = new PieceGeometry(PIECE_BYTES, PIECE_BYTES);

    private final TestLinks links = new TestLinks();
    private final PieceDownload download =
            new PieceDownload(GEOMETRY, 0, ByteBuffer.allocate(PIECE_BYTES), piece -> { });
    private final BegunPiece piece = new BegunPiece(download, false);

    private Peer peer(int number) {
        return new Peer(links.alone(TestLinks.address(number), new byte[20], true, new HavesHeard()), 1, true, 0, 0);
    }

    private Peer havingIt(int number) {
        Peer peer = peer(number);
        peer.pieces.set(0);
        peer.offered.set(0);
        return peer;
    }

    private Peer promisingIt(int number) {
        Peer peer = peer(number);
        peer.offered.set(0);
        return peer;
    }

    /** Two that each wait for what the other one has promised would wait for ever. */
    @Test
    void whoHasOnlyPromisedItHelpsNoneThatBeganWithAnother() {
        Peer promising = promisingIt(1);
        assertThat(piece.mayJoin(promising)).isFalse();
        assertThat(piece.mayJoin(havingIt(2))).isTrue();
        piece.sources.add(promising);
        assertThat(piece.mayJoin(promising)).isTrue();
    }

    @Test
    void nobodyIsAskedForMoreOfASpoiltOne() {
        Peer source = havingIt(1);
        piece.sources.add(source);
        download.giveFreeRun(1);
        piece.spoil();
        assertThat(piece.mayJoin(source)).isFalse();
        assertThat(piece.isSpoiltAndIdle()).isFalse();
        download.takeBack(0, 1);
        assertThat(piece.isSpoiltAndIdle()).isTrue();
    }

    @Test
    void itsRestTakesWhatItsSourcesNeedForItTogether() {
        Peer one = havingIt(1);
        Peer other = havingIt(2);
        piece.sources.add(one);
        piece.sources.add(other);
        assertThat(piece.restMillis()).isZero();
        for (Peer source : piece.sources) {
            source.downloadRate.sample(0, 0);
            source.downloadRate.sample(PIECE_BYTES / 4, 1000);
        }
        download.received(0);
        assertThat(piece.restMillis()).isEqualTo(1500);
    }
}
