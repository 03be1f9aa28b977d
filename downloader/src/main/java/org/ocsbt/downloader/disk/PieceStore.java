package org.ocsbt.downloader.disk;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.MediumException;

/**
 * One torrent's pieces between memory and medium: a piece is verified in memory, lent to peers from there, and written;
 * after that its blocks are read back for peers. All calls return at once, answers come on disk threads.
 */
public final class PieceStore implements PieceMemory {
    /** Learns what becomes of pieces; called on disk threads. */
    public interface Events {
        /** So much of the piece is here, unverified, that our own kind may be told of it. */
        void arriving(int pieceIndex);

        /** The piece is verified, and can be lent; the medium has yet to take it. */
        void verified(int pieceIndex);

        /** The system has taken all of a verified piece. */
        void written(int pieceIndex);

        /** A verified piece will never be on the medium, and can't be lent any more: {@link #failed} says why. */
        void dropped(int pieceIndex);

        /** The bytes are not those of the torrent; nothing was written. */
        void corrupt(PieceDownload download);

        /** The medium failed to take data; the message names device, offset, length and reason. */
        void failed(MediumException failure);

        /** A piece that was on the medium can't be read any more, or is another one. */
        void lost(int pieceIndex, MediumException failure);
    }

    /** What a power cut can take from a running restore: the disk's own cache would keep data for longer. */
    private static final long FLUSH_NANOS = 15_000_000_000L;

    private final Metainfo metainfo;
    private final BlockStore store;
    private final PieceBufferPool pool;
    private final DiskThreads threads;
    private final Events events;
    private final ArrivingPieces arriving;
    private final WriteOrder<Arrival> unwritten = new WriteOrder<>();
    private final ServedPieces served;
    /** A write or flush failed; nothing more is written. */
    private volatile boolean broken;
    /** What reads fail with from now on interests nobody. */
    private volatile boolean closing;
    /** Something was written since the last flush; only the writer's thread touches it. */
    private boolean unflushed;
    /** The same. */
    private long lastFlushNanos = System.nanoTime();

    public PieceStore(Metainfo metainfo, BlockStore store, PieceBufferPool pool, DiskThreads threads, Events events) {
        this.metainfo = metainfo;
        this.store = store;
        this.pool = pool;
        this.threads = threads;
        this.events = events;
        this.arriving = new ArrivingPieces(pool);
        this.served = new ServedPieces(metainfo, store);
    }

    /** Whether somebody waits for piece memory. */
    public boolean isMemoryShort() {
        return pool.isShort();
    }

    @Override
    public PieceDownload begin(int pieceIndex) {
        int length = metainfo.geometry().pieceLength(pieceIndex);
        PieceBuffer buffer = pool.take(length);
        if (buffer == null) {
            return null;
        }
        PieceDownload download = new Arrival(pieceIndex, buffer, length).download;
        arriving.begin(download, buffer);
        return download;
    }

    @Override
    public void abandon(PieceDownload download) {
        pool.release(arriving.broken(download.pieceIndex()));
    }

    @Override
    public void release(int pieceIndex) {
        pool.forget(key(pieceIndex));
    }

    /** A piece from its first block to the medium. */
    private final class Arrival {
        private final int piece;
        private final PieceBuffer buffer;
        private final PieceDownload download;
        private final PieceVerifier verifier;

        Arrival(int pieceIndex, PieceBuffer buffer, int lengthBytes) {
            this.piece = pieceIndex;
            this.buffer = buffer;
            this.download = new PieceDownload(
                    metainfo.geometry(), pieceIndex, buffer.bytes(lengthBytes), this::progressed);
            this.verifier = new PieceVerifier(download, threads.hashers(), this::hashed);
        }

        private void progressed(PieceDownload same) {
            if (arriving.progressed(download)) {
                events.arriving(piece);
            }
            verifier.advance();
        }

        private void hashed(byte[] sha1) {
            if (!metainfo.hashes().matches(piece, sha1)) {
                abandon(download);
                events.corrupt(download);
                return;
            }
            // First lent, then announced: others ask at once. They need not wait for this client's disk.
            pool.share(key(piece), buffer);
            arriving.verified(piece);
            events.verified(piece);
            unwritten.add(piece, this);
            threads.writer(store.medium()).execute(() -> unwritten.take().write());
        }

        private void write() {
            boolean written = !broken && attempt(
                    () -> store.write(metainfo.geometry().pieceOffset(piece), buffer.bytes(download.lengthBytes())),
                    PieceStore.this::fail);
            if (written) {
                unflushed = true;
                if (System.nanoTime() - lastFlushNanos > FLUSH_NANOS) {
                    flushNow();
                }
                // Before its memory may be used again: who then can't read it from the medium says so after this.
                events.written(piece);
            } else {
                events.dropped(piece);
                pool.forget(key(piece));
            }
            pool.release(buffer);
        }
    }

