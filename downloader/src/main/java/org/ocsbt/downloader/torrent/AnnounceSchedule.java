package org.ocsbt.downloader.torrent;

import java.time.Duration;

/**
 * When to ask the tracker again. The old client asked every second, whatever the tracker said; this one
 * asks every second only while it knows nobody, so that a room that is switched on in any order finds
 * itself at once. No I/O, no clock.
 */
final class AnnounceSchedule {
    private static final Duration ALONE = Duration.ofSeconds(1);
    /** A seeder that waits for clients is found by them; it need not look so hard. */
    private static final Duration SEEDER_ALONE = Duration.ofSeconds(5);
    /** Room for more peers, and pieces are missing. */
    private static final Duration FEW_PEERS = Duration.ofSeconds(15);
    /** Trackers forget a client after some missed intervals; a crashed tracker should learn of us soon. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(5);

    private int failures;

    /** The announce failed. */
    Duration afterFailure() {
        failures++;
        Duration wait = ALONE.multipliedBy(failures);
        return wait.compareTo(LONGEST_AFTER_FAILURE) < 0 ? wait : LONGEST_AFTER_FAILURE;
    }

    /**
     * The tracker answered.
     *
     * @param interval the tracker's wish
     * @param connected peers connected now
     * @param room peers that may still be connected
     * @param complete nothing is missing
     */
    Duration afterSuccess(Duration interval, int connected, int room, boolean complete) {
        failures = 0;
        if (connected == 0) {
            return complete ? SEEDER_ALONE : ALONE;
        }
        Duration wait = room > 0 && !complete ? FEW_PEERS : LONGEST;
        return interval.compareTo(wait) < 0 && !interval.isNegative() && interval.compareTo(FEW_PEERS) > 0
                ? interval : wait;
    }
}
