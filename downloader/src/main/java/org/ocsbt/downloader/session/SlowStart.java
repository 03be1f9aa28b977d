package org.ocsbt.downloader.session;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.ocsbt.downloader.peer.RateLimit;

/**
 * Lets a session begin to upload gently: 10 MiB/s, 10 more with each period, no limit where 100 would be
 * reached (contracts/ezio-v2.md, "Slow start"). The time counts from the first byte that goes out, not
 * from the start of the daemon, which is long up when the first client comes. Owned by the session's loop.
 */
final class SlowStart {
    static final long STEP_BYTES_PER_SECOND = 10L << 20;
    private static final int STEPS = 10;

    private final RateLimit upload;
    private final long limitAfterwards;
    private final long periodNanos;
    private boolean begun;
    private long begunNanos;
    private int step;

    /**
     * @param upload the limit to raise
     * @param limitAfterwards bytes a second, which the steps don't exceed either; 0 for no limit
     * @param period length of a step
     */
    SlowStart(RateLimit upload, long limitAfterwards, Duration period) {
        this.upload = upload;
        this.limitAfterwards = limitAfterwards;
        this.periodNanos = period.toNanos();
        enter(1);
    }

    /** @param uploading whether any byte has gone out yet */
    void tick(BooleanSupplier uploading, long nowNanos) {
        if (step == STEPS || !begun && !uploading.getAsBoolean()) {
            return;
        }
        if (!begun) {
            begun = true;
            begunNanos = nowNanos;
        }
        int due = (int) Math.min(STEPS, 1 + (nowNanos - begunNanos) / periodNanos);
        if (due > step) {
            enter(due);
        }
    }

    private void enter(int next) {
        step = next;
        upload.set(step == STEPS ? limitAfterwards : limitOf(step));
    }

    private long limitOf(int step) {
        long limit = step * STEP_BYTES_PER_SECOND;
        return limitAfterwards == 0 ? limit : Math.min(limit, limitAfterwards);
    }
}
