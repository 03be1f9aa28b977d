package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long nowMillis = 1_000_000;

    private RateLimit limit(long bytesPerSecond) {
        return RateLimit.of(bytesPerSecond, () -> nowMillis);
    }

    /** Moves transfers of this length, as often as it is allowed in steps of 10 ms. */
    private long movedIn(RateLimit limit, int seconds, int lengthBytes) {
        long moved = 0;
        for (int i = 0; i < seconds * 100; i++) {
            nowMillis += 10;
            while (limit.allows()) {
                limit.take(lengthBytes);
                moved += lengthBytes;
            }
        }
        return moved;
    }

    @Test
    void theRateIsKeptWhateverTheLengthOfTransfers() {
        for (int length : new int[] {1000, 16384, 500_000}) {
            assertThat(movedIn(limit(100_000), 60, length)).isBetween(6_000_000L - length, 6_050_000L + length);
        }
    }

    @Test
    void nothingIsAllowedBeforeTimeHasPassed() {
        assertThat(limit(1_000_000).allows()).isFalse();
    }

    @Test
    void anOverdraftIsPaidBack() {
        RateLimit limit = limit(1000);
        nowMillis += 100;
        limit.take(5100);
        nowMillis += 5000;
        assertThat(limit.allows()).isFalse();
        nowMillis += 10;
        assertThat(limit.allows()).isTrue();
    }

    @Test
    void noMoreThanHalfASecondIsSavedUp() {
        RateLimit limit = limit(100_000);
        nowMillis += 3_600_000;
        limit.take(50_000);
        assertThat(limit.allows()).isFalse();
    }

    @Test
    void zeroIsNoLimit() {
        RateLimit limit = limit(0);
        limit.take(Integer.MAX_VALUE);
        assertThat(limit.allows()).isTrue();
    }

    @Test
    void anotherRateHoldsFromNowOn() {
        RateLimit limit = limit(100_000);
        movedIn(limit, 10, 1000);
        limit.set(300_000);
        assertThat(movedIn(limit, 10, 1000)).isBetween(2_990_000L, 3_050_000L);
        limit.set(0);
        limit.take(Integer.MAX_VALUE);
        assertThat(limit.allows()).isTrue();
        limit.set(100_000);
        assertThat(movedIn(limit, 10, 1000)).isBetween(990_000L, 1_051_000L);
    }
}
