package org.ocsbt.downloader.peer;

import bt.protocol.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.PieceGeometry;

/** A whole torrent as its connections know it; what they tell is of no interest until a test says so. */
public class QuietTorrent implements PeerEvents {
    private final SampleTorrent sample;

    public QuietTorrent(SampleTorrent sample) {
        this.sample = sample;
    }

    /** What a client of this torrent opens a connection with. */
    public static byte[] handshake(InfoHash infoHash) {
        return ByteBuffer.allocate(68).put((byte) 19)
                .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII)).position(28)
                .put(infoHash.bytes()).put("-XX0000-them them th".getBytes(StandardCharsets.US_ASCII)).array();
    }

    @Override
    public InfoHash infoHash() {
        return sample.metainfo().infoHash();
    }

    @Override
    public byte[] peerId() {
        return "-OB0010-us us us us ".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public PieceGeometry geometry() {
        return sample.metainfo().geometry();
    }

    @Override
    public boolean has(int pieceIndex) {
        return true;
    }

    @Override
    public int lendableBytes(int pieceIndex, int offset) {
        return Integer.MAX_VALUE;
    }

    @Override
    public void whenMore(int pieceIndex, int offset, int lengthBytes, Runnable wake) {}

    @Override
    public void lend(int piece, int offset, int length, ByteBuffer scratch, Consumer<Optional<PieceStore.Loan>> reply) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length).put(sample.piece(piece).slice(offset, length));
        reply.accept(Optional.of(new PieceStore.Loan(bytes.flip(), () -> { })));
    }

    @Override
    public void opened(PeerConnection connection) {}

    @Override
    public void received(PeerConnection connection, Message message) {}

    @Override
    public void hungry(PeerConnection connection) {}

    @Override
    public void returned(PeerConnection connection, BlockRun run) {}

    @Override
    public void sent(PeerConnection connection, int pieceIndex, int lengthBytes) {}

    @Override
    public void closed(PeerConnection connection, String reason) {}
}
