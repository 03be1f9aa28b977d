package org.ocsbt.downloader.peer;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A clock that jumps from one event to the next; equal times keep the order in which they were asked for. */
public final class VirtualTime {
    private record Event(long atMicros, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMicros).thenComparingLong(Event::order));
    private long nowMicros;
    private long order;

    public long nowMicros() {
        return nowMicros;
    }

    public long nowMillis() {
        return nowMicros / 1000;
    }

    /** Runs the action this much later; after all that is due then already. */
    public void after(long delayMicros, Runnable action) {
        events.add(new Event(nowMicros + delayMicros, order++, action));
    }

    /**
     * Lets time pass until this holds.
     *
     * @return whether it holds; false when the limit is reached or nothing would ever happen again
     */
    public boolean runUntil(BooleanSupplier done, long limitMicros) {
        while (!done.getAsBoolean()) {
            Event next = events.poll();
            if (next == null || next.atMicros > limitMicros) {
                return false;
            }
            nowMicros = next.atMicros;
            next.action.run();
        }
        return true;
    }
}
