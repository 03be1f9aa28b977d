package org.ocsbt.downloader.peer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that serves many sockets. Everything attached to a loop runs on its thread only; others
 * hand tasks over with {@link #execute}.
 */
public final class PeerLoop implements Closeable {
    static final long TICK_MILLIS = 250;

    /** What a loop can have attached. */
    interface Attachment {
        /** The socket can be read, written, accepted or is connected. */
        void ready(SelectionKey key) throws IOException;

        /** About every {@value #TICK_MILLIS} ms. */
        void tick(long nowMillis) throws IOException;

        /** The socket failed, or the loop ends. */
        void failed(String reason);
    }

    /**
     * On a slow link every packet would wake the thread, at several times the price of its bytes. Below
     * this rate it sleeps a moment after each round, so that more has gathered for the next; tasks wake it.
     */
    private static final long CALM_BYTES_PER_SECOND = 32 * 1024 * 1024;
    /**
     * What may gather meanwhile: a third of what a new socket holds. Twelve clients at 40 Mbit/s, which then sleep 4 ms, take
     * 1.132 F/B with half instead of 1.125, means of five runs.
     */
    private static final long GATHERED_BYTES = 40 * 1024;
    /**
     * A part of what a {@link SendBuffer} holds: while the loop sleeps nobody fills it again. So long are lines of 16 Mbit/s
     * left alone; with half of it 38 clients there take a fifth more processor time, and are done no sooner.
     */
    private static final long LONGEST_PAUSE_NANOS = 8_000_000;
    private static final long RATE_WINDOW_NANOS = 20_000_000;

    private final RateLimit download;
    private final RateLimit upload;
    private final LineShare downloadShare = new LineShare();
    private final LineShare uploadShare = new LineShare();
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    /** Whether a task has to end a wait for sockets, instead of a pause. */
    private volatile boolean selecting;
    private final Thread thread;
    private volatile boolean closing;
    private long lastTickMillis = nowMillis();
    private long movedBytes;
    private long windowStartNanos = System.nanoTime();
    private long pauseNanos = LONGEST_PAUSE_NANOS;

    /** A loop whose connections move as much as they can. */
    public PeerLoop(String name) throws IOException {
        this(name, RateLimit.NONE, RateLimit.NONE);
    }

    /**
     * @param download bounds what comes in, with all that share it
     * @param upload bounds what goes out, with all that share it
     */
    public PeerLoop(String name, RateLimit download, RateLimit upload) throws IOException {
        this.download = download;
        this.upload = upload;
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Milliseconds of a clock that never jumps. */
    static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /** Runs the task on this loop's thread, soon. */
    public void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
            if (selecting) {
                selector.wakeup();
            } else {
                LockSupport.unpark(thread);
            }
        }
    }

    RateLimit download() {
        return download;
    }

    RateLimit upload() {
        return upload;
    }

    LineShare downloadShare() {
        return downloadShare;
    }

    LineShare uploadShare() {
        return uploadShare;
    }

    /** To be called on the loop's thread. */
    SelectionKey register(SelectableChannel channel, int operations, Attachment attachment) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, attachment);
    }

    private void run() {
        try {
            while (!closing) {
                select();
                runTasks();
                boolean served = !selector.selectedKeys().isEmpty();
                for (SelectionKey key : selector.selectedKeys()) {
                    guard(key, attachment -> attachment.ready(key));
                }
                selector.selectedKeys().clear();
                tickIfDue();
                if (served) {
                    LockSupport.parkNanos(pauseNanos());
                }
            }
        } catch (IOException e) {
            failAll("the selector failed: " + e.getMessage());
        } finally {
            failAll("closing");
        }
    }

    private void select() throws IOException {
        // First said, then looked: a task that comes in between ends the wait.
        woken.set(false);
        selecting = true;
        if (tasks.isEmpty()) {
            selector.select(TICK_MILLIS);
        } else {
            selector.selectNow();
        }
        selecting = false;
        woken.set(false);
    }

    /** Bytes went through a socket of this loop; on its thread. */
    void moved(int bytes) {
        movedBytes += bytes;
    }

    /** How long to sleep after a round, in nanoseconds; 0 on a fast link. */
    private long pauseNanos() {
        long elapsed = System.nanoTime() - windowStartNanos;
        if (elapsed > RATE_WINDOW_NANOS) {
            long rate = Math.max(1, movedBytes * 1_000_000_000L / elapsed);
            pauseNanos = rate > CALM_BYTES_PER_SECOND ? 0
                    : Math.min(LONGEST_PAUSE_NANOS, GATHERED_BYTES * 1_000_000_000L / rate);
            movedBytes = 0;
            windowStartNanos += elapsed;
        }
        return pauseNanos;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | OutOfMemoryError e) {
                // A fault of ours must not end the loop of all the others, nor pass in silence.
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    private interface Step {
        void take(Attachment attachment) throws IOException;
    }

    /** Whatever goes wrong with one socket must not end the loop of all the others. */
    private static void guard(SelectionKey key, Step step) {
        Attachment attachment = (Attachment) key.attachment();
        try {
            step.take(attachment);
        } catch (CancelledKeyException e) {
            attachment.failed("closed");
        } catch (IOException e) {
            attachment.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError e) {
            attachment.failed("internal fault: " + e);
        }
    }

    private void tickIfDue() {
        long now = nowMillis();
        if (now - lastTickMillis >= TICK_MILLIS) {
            lastTickMillis = now;
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                guard(key, attachment -> attachment.tick(now));
            }
            downloadShare.roundEnded();
            uploadShare.roundEnded();
        }
    }

    private void failAll(String reason) {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            ((Attachment) key.attachment()).failed(reason);
        }
    }

    /** Closes every socket of this loop and ends its thread. */
    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}
