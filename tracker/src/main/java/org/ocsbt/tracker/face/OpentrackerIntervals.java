package org.ocsbt.tracker.face;

import java.util.random.RandomGenerator;

/** When opentracker wants to hear from a client again, and how many peers it gives. */
final class OpentrackerIntervals {
    private static final int MEAN_SECONDS = 1800;
    private static final int SPREAD_SECONDS = 180;
    private static final int USUAL_PEERS = 50;
    private static final int MOST_PEERS = 200;

    private final RandomGenerator random;

    OpentrackerIntervals(RandomGenerator random) {
        this.random = random;
    }

    /** Spread, so that clients started together do not come back together. */
    int nextSeconds() {
        return random.nextInt(MEAN_SECONDS - SPREAD_SECONDS, MEAN_SECONDS + SPREAD_SECONDS + 1);
    }

    /** How many peers a client gets that asks for {@code numWant}; negative when it did not say. */
    static int wanted(int numWant) {
        return numWant < 0 ? USUAL_PEERS : Math.min(numWant, MOST_PEERS);
    }
}
