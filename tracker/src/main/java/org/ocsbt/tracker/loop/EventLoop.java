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
import java.util.function.Consumer;

/**
 * The one thread of a tracker: it waits for channels and times and owns all state, so that nothing is
 * locked. Only {@link #execute} and {@link #stop} may be called from other threads.
 */
public final class EventLoop implements Closeable {
    private final Selector selector;
    private final Consumer<Throwable> faults;
    private final List<PeriodicTask> periodicTasks = new ArrayList<>();
    private List<Runnable> deferred = new ArrayList<>();
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

    private EventLoop(Selector selector, Consumer<Throwable> faults) {
        this.selector = selector;
        this.faults = faults;
    }

    /** @param faults told of exceptions that a handler or task let through; the loop goes on */
    public static EventLoop open(Consumer<Throwable> faults) throws IOException {
        return new EventLoop(Selector.open(), faults);
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

    /** Runs {@code action} once, after what is ready now or within a millisecond. */
    public void defer(Runnable action) {
        deferred.add(action);
    }

    /** Runs {@code action} soon, on the loop's thread. May be called from any thread. */
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
            selector.select(this::dispatch, millisToNextTask());
            runDeferred();
            for (Runnable action = handedOver.poll(); action != null; action = handedOver.poll()) {
                guarded(action);
            }
            runDueTasks();
        }
    }

    private void runDeferred() {
        if (deferred.isEmpty()) {
            return;
        }
        List<Runnable> now = deferred;
        deferred = new ArrayList<>();
        now.forEach(this::guarded);
    }

    private void dispatch(SelectionKey key) {
        if (key.isValid()) {
            guarded(() -> ((ReadyHandler) key.attachment()).ready(key));
        }
    }

    /** A fault of ours in one answer must not end the tracker that a whole room depends on. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError fault) {
            faults.accept(fault);
        }
    }

    private long millisToNextTask() {
        if (!deferred.isEmpty()) {
            return 1;
        }
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
                guarded(task.action);
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
