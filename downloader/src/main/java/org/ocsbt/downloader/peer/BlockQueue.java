package org.ocsbt.downloader.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;

/**
 * What a peer has asked for. Neighbouring requests become one batch: one read from the medium, one write
 * to the socket with the headers interleaved. While one batch is sent the next one is read. Owned by the
 * connection's loop.
 */
final class BlockQueue {
    /** What our own clients never reach; libtorrent accepts as many. */
    private static final int MAX_REQUESTS = 2000;
    private static final int MAX_BATCH_BYTES = 512 * 1024;
    private static final int LEAST_BATCH_BYTES = 16 * 1024;
    private static final int FIRST_BATCH_BYTES = 128 * 1024;
    /** A batch that takes longer to send delays the short messages behind it too much, in milliseconds. */
    private static final long SLOW_BATCH_MILLIS = 40;
    private static final long FAST_BATCH_MILLIS = 5;

    /** Memory of one batch: two exist, one being sent and one being read. */
    private static final class Scratch {
        private final ByteBuffer headers = ByteBuffer.allocateDirect(
                MAX_BATCH_BYTES / LEAST_BATCH_BYTES * PeerMessages.BLOCK_HEADER_BYTES);
        private ByteBuffer payload;

        private ByteBuffer payload() {
            if (payload == null) {
                payload = ByteBuffer.allocateDirect(MAX_BATCH_BYTES);
            }
            return payload;
        }
    }

    private record Asked(int pieceIndex, int offset, int lengthBytes) {}

    /** Learns what has been sent. */
    interface Sent {
        void payload(int pieceIndex, int lengthBytes);
    }

    private final PeerEvents events;
    private final Executor loop;
    private final Runnable onReady;
    private final Sent onSent;
    private final IntConsumer onLost;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Deque<Scratch> scratches = new ArrayDeque<>();
    private Batch ready;
    private Batch reading;
    private boolean closed;
    private int batchBytes = FIRST_BATCH_BYTES;

    /**
     * @param events gives the geometry and lends what is asked for
     * @param loop the connection's
     * @param onReady told on the loop that {@link #next} has something
     * @param onSent told of each batch that the system has taken
     * @param onLost told of a piece that can't be lent any more
     */
    BlockQueue(PeerEvents events, Executor loop, Runnable onReady, Sent onSent, IntConsumer onLost) {
        this.events = events;
        this.loop = loop;
        this.onReady = onReady;
        this.onSent = onSent;
        this.onLost = onLost;
        scratches.add(new Scratch());
        scratches.add(new Scratch());
    }

    void ask(int pieceIndex, int offset, int lengthBytes) throws WireException {
        if (!events.geometry().isRange(pieceIndex, offset, lengthBytes)
                || lengthBytes > PeerMessages.MAX_BLOCK_BYTES || !events.has(pieceIndex)) {
            throw new WireException("a request for piece " + pieceIndex + ", " + offset + "+" + lengthBytes);
        }
        if (asked.size() >= MAX_REQUESTS) {
            throw new WireException("more than " + MAX_REQUESTS + " requests");
        }
        asked.add(new Asked(pieceIndex, offset, lengthBytes));
    }

    void cancel(int pieceIndex, int offset, int lengthBytes) {
        asked.removeIf(request -> request.pieceIndex() == pieceIndex && request.offset() == offset
                && request.lengthBytes() == lengthBytes);
    }

    /** The peer is choked: it knows that what it asked for is forgotten, and would throw it away. */
    void clear() {
        asked.clear();
        if (reading != null) {
            reading.unwanted = true;
        }
        if (ready != null) {
            drop(ready);
            ready = null;
        }
    }

    private void drop(Batch batch) {
        batch.giveBack();
        scratches.add(batch.scratch);
    }

    /** Whether nothing is asked for that was not taken by {@link #next} yet. */
    boolean isIdle() {
        return asked.isEmpty() && reading == null && ready == null;
    }

