package org.ocsbt.tracker.page;

/**
 * One client of one partition.
 *
 * @param address literal IP address
 * @param port where it takes peers
 * @param state where it stands
 * @param leftBytes what it misses; negative when unknown
 * @param totalBytes the partition's length; 0 when unknown
 * @param bytesPerSecond how fast it last fetched; 0 when it did not, or when unknown
 * @param silentSeconds time since its latest announce
 * @param error why it failed, in its own words; empty while it has not
 */
public record ClientRow(
        String address, int port, ClientState state, long leftBytes, long totalBytes,
        long bytesPerSecond, long silentSeconds, String error) {

    static final long UNKNOWN_TIME = -1;

    /** Between 0 and 1; 0 when unknown. */
    double progress() {
        if (state.isComplete()) {
            return 1;
        }
        return leftBytes < 0 || totalBytes <= 0 ? 0 : Math.max(0, (double) (totalBytes - leftBytes) / totalBytes);
    }

    /**
     * Seconds until it is done if it goes on like this; {@link #UNKNOWN_TIME} when nothing tells, or when
     * that time has passed without news.
     */
    long secondsLeft() {
        if (state.isComplete()) {
            return 0;
        }
        if (state != ClientState.DOWNLOADING || bytesPerSecond <= 0 || leftBytes < 0) {
            return UNKNOWN_TIME;
        }
        long left = leftBytes / bytesPerSecond - silentSeconds;
        return left > 0 ? left : UNKNOWN_TIME;
    }
}
