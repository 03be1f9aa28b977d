package org.ocsbt.downloader.session;

import java.io.IOException;
import java.util.Arrays;
import org.ocsbt.SampleTorrent;
import org.ocsbt.piece.Bitfield;

/** Asks a client for the first block of the first piece that it says it has. */
final class OnePiece implements TestPeer.Script {
    private final SampleTorrent torrent;
    private volatile boolean over;
    private volatile boolean right;

    OnePiece(SampleTorrent torrent) {
        this.torrent = torrent;
    }

    @Override
    public void run(TestPeer.Connection connection) throws IOException {
        try {
            connection.shakeHands();
            Bitfield has = Bitfield.fromWire(
                    connection.await(TestPeer.BITFIELD).body().array(), torrent.metainfo().geometry().pieceCount());
            int piece = 0;
            while (!has.get(piece)) {
                piece++;
            }
            connection.send(TestPeer.INTERESTED);
            connection.await(TestPeer.UNCHOKE);
            int length = torrent.metainfo().geometry().blockLength(piece, 0);
            connection.send(TestPeer.REQUEST, piece, 0, length);
            byte[] answer = connection.await(TestPeer.PIECE).body().array();
            byte[] wanted = new byte[length];
            torrent.piece(piece).get(wanted);
            right = Arrays.equals(wanted, 0, length, answer, 8, answer.length);
        } finally {
            over = true;
        }
    }

    boolean isOver() {
        return over;
    }

    boolean isRight() {
        return right;
    }
}
