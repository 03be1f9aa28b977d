package org.ocsbt.downloader.peer;

import java.util.function.LongSupplier;

/**
 * A token bucket that all connections of a session share. What is moved may overdraw it by one transfer; the
 * next one waits until that is paid back. Any thread may call.
 */
public final class RateLimit {
    /** In place of a rate where there is no limit. */
    private static final long UNLIMITED = 0;

    /** Bounds nothing, ever. */
    static final RateLimit NONE = new RateLimit(UNLIMITED, () -> 0);

    /** Tokens saved up at most: longer than the loops' tick, after which a waiting connection tries again. */
    private static final long SAVED_MILLIS = 2 * PeerLoop.TICK_MILLIS;

    private final LongSupplier nowMillis;
    private volatile long bytesPerSecond;
    private long tokenBytes;
    private long filledMillis;

    private RateLimit(long bytesPerSecond, LongSupplier nowMillis) {
        this.bytesPerSecond = bytesPerSecond;
        this.nowMillis = nowMillis;
        this.filledMillis = nowMillis.getAsLong();
    }

    /** @param bytesPerSecond payload, 1 or more; 0 for no limit */
    public static RateLimit of(long bytesPerSecond) {
        return of(bytesPerSecond, PeerLoop::nowMillis);
    }

    static RateLimit of(long bytesPerSecond, LongSupplier nowMillis) {
        return new RateLimit(bytesPerSecond, nowMillis);
    }

    /**
     * From now on this is the limit; what was overdrawn is still paid back.
     *
     * @param bytesPerSecond as for {@link #of(long)}
     */
    public synchronized void set(long bytesPerSecond) {
        if (this.bytesPerSecond != UNLIMITED) {
            tokens();
        }
        filledMillis = nowMillis.getAsLong();
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Payload bytes a second; 0 where there is no limit. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Whether something may be moved now. */
    boolean allows() {
        return bytesPerSecond == UNLIMITED || tokens() > 0;
    }

    /** Something was moved, or is about to be. */
    void take(int lengthBytes) {
        if (bytesPerSecond != UNLIMITED) {
            synchronized (this) {
                tokenBytes = tokens() - lengthBytes;
            }
        }
    }

    private synchronized long tokens() {
        long now = nowMillis.getAsLong();
        long most = Math.max(1, bytesPerSecond * SAVED_MILLIS / 1000);
        long earned = bytesPerSecond * (now - filledMillis) / 1000;
        if (earned > 0) {
            tokenBytes = Math.min(most, tokenBytes + earned);
            filledMillis = now;
        }
        return tokenBytes;
    }
}
