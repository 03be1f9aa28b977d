package org.ocsbt.downloader.disk;

import java.security.MessageDigest;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.PieceHasher;

/**
 * Hashes one piece while it arrives, from its start as far as it is here without a gap, so that the data
 * are still in the processor's cache and the hash is ready almost at once when the last block comes.
 *
 * <p>At most one thread hashes a piece at any time; {@link #advance} may be called from any.
 */
final class PieceVerifier implements Runnable {
    /** Below this a switch of threads costs more than the hash. */
    private static final int LEAST_BYTES = 256 * 1024;
    private static final int SEGMENT_BYTES = 1024 * 1024;

    private final PieceDownload download;
    private final Executor threads;
    private final Consumer<byte[]> onHash;
    private final MessageDigest sha1 = PieceHasher.sha1();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Written only by the thread that hashes. */
    private volatile int hashedBytes;

    /** @param onHash gets the SHA-1 of the whole piece, once, on a hashing thread */
    PieceVerifier(PieceDownload download, Executor threads, Consumer<byte[]> onHash) {
        this.download = download;
        this.threads = threads;
        this.onHash = onHash;
    }

    /** More of the piece may be here. */
    void advance() {
        if (hasWork() && scheduled.compareAndSet(false, true)) {
            threads.execute(this);
        }
    }

    private boolean hasWork() {
        int ready = download.prefixBytes() - hashedBytes;
        return ready >= LEAST_BYTES || ready > 0 && download.isComplete();
    }

    @Override
    public void run() {
        int end = download.prefixBytes();
        int from = hashedBytes;
        while (from < end) {
            int length = Math.min(SEGMENT_BYTES, end - from);
            sha1.update(download.range(from, from + length));
            from += length;
        }
        hashedBytes = from;
        if (from == download.lengthBytes()) {
            // Stays scheduled: the piece is done with.
            onHash.accept(sha1.digest());
            return;
        }
        scheduled.set(false);
        advance();
    }
}
