package org.ocsbt.downloader.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.wire.PeerMessages;

/** Neighbouring blocks of one piece on their way to the socket. Owned by the connection's loop. */
final class BlockBatch {
    static final int MAX_BYTES = 512 * 1024;
    static final int LEAST_BYTES = 16 * 1024;

    /** A block that a peer has asked for. */
    record Asked(int pieceIndex, int offset, int lengthBytes) {}

    /** Memory of one batch: two exist, one being sent and one being read. */
    static final class Scratch {
        private final ByteBuffer headers =
                ByteBuffer.allocateDirect(MAX_BYTES / LEAST_BYTES * PeerMessages.BLOCK_HEADER_BYTES);
        private ByteBuffer payload;

        ByteBuffer payload() {
            if (payload == null) {
                payload = ByteBuffer.allocateDirect(MAX_BYTES);
            }
            return payload;
        }

        void clear() {
            headers.clear();
        }

        void addHeader(Asked block) {
            PeerMessages.writeBlockHeader(block.pieceIndex(), block.offset(), block.lengthBytes(), headers);
        }
    }

    private final Asked first;
    private final int payloadBytes;
    private final ByteBuffer[] vector;
    private final Scratch scratch;
    private Runnable giveBack;
    private boolean unwanted;
    private int sentBuffers;
    private long startedMillis;

    /** @param scratch has the headers of so many blocks */
    BlockBatch(Asked first, int blocks, int payloadBytes, Scratch scratch) {
        this.first = first;
        this.payloadBytes = payloadBytes;
        this.scratch = scratch;
        this.vector = new ByteBuffer[2 * blocks];
    }

    /** Its payload is here. */
    void fill(PieceStore.Loan loan) {
        giveBack = loan.giveBack();
        for (int i = 0; i < vector.length; i += 2) {
            int offset = i / 2 * first.lengthBytes();
            vector[i] = scratch.headers.slice(i / 2 * PeerMessages.BLOCK_HEADER_BYTES, PeerMessages.BLOCK_HEADER_BYTES);
            vector[i + 1] = loan.bytes().slice(offset, Math.min(first.lengthBytes(), payloadBytes - offset));
        }
    }

    Asked first() {
        return first;
    }

    Scratch scratch() {
        return scratch;
    }

    /** The peer wants it no longer, though it is being read. */
    void setUnwanted() {
        unwanted = true;
    }

    boolean isUnwanted() {
        return unwanted;
    }

    /** Its sending begins. */
    void begin() {
        startedMillis = PeerLoop.nowMillis();
    }

    /** How long ago that was. */
    long tookMillis() {
        return PeerLoop.nowMillis() - startedMillis;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    /** Writes what the socket takes, up to {@code mostBytes}, and returns how many bytes that were. */
    long writeTo(SocketChannel channel, long mostBytes) throws IOException {
        int end = sentBuffers;
        long left = mostBytes;
        while (end < vector.length && vector[end].remaining() <= left) {
            left -= vector[end++].remaining();
        }
        long count = end == vector.length
                ? channel.write(vector, sentBuffers, end - sentBuffers) : writePartly(end, left, channel);
        while (sentBuffers < vector.length && !vector[sentBuffers].hasRemaining()) {
            sentBuffers++;
        }
        return count;
    }

    /** Writes what comes before the buffer {@code last}, and so many bytes of that. */
    private long writePartly(int last, long bytes, SocketChannel channel) throws IOException {
        int limit = vector[last].limit();
        vector[last].limit(vector[last].position() + (int) bytes);
        try {
            return channel.write(vector, sentBuffers, last + 1 - sentBuffers);
        } finally {
            vector[last].limit(limit);
        }
    }

    boolean isSent() {
        return sentBuffers == vector.length;
    }

    void giveBack() {
        giveBack.run();
    }
}
