package org.ocsbt.tracker.loop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread of a tracker: it waits for channels and times and owns all state, so that nothing is
 * locked. Only {@link #execute} and {@link #stop} may be called from other threads.
 */
public final class EventLoop implements Closeable {
    private final Selector selector;
    private final List<PeriodicTask> periodicTasks = new ArrayList<>();
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** Called when a registered channel is ready for what it waits for. */
    public interface ReadyHandler {
        void ready(SelectionKey key);
    }

    private static final class PeriodicTask {
        final long periodMillis;
        final Runnable action;
        long dueMillis;

        PeriodicTask(long periodMillis, long firstMillis, Runnable action) {
            this.periodMillis = periodMillis;
            this.dueMillis = firstMillis;
            this.action = action;
        }
    }

    private EventLoop(Selector selector) {
        this.selector = selector;
    }

    public static EventLoop open() throws IOException {
        return new EventLoop(Selector.open());
    }

    /** Milliseconds since some fixed instant; does not jump when the clock is set. */
    public static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /** Makes {@code channel} non-blocking and calls {@code handler} when it is ready. */
    public SelectionKey register(SelectableChannel channel, int operations, ReadyHandler handler)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /** Runs {@code action} first after {@code delayMillis}, then each {@code periodMillis}. */
    public void every(long periodMillis, long delayMillis, Runnable action) {
        periodicTasks.add(new PeriodicTask(periodMillis, nowMillis() + delayMillis, action));
    }

    /** Runs {@code action} soon, on the loop's thread. */
    public void execute(Runnable action) {
        handedOver.add(action);
        selector.wakeup();
    }

    /** Makes {@link #run} return. */
    public void stop() {
        stopped = true;
        selector.wakeup();
    }

    /** Serves until {@link #stop} or an interrupt. */
    public void run() throws IOException {
        while (!stopped && !Thread.currentThread().isInterrupted()) {
            selector.select(EventLoop::dispatch, millisToNextTask());
            for (Runnable action = handedOver.poll(); action != null; action = handedOver.poll()) {
                action.run();
            }
            runDueTasks();
        }
    }

    private static void dispatch(SelectionKey key) {
        if (key.isValid()) {
            ((ReadyHandler) key.attachment()).ready(key);
        }
    }

    private long millisToNextTask() {
        long next = Long.MAX_VALUE;
        for (PeriodicTask task : periodicTasks) {
            next = Math.min(next, task.dueMillis);
        }
        return next == Long.MAX_VALUE ? 0 : Math.max(1, next - nowMillis());
    }

    private void runDueTasks() {
        long now = nowMillis();
        for (PeriodicTask task : periodicTasks) {
            if (task.dueMillis <= now) {
                task.dueMillis = now + task.periodMillis;
                task.action.run();
            }
        }
    }

    /** Closes every registered channel. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
