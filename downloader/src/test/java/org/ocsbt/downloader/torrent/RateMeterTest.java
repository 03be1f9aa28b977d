package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private final RateMeter meter = new RateMeter();

    @Test
    void knowsNothingBeforeTwoSamples() {
        assertThat(meter.bytesPerSecond()).isZero();
        meter.sample(1000, 0);
        assertThat(meter.bytesPerSecond()).isZero();
    }

    @Test
    void isTheMeanOfWhatItSaw() {
        meter.sample(1000, 5000);
        meter.sample(1500, 5250);
        assertThat(meter.bytesPerSecond()).isEqualTo(2000);
        meter.sample(1500, 5500);
        assertThat(meter.bytesPerSecond()).isEqualTo(1000);
    }

    @Test
    void forgetsWhatIsLongAgo() {
        long total = 0;
        for (int i = 0; i < 12; i++) {
            meter.sample(total += 1_000_000, i * 250L);
        }
        assertThat(meter.bytesPerSecond()).isEqualTo(4_000_000);
        for (int i = 12; i < 24; i++) {
            meter.sample(total, i * 250L);
        }
        assertThat(meter.bytesPerSecond()).isZero();
    }

    @Test
    void survivesAClockThatStandsStill() {
        meter.sample(0, 7);
        meter.sample(1000, 7);
        assertThat(meter.bytesPerSecond()).isZero();
    }
}
