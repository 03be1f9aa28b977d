package org.ocsbt.content;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.metainfo.PieceHashes;

/**
 * Hashes the pieces of files laid back to back, several at once. Each thread takes the next piece nobody
 * has taken, so files are read nearly in order; memory is one small buffer per thread whatever the piece
 * length.
 */
public final class ContentHasher {
    /** Between two reports of progress. */
    private static final long PROGRESS_MILLIS = 200;

    private final List<ContentFile> files;
    private final int pieceLengthBytes;
    private final long totalBytes;
    private final byte[] hashes;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /**
     * @param files in torrent order
     * @param pieceLengthBytes 1 or more
     * @throws IllegalArgumentException if there are 2^31 bytes of hashes or more
     */
    public ContentHasher(List<ContentFile> files, int pieceLengthBytes) {
        this.files = List.copyOf(files);
        this.pieceLengthBytes = pieceLengthBytes;
        this.totalBytes = files.stream().mapToLong(ContentFile::lengthBytes).reduce(0, Math::addExact);
        long count = totalBytes / pieceLengthBytes + (totalBytes % pieceLengthBytes == 0 ? 0 : 1);
        if (count > Integer.MAX_VALUE / PieceHashes.HASH_LENGTH_BYTES) {
            throw new IllegalArgumentException(count + " pieces are more than a torrent may have");
        }
        this.hashes = new byte[(int) count * PieceHashes.HASH_LENGTH_BYTES];
    }

    public long totalBytes() {
        return totalBytes;
    }

    public int pieceCount() {
        return hashes.length / PieceHashes.HASH_LENGTH_BYTES;
    }

    /**
     * Reads and hashes everything; to be called once.
     *
     * @param threads 1 or more
     * @param progress told the number of pieces done, at the start and several times a second
     * @throws IOException if a file can't be read or changes meanwhile; the exception names it
     */
    public PieceHashes hash(int threads, IntConsumer progress) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> workers = new ArrayList<>();
            for (int i = 0; i < Math.min(threads, pieceCount()); i++) {
                Callable<Void> worker = this::hashPieces;
                workers.add(pool.submit(worker));
            }
            pool.shutdown();
            do {
                progress.accept(done.get());
            } while (!pool.awaitTermination(PROGRESS_MILLIS, TimeUnit.MILLISECONDS));
            for (Future<Void> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        for (ContentFile file : files) {
            file.requireUnchanged();
        }
        return new PieceHashes(hashes);
    }

    private Void hashPieces() throws IOException {
        MessageDigest sha1 = PieceHasher.sha1();
        try (ContentReader reader = new ContentReader(files)) {
            for (int piece = next.getAndIncrement(); piece < pieceCount(); piece = next.getAndIncrement()) {
                long from = (long) piece * pieceLengthBytes;
                reader.read(from, Math.min(totalBytes, from + pieceLengthBytes), sha1::update);
                byte[] hash = sha1.digest();
                System.arraycopy(hash, 0, hashes, piece * hash.length, hash.length);
                done.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            next.set(pieceCount()); // the others need not go on
            throw e;
        }
        return null;
    }
}