    private interface MediumAction {
        void run() throws MediumException;
    }

    /** Runs it and reports what goes wrong, a fault of ours too; returns whether all went well. */
    private boolean attempt(MediumAction action, Consumer<MediumException> onFailure) {
        try {
            action.run();
            return true;
        } catch (MediumException e) {
            onFailure.accept(e);
        } catch (RuntimeException e) {
            onFailure.accept(new MediumException("internal fault at " + store.medium() + ": " + e));
        }
        return false;
    }

    private void fail(MediumException failure) {
        broken = true;
        events.failed(failure);
    }

    private PieceBufferPool.PieceKey key(int pieceIndex) {
        return new PieceBufferPool.PieceKey(this, pieceIndex);
    }

    /**
     * Bytes lent to a peer's connection until it has sent them.
     *
     * @param bytes position 0
     * @param giveBack to be run once, after the last use
     */
    public record Loan(ByteBuffer bytes, Runnable giveBack) {}

    /** Pieces that are lent before they are verified. */
    public ArrivingPieces arriving() {
        return arriving;
    }

    /**
     * Lends a range of a piece that is verified, or that arrives, as far as it is here.
     *
     * @param scratch memory of at least {@code lengthBytes}, used if the piece isn't in memory any more
     * @param reply gets the loan, at once or on a disk thread; nothing when the piece is lost or came to nothing
     */
    public void lend(int pieceIndex, int offset, int lengthBytes, ByteBuffer scratch, Consumer<Optional<Loan>> reply) {
        PieceBuffer arrived = arriving.borrow(pieceIndex);
        PieceBuffer warm = arrived == null ? pool.borrow(key(pieceIndex)) : arrived;
        if (warm == null && arriving.isBroken(pieceIndex)) {
            reply.accept(Optional.empty());
            return;
        }
        if (warm != null) {
            ByteBuffer bytes = warm.bytes(metainfo.geometry().pieceLength(pieceIndex)).slice(offset, lengthBytes);
            reply.accept(Optional.of(new Loan(bytes, () -> pool.release(warm))));
            return;
        }
        threads.readers().execute(() -> {
            ByteBuffer bytes = scratch.slice(0, lengthBytes);
            boolean read = attempt(() -> served.read(pieceIndex, offset, bytes), failure -> lost(pieceIndex, failure));
            reply.accept(read ? Optional.of(new Loan(bytes.flip(), () -> { })) : Optional.empty());
        });
    }

    private void lost(int pieceIndex, MediumException failure) {
        if (!closing) {
            events.lost(pieceIndex, failure);
        }
    }

    /**
     * Looks whether a piece is on the medium already. Where it looks blank it isn't read any further; then
     * a piece of nothing but zeros counts as missing, which does no harm.
     *
     * @param reply gets the answer on a disk thread; false also if the medium can't be read there
     */
    public void look(int pieceIndex, Consumer<Boolean> reply) {
        threads.checkers().execute(() -> {
            boolean here;
            try {
                here = !closing && new StoredPiece(store, metainfo, pieceIndex).isWhole();
            } catch (MediumException | RuntimeException e) {
                // Fetched and written then; if the medium is bad, that write says so.
                here = false;
            }
            if (here) {
                arriving.found(pieceIndex);
            }
            reply.accept(here);
        });
    }

    /** Makes sure that all that was written is on the medium, then reports. */
    public void flush(Runnable onFlushed) {
        threads.writer(store.medium()).execute(() -> {
            if (flushNow()) {
                onFlushed.run();
            }
        });
    }

    /**
     * Reads every piece back from the medium itself and compares; {@link Events#lost} hears of each that is
     * not there.
     *
     * @param onChecked told after each piece how many have been looked at
     */
    public void readBack(IntConsumer onChecked) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < DiskThreads.CHECKERS; i++) {
            threads.checkers().execute(() -> {
                int count = metainfo.geometry().pieceCount();
                for (int piece = next.getAndIncrement(); piece < count && !closing; piece = next.getAndIncrement()) {
                    int checked = piece;
                    attempt(() -> requireOnMedium(checked), failure -> lost(checked, failure));
                    onChecked.accept(done.incrementAndGet());
                }
            });
        }
    }

    private void requireOnMedium(int pieceIndex) throws MediumException {
        StoredPiece piece = new StoredPiece(store, metainfo, pieceIndex);
        if (!piece.isRightOnMedium()) {
            throw piece.otherData();
        }
    }

    private boolean flushNow() {
        unflushed = !attempt(store::flush, this::fail);
        lastFlushNanos = System.nanoTime();
        return !unflushed;
    }

    /** Flushes and closes the medium after what is queued for it. */
    public void close() {
        closing = true;
        threads.writer(store.medium()).execute(() -> {
            if (unflushed && !broken) {
                flushNow();
            }
            attempt(store::close, events::failed);
        });
    }
}
