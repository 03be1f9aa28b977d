package org.ocsbt.downloader.disk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ocsbt.downloader.pick.PieceDownload;

/**
 * Pieces on their way into memory, and what is lent of them before anybody knows whether they are right. Only to our own kind,
 * which verifies them, too. Any thread may call.
 */
public final class ArrivingPieces {
    private final PieceBufferPool pool;
    private final Map<Integer, Arriving> pieces = new ConcurrentHashMap<>();
    /** Came to nothing, and were neither begun again nor found on the medium since. */
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();

    ArrivingPieces(PieceBufferPool pool) {
        this.pool = pool;
    }

    /** Guarded by itself. */
    private static final class Arriving {
        private final PieceDownload download;
        private final PieceBuffer buffer;
        private final Set<Runnable> waiting = new LinkedHashSet<>();
        private boolean told;
        private boolean over;

        private Arriving(PieceDownload download, PieceBuffer buffer) {
            this.download = download;
            this.buffer = buffer;
        }

        private synchronized List<Runnable> takeWaiting() {
            List<Runnable> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }

        private synchronized boolean tell() {
            boolean news = !told && download.isWorthPassingOn();
            told |= news;
            return news;
        }

        private synchronized boolean mustWait(int offset, int lengthBytes, Runnable wake) {
            boolean isToCome = !over && download.arrivedBytes(offset) < lengthBytes;
            if (isToCome) {
                waiting.add(wake);
            }
            return isToCome;
        }

        private synchronized PieceBuffer lend(PieceBufferPool pool) {
            if (!over) {
                pool.use(buffer);
            }
            return over ? null : buffer;
        }

        private synchronized PieceBuffer end() {
            over = true;
            return buffer;
        }
    }

    void begin(PieceDownload download, PieceBuffer buffer) {
        pieces.put(download.pieceIndex(), new Arriving(download, buffer));
        broken.remove(download.pieceIndex());
    }

    /** More of it is here; returns whether that is for the first time enough to be passed on. */
    boolean progressed(PieceDownload download) {
        Arriving piece = pieces.get(download.pieceIndex());
        if (piece == null) {
            // Its last block came from another thread, and it is hashed by now.
            return false;
        }
        piece.takeWaiting().forEach(Runnable::run);
        return piece.tell();
    }

    /** It is right, and can be had elsewhere already; returns its memory. */
    PieceBuffer verified(int pieceIndex) {
        return end(pieceIndex);
    }

    /** It comes to nothing; returns its memory. */
    PieceBuffer broken(int pieceIndex) {
        broken.add(pieceIndex);
        return end(pieceIndex);
    }

    private PieceBuffer end(int pieceIndex) {
        Arriving piece = pieces.remove(pieceIndex);
        PieceBuffer buffer = piece.end();
        piece.takeWaiting().forEach(Runnable::run);
        return buffer;
    }

    /** It is on the medium, from an earlier run. */
    void found(int pieceIndex) {
        broken.remove(pieceIndex);
    }

    /** Whether it came to nothing, and there is no more of it. */
    boolean isBroken(int pieceIndex) {
        return broken.contains(pieceIndex);
    }

    /**
     * How many bytes from {@code offset} on can be lent now: 0 while they are to come, -1 if they are not to come. Of a piece
     * that doesn't arrive, as it is here, any.
     */
    public int lendableBytes(int pieceIndex, int offset) {
        Arriving piece = pieces.get(pieceIndex);
        if (piece != null) {
            return piece.download.arrivedBytes(offset);
        }
        return isBroken(pieceIndex) ? -1 : Integer.MAX_VALUE;
    }

    /** Runs it once, on any thread: soon if so much can be lent or nothing is to come, else when more of the piece is here. */
    public void whenMore(int pieceIndex, int offset, int lengthBytes, Runnable wake) {
        Arriving piece = pieces.get(pieceIndex);
        if (piece == null || !piece.mustWait(offset, lengthBytes, wake)) {
            wake.run();
        }
    }

    /** The memory of a piece that arrives, for one use more that its borrower ends; null if it doesn't. */
    PieceBuffer borrow(int pieceIndex) {
        Arriving piece = pieces.get(pieceIndex);
        return piece == null ? null : piece.lend(pool);
    }
}