    /** Begins to read the next batch if none is read or ready. */
    void prepare() {
        if (reading != null || ready != null || asked.isEmpty() || scratches.isEmpty()) {
            return;
        }
        Scratch scratch = scratches.poll();
        Asked first = asked.peek();
        int end = first.offset();
        int count = 0;
        scratch.headers.clear();
        for (Asked next = first; joins(next, first, end, count); next = asked.peek()) {
            PeerMessages.writeBlockHeader(next.pieceIndex(), next.offset(), next.lengthBytes(), scratch.headers);
            end += next.lengthBytes();
            count++;
            asked.poll();
        }
        Batch batch = new Batch(first, count, end - first.offset(), scratch);
        reading = batch;
        events.lend(first.pieceIndex(), first.offset(), batch.payloadBytes, scratch.payload(),
                loan -> loop.execute(() -> lent(batch, loan)));
    }

    private boolean joins(Asked next, Asked first, int end, int count) {
        if (next == null || count == 0) {
            return next != null;
        }
        // Only the piece's last block may be shorter than the first of the batch, which tells all their lengths.
        return next.pieceIndex() == first.pieceIndex() && next.offset() == end
                && (next.lengthBytes() == first.lengthBytes() || isLast(next) && next.lengthBytes() < first.lengthBytes())
                && end + next.lengthBytes() - first.offset() <= batchBytes
                && first.lengthBytes() >= LEAST_BATCH_BYTES;
    }

    private boolean isLast(Asked next) {
        return next.offset() + next.lengthBytes() == events.geometry().pieceLength(next.pieceIndex());
    }

    private void lent(Batch batch, Optional<PieceStore.Loan> loan) {
        reading = null;
        if (loan.isEmpty()) {
            scratches.add(batch.scratch);
            onLost.accept(batch.first.pieceIndex());
            return;
        }
        batch.fill(loan.get());
        if (closed || batch.unwanted) {
            drop(batch);
            prepare();
            return;
        }
        ready = batch;
        onReady.run();
    }

    /** The next batch to send, or null while none is ready. */
    Batch next() {
        Batch batch = ready;
        ready = null;
        prepare();
        if (batch != null) {
            batch.startedMillis = PeerLoop.nowMillis();
        }
        return batch;
    }

    void done(Batch batch) {
        adaptBatch(PeerLoop.nowMillis() - batch.startedMillis);
        drop(batch);
        onSent.payload(batch.first.pieceIndex(), batch.payloadBytes);
        prepare();
    }

    private void adaptBatch(long tookMillis) {
        if (tookMillis > SLOW_BATCH_MILLIS) {
            batchBytes = Math.max(LEAST_BATCH_BYTES, batchBytes / 2);
        } else if (tookMillis < FAST_BATCH_MILLIS) {
            batchBytes = Math.min(MAX_BATCH_BYTES, batchBytes * 2);
        }
    }

    void close() {
        closed = true;
        asked.clear();
        if (ready != null) {
            ready.giveBack();
            ready = null;
        }
    }

    /** Neighbouring blocks of one piece on their way to the socket. */
    static final class Batch {
        private final Asked first;
        private final int payloadBytes;
        private final ByteBuffer[] vector;
        private final Scratch scratch;
        private Runnable giveBack;
        private boolean unwanted;
        private int sentBuffers;
        private long startedMillis;

        private Batch(Asked first, int blocks, int payloadBytes, Scratch scratch) {
            this.first = first;
            this.payloadBytes = payloadBytes;
            this.scratch = scratch;
            this.vector = new ByteBuffer[2 * blocks];
        }

        private void fill(PieceStore.Loan loan) {
            giveBack = loan.giveBack();
            for (int i = 0; i < vector.length; i += 2) {
                int offset = i / 2 * first.lengthBytes();
                vector[i] = scratch.headers.slice(i / 2 * PeerMessages.BLOCK_HEADER_BYTES, PeerMessages.BLOCK_HEADER_BYTES);
                vector[i + 1] = loan.bytes().slice(offset, Math.min(first.lengthBytes(), payloadBytes - offset));
            }
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
}
