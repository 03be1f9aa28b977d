package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnounceScheduleTest {
    private final AnnounceSchedule schedule = new AnnounceSchedule();

    @ParameterizedTest
    @CsvSource({
        // interval, connected, room, complete, seconds to wait
        "1800, 0, 6, false, 1", "1800, 0, 6, true, 5", "1800, 3, 3, false, 15", "1800, 6, 0, false, 120",
        "1800, 3, 3, true, 120", "60, 6, 0, false, 60", "15, 6, 0, false, 120", "0, 6, 0, true, 120",
        "-5, 6, 0, true, 120", "16, 3, 3, false, 15"
    })
    void asksOftenOnlyWhileItHelps(long interval, int connected, int room, boolean complete, long seconds) {
        assertThat(schedule.afterSuccess(Duration.ofSeconds(interval), connected, room, complete))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void asksAgainSoonAfterAFailureAndNeverSeldomThanEveryFiveSeconds() {
        for (int seconds : new int[] {1, 2, 3, 4, 5, 5, 5}) {
            assertThat(schedule.afterFailure()).isEqualTo(Duration.ofSeconds(seconds));
        }
        schedule.afterSuccess(Duration.ofSeconds(1800), 1, 0, true);
        assertThat(schedule.afterFailure()).isEqualTo(Duration.ofSeconds(1));
    }
}
