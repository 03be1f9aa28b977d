package org.ocsbt.downloader.torrent;

/** Bytes per second over the last few seconds, from a counter that only grows. Owned by one loop. */
final class RateMeter {
    private static final int SAMPLES = 12;

    private final long[] totals = new long[SAMPLES];
    private final long[] millis = new long[SAMPLES];
    private int count;
    private long best;

    /** To be called at regular intervals, four times a second. */
    void sample(long totalBytes, long nowMillis) {
        totals[count % SAMPLES] = totalBytes;
        millis[count % SAMPLES] = nowMillis;
        count++;
        best = Math.max(best, bytesPerSecond());
    }

    /** The highest rate there was. */
    long best() {
        return best;
    }

    long bytesPerSecond() {
        if (count < 2) {
            return 0;
        }
        int newest = (count - 1) % SAMPLES;
        int oldest = count <= SAMPLES ? 0 : count % SAMPLES;
        long elapsed = millis[newest] - millis[oldest];
        return elapsed <= 0 ? 0 : (totals[newest] - totals[oldest]) * 1000 / elapsed;
    }
}
