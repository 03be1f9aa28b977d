package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TakingRateTest {
    private static final long START = 1_000_000_000;
    private static final long TICK = 250;

    private final TakingRate rate = new TakingRate(START);
    private long bytes;
    private long now = START;

    /** Time passes in which it takes so much per tick while it is served. */
    private void pass(int ticks, long bytesPerTick, boolean served) {
        for (int i = 0; i < ticks; i++) {
            bytes += bytesPerTick;
            now += TICK;
            rate.sample(served, bytes, now);
        }
    }

    @Test
    void nobodyIsSlowBeforeItHadTheTime() {
        pass(2, 1, true);
        assertThat(rate.isSlow(1000)).isFalse();
        pass(1, 1, true);
        assertThat(rate.isSlow(1000)).isTrue();
    }

    @Test
    void whoTakesLessThanHalfOfTheUsualIsSlow() {
        pass(8, 25_000, true);
        assertThat(rate.isSlow(199)).isFalse();
        assertThat(rate.isSlow(201)).isTrue();
    }

    @Test
    void timeInWhichItIsNotServedDoesNotCount() {
        pass(4, 25_000, true);
        pass(400, 0, false);
        pass(4, 25_000, true);
        assertThat(rate.isSlow(199)).isFalse();
    }

    @Test
    void shortTurnsAddUp() {
        for (int turn = 0; turn < 3; turn++) {
            pass(1, 10_000, true);
            pass(5, 0, false);
        }
        assertThat(rate.isSlow(100)).isTrue();
    }

    @Test
    void whoHasBecomeFastIsNotSlowForEver() {
        pass(400, 1000, true);
        assertThat(rate.isSlow(100)).isTrue();
        pass(400, 25_000, true);
        assertThat(rate.isSlow(100)).isFalse();
    }
}
