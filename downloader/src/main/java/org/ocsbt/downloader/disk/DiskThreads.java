package org.ocsbt.downloader.disk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads that block: hashing, reading, and one writer per disk, so that partitions of one disk do
 * not fight for its arm. Their queues need no bound of their own: each queued piece holds a buffer of the
 * bounded pool, and each served peer has at most two reads under way.
 */
public final class DiskThreads {
    /** Enough to keep a disk's queue filled while replies are copied out of the page cache. */
    private static final int USUAL_READERS = 2;
    private static final int USUAL_HASHERS = 4;
    /** More reads at once than this and the medium only queues them. */
    private static final int MAX_READERS = 16;
    /** Pieces that are read and hashed at once: a disk's head would wander between more. */
    static final int CHECKERS = Math.min(8, processors());

    private final ExecutorService hashers;
    private final ExecutorService readers;
    private final ExecutorService checkers = Executors.newFixedThreadPool(CHECKERS, named("check"));
    private final Map<String, ExecutorService> writers = new ConcurrentHashMap<>();

    /** As many as suit this machine. */
    public DiskThreads() {
        this(Math.min(USUAL_HASHERS, processors() / 2), USUAL_READERS);
    }

    /**
     * @param perKind threads that hash, and threads that read, each; hashing takes no more than there are
     *     processors, reading no more than {@value #MAX_READERS}, and each at least one
     */
    public DiskThreads(int perKind) {
        this(Math.min(perKind, processors()), Math.min(perKind, MAX_READERS));
    }

    private DiskThreads(int hashers, int readers) {
        this.hashers = Executors.newFixedThreadPool(Math.max(1, hashers), named("hash"));
        this.readers = Executors.newFixedThreadPool(Math.max(1, readers), named("read"));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    Executor hashers() {
        return lenient(hashers);
    }

    Executor readers() {
        return lenient(readers);
    }

    /** How many pieces on the medium are looked at at the same time. */
    public int checksAtOnce() {
        return CHECKERS;
    }

    /** For pieces on the medium of which nobody knows yet whether they are right. */
    Executor checkers() {
        return lenient(checkers);
    }

    /** What comes after {@link #close} is not done any more; nobody waits for it. */
    private static Executor lenient(Executor threads) {
        return task -> {
            try {
                threads.execute(task);
            } catch (RejectedExecutionException e) {
                // closed
            }
        };
    }

    /** @param medium see {@link org.ocsbt.storage.BlockStore#medium} */
    Executor writer(String medium) {
        return lenient(
                writers.computeIfAbsent(medium, name -> Executors.newSingleThreadExecutor(named("write " + name))));
    }

    /** Hashes what is here, so that all of it is in the writers' queues; up to {@code limit}. */
    public void endHashing(Duration limit) throws InterruptedException {
        hashers.shutdown();
        hashers.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets queued work finish, up to {@code limit}. Never interrupts: that would close the channels. */
    public void close(Duration limit) throws InterruptedException {
        List<ExecutorService> all = new ArrayList<>(List.of(hashers, readers, checkers));
        all.addAll(writers.values());
        all.forEach(ExecutorService::shutdown);
        long deadline = System.nanoTime() + limit.toNanos();
        for (ExecutorService threads : all) {
            threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
