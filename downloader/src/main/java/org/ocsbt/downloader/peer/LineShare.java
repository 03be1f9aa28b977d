package org.ocsbt.downloader.peer;

/**
 * What each connection of a loop would have of the line if all that are in use had the same. What a connection may have
 * under way follows its rate, and its rate is what it has under way: without a common measure who came first would keep
 * all, for ever. Owned by the loop.
 */
final class LineShare {
    /** Who finds others slow, or is favoured, may take so many shares. */
    private static final int MOST_SHARES = 2;

    private long sum;
    private int inUse;
    private long share;
    private long shareOfBest;
    private long best;

    /**
     * A connection's rate since the last round.
     *
     * @return the rate to count with: no less than an equal share of what all have now, and no more than some of them;
     *     bytes per second
     */
    long even(long bytesPerSecond) {
        count(bytesPerSecond);
        return bytesPerSecond == 0 || share == 0
                ? bytesPerSecond : Math.max(share, Math.min(bytesPerSecond, MOST_SHARES * share));
    }

    /**
     * A connection's rate since the last round. Who sends less than the line carries, as what it has under way waits at its
     * receivers for others' bytes, would have ever less under way if that followed the rate of now: of four clients one sent half
     * of what its line carries for a whole transfer, and those that fetched from it were late.
     *
     * @param favoured whether it is to have more than an equal share
     * @return the rate to count with: a share of the most that all had in any round; bytes per second
     */
    long ofBest(long bytesPerSecond, boolean favoured) {
        count(bytesPerSecond);
        return bytesPerSecond == 0 || shareOfBest == 0
                ? bytesPerSecond : shareOfBest * (favoured ? MOST_SHARES : 1);
    }

    private void count(long bytesPerSecond) {
        if (bytesPerSecond > 0) {
            sum += bytesPerSecond;
            inUse++;
        }
    }

    /** All connections have told their rates. */
    void roundEnded() {
        best = Math.max(best, sum);
        share = inUse == 0 ? 0 : sum / inUse;
        shareOfBest = best / Math.max(1, inUse);
        sum = 0;
        inUse = 0;
    }
}
