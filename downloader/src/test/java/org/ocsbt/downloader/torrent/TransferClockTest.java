package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferClockTest {
    private final TransferClock clock = new TransferClock();

    @Test
    void pausesDoNotCount() {
        clock.start(1000, false);
        clock.stop(3000);
        assertThat(clock.activeTime(9000)).isEqualTo(Duration.ofMillis(2000));
        clock.start(10_000, false);
        assertThat(clock.activeTime(10_500)).isEqualTo(Duration.ofMillis(2500));
        clock.stop(11_000);
        clock.stop(12_000);
        assertThat(clock.activeTime(20_000)).isEqualTo(Duration.ofMillis(3000));
    }

    @Test
    void seedingTimeBeginsWhenItIsComplete() {
        clock.start(1000, false);
        assertThat(clock.seedingTime(2000)).isZero();
        clock.finished(2000);
        assertThat(clock.seedingTime(2700)).isEqualTo(Duration.ofMillis(700));
        clock.stop(3000);
        clock.start(8000, true);
        assertThat(clock.seedingTime(8100)).isEqualTo(Duration.ofMillis(1100));
    }

    @Test
    void remembersWhenPayloadLastMoved() {
        clock.start(0, false);
        assertThat(clock.sinceDownload(100)).isEmpty();
        clock.sample(10, 0, 250);
        clock.sample(10, 5, 500);
        assertThat(clock.sinceDownload(600)).contains(Duration.ofMillis(350));
        assertThat(clock.sinceUpload(600)).contains(Duration.ofMillis(100));
    }

    @Test
    void addsUpConnectionsThatEnded() {
        clock.left(5, 7);
        clock.left(10, 20);
        assertThat(clock.leftDownloadedBytes()).isEqualTo(15);
        assertThat(clock.leftUploadedBytes()).isEqualTo(27);
    }
}
