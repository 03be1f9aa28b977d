package org.ocsbt.downloader.peer;

/**
 * What each connection of a loop would have of the line if all that are in use had the same. What a connection may have
 * under way follows its rate, and its rate is what it has under way: without a common measure who came first would keep
 * all, for ever. Owned by the loop.
 */
final class LineShare {
    /** Who finds others slow may take so many shares. */
    private static final int MOST_SHARES = 2;

    private long sum;
    private int inUse;
    private long share;

    /**
     * A connection's rate since the last round.
     *
     * @return the rate to count with: no less than an equal share, and no more than some of them; bytes per second
     */
    long even(long bytesPerSecond) {
        if (bytesPerSecond > 0) {
            sum += bytesPerSecond;
            inUse++;
        }
        return bytesPerSecond == 0 || share == 0
                ? bytesPerSecond : Math.max(share, Math.min(bytesPerSecond, MOST_SHARES * share));
    }

    /** All connections have told their rates. */
    void roundEnded() {
        share = inUse == 0 ? 0 : sum / inUse;
        sum = 0;
        inUse = 0;
    }
}
