package org.ocsbt.downloader.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.ocsbt.SampleTorrent;
import org.ocsbt.piece.PieceGeometry;

/** Writes what a peer may send, byte by byte as BEP 3 has it. */
public final class WireStream {
    private final SampleTorrent torrent;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int haves;
    private int strayPayload;

    public WireStream(SampleTorrent torrent) {
        this.torrent = torrent;
    }

    public WireStream message(int id, byte... body) {
        bytes.writeBytes(ByteBuffer.allocate(5 + body.length).putInt(1 + body.length).put((byte) id).put(body).array());
        return this;
    }

    WireStream keepAlive() {
        bytes.writeBytes(new byte[4]);
        return this;
    }

    WireStream have(int piece) {
        haves++;
        return message(4, ByteBuffer.allocate(4).putInt(piece).array());
    }

    WireStream block(int piece, int block) {
        int offset = PieceGeometry.blockOffset(block);
        byte[] payload = new byte[torrent.metainfo().geometry().blockLength(piece, block)];
        torrent.piece(piece).get(offset, payload);
        return rawBlock(piece, offset, payload);
    }

    WireStream piece(int piece) {
        for (int block = 0; block < torrent.metainfo().geometry().blockCount(piece); block++) {
            block(piece, block);
        }
        return this;
    }

    /** A block that nobody asked for. */
    WireStream stray(int piece, int offset, int length) {
        strayPayload += length;
        return rawBlock(piece, offset, new byte[length]);
    }

    private WireStream rawBlock(int piece, int offset, byte[] payload) {
        return message(7, ByteBuffer.allocate(8 + payload.length).putInt(piece).putInt(offset).put(payload).array());
    }

    int haves() {
        return haves;
    }

    int strayPayload() {
        return strayPayload;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
