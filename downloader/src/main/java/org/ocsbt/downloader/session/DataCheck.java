package org.ocsbt.downloader.session;

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
import org.ocsbt.downloader.disk.StoredPiece;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.MediumException;

/** Finds the pieces that are on a target by reading and hashing all of it, several pieces at once. */
public final class DataCheck {
    private static final long PROGRESS_MILLIS = 100;

    private final Metainfo metainfo;
    private final BlockStore store;
    private final Bitfield found;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    private DataCheck(Metainfo metainfo, BlockStore store) {
        this.metainfo = metainfo;
        this.store = store;
        this.found = new Bitfield(metainfo.geometry().pieceCount());
    }

    /**
     * Reads the target of {@code torrent} and returns the pieces whose bytes are right. Files that are missing
     * are made where the torrent is not a seed's.
     *
     * @param progress told the number of pieces looked at, several times a second and at the end
     * @throws TorrentException the target is refused, or can't be read
     */
    public static Bitfield run(TorrentOptions torrent, IntConsumer progress)
            throws TorrentException, InterruptedException {
        try (BlockStore store = Targets.openAll(List.of(torrent)).get(0)) {
            return new DataCheck(torrent.metainfo(), store).run(progress);
        } catch (MediumException e) {
            throw new TorrentException(e.getMessage(), e);
        }
    }

    private Bitfield run(IntConsumer progress) throws MediumException, InterruptedException {
        int threads = Math.min(found.pieceCount(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Void>> workers = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                Callable<Void> worker = this::checkPieces;
                workers.add(pool.submit(worker));
            }
            pool.shutdown();
            while (!pool.awaitTermination(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(done.get());
            }
        } finally {
            pool.shutdownNow();
        }
        requireSuccess(workers);
        progress.accept(done.get());
        return found;
    }

    private static void requireSuccess(List<Future<Void>> workers) throws MediumException, InterruptedException {
        for (Future<Void> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof MediumException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private Void checkPieces() throws MediumException {
        int count = found.pieceCount();
        for (int piece = next.getAndIncrement(); piece < count && !Thread.interrupted(); piece = next.getAndIncrement()) {
            if (new StoredPiece(store, metainfo, piece).isRight()) {
                found.set(piece);
            }
            done.incrementAndGet();
        }
        return null;
    }
}
