package org.ocsbt.downloader.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.peer.BlockBatch.Asked;
import org.ocsbt.downloader.peer.BlockBatch.Scratch;
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
    private static final int FIRST_BATCH_BYTES = 128 * 1024;
    /** A batch that takes longer to send delays the short messages behind it too much, in milliseconds. */
    private static final long SLOW_BATCH_MILLIS = 40;
    private static final long FAST_BATCH_MILLIS = 5;

    /** Learns what has been sent. */
    interface Sent {
        void payload(int pieceIndex, int lengthBytes);
    }

    private final PeerEvents events;
    private final Executor loop;
    private final Runnable onReady;
    private final Sent onSent;
    private final IntConsumer onLost;
    /** One and the same each time, so that it is kept once for all that wait. */
    private final Runnable wake;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Deque<Scratch> scratches = new ArrayDeque<>();
    private BlockBatch ready;
    private BlockBatch reading;
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
        this.wake = () -> loop.execute(this::prepare);
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
            reading.setUnwanted();
        }
        if (ready != null) {
            drop(ready);
            ready = null;
        }
    }

    private void drop(BlockBatch batch) {
        batch.giveBack();
        scratches.add(batch.scratch());
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
        Iterator<Asked> all = asked.iterator();
        Asked first = takeLendable(all);
        if (first == null) {
            return;
        }
        BlockBatch batch = gather(first, all, scratches.poll());
        reading = batch;
        events.lend(first.pieceIndex(), first.offset(), batch.payloadBytes(), batch.scratch().payload(),
                loan -> loop.execute(() -> lent(batch, loan)));
    }

    /** The first that can be lent now: what still arrives is waited for, what came to nothing is forgotten. */
    private Asked takeLendable(Iterator<Asked> all) {
        while (all.hasNext()) {
            Asked next = all.next();
            int here = events.lendableBytes(next.pieceIndex(), next.offset());
            if (here >= 0 && here < next.lengthBytes()) {
                events.whenMore(next.pieceIndex(), next.offset(), next.lengthBytes(), wake);
                continue;
            }
            all.remove();
            if (here > 0) {
                return next;
            }
        }
        return null;
    }

    private BlockBatch gather(Asked first, Iterator<Asked> rest, Scratch scratch) {
        int mostBytes = Math.min(batchBytes, events.lendableBytes(first.pieceIndex(), first.offset()));
        int end = first.offset() + first.lengthBytes();
        int count = 1;
        scratch.clear();
        scratch.addHeader(first);
        while (rest.hasNext()) {
            Asked next = rest.next();
            if (!joins(next, first, end, mostBytes)) {
                break;
            }
            scratch.addHeader(next);
            end += next.lengthBytes();
            count++;
            rest.remove();
        }
        return new BlockBatch(first, count, end - first.offset(), scratch);
    }

    private boolean joins(Asked next, Asked first, int end, int mostBytes) {
        // Only the piece's last block may be shorter than the first of the batch, which tells all their lengths.
        return next.pieceIndex() == first.pieceIndex() && next.offset() == end
                && (next.lengthBytes() == first.lengthBytes() || isLast(next) && next.lengthBytes() < first.lengthBytes())
                && end + next.lengthBytes() - first.offset() <= mostBytes
                && first.lengthBytes() >= BlockBatch.LEAST_BYTES;
    }

    private boolean isLast(Asked next) {
        return next.offset() + next.lengthBytes() == events.geometry().pieceLength(next.pieceIndex());
    }

    private void lent(BlockBatch batch, Optional<PieceStore.Loan> loan) {
        reading = null;
        if (loan.isEmpty()) {
            scratches.add(batch.scratch());
            if (events.lendableBytes(batch.first().pieceIndex(), batch.first().offset()) < 0) {
                // It came to nothing, and the peer hears of it.
                prepare();
            } else {
                onLost.accept(batch.first().pieceIndex());
            }
            return;
        }
        batch.fill(loan.get());
        if (closed || batch.isUnwanted()) {
            drop(batch);
            prepare();
            return;
        }
        ready = batch;
        onReady.run();
    }

    /** The next batch to send, or null while none is ready. */
    BlockBatch next() {
        BlockBatch batch = ready;
        ready = null;
        prepare();
        if (batch != null) {
            batch.begin();
        }
        return batch;
    }

    void done(BlockBatch batch) {
        adaptBatch(batch.tookMillis());
        drop(batch);
        onSent.payload(batch.first().pieceIndex(), batch.payloadBytes());
        prepare();
    }

    private void adaptBatch(long tookMillis) {
        if (tookMillis > SLOW_BATCH_MILLIS) {
            batchBytes = Math.max(BlockBatch.LEAST_BYTES, batchBytes / 2);
        } else if (tookMillis < FAST_BATCH_MILLIS) {
            batchBytes = Math.min(BlockBatch.MAX_BYTES, batchBytes * 2);
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
}
