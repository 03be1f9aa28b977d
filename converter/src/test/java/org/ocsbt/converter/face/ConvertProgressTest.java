package org.ocsbt.converter.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ConvertProgressTest {
    private static final long MIB = 1024 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long nanos;

    private final ConvertProgress progress =
            new ConvertProgress(new PrintStream(out, true, UTF_8), "sda1", () -> nanos);

    @Test
    void showsShareRateAndTimeLeft() {
        nanos = 2_000_000_000L;
        progress.written(200 * MIB, 1000 * MIB);
        progress.end();

        assertThat(out.toString(UTF_8))
                .isEqualTo("\rsda1: 200 MiB of 1000 (20 %), 100 MiB/s, 0:08 left\u001b[K\n");
    }

    @Test
    void withoutATotalThereIsNoTimeLeft() {
        nanos = 1_000_000_000L;
        progress.written(50 * MIB, -1);

        assertThat(out.toString(UTF_8)).isEqualTo("\rsda1: 50 MiB, 50 MiB/s\u001b[K");
    }

    @Test
    void isRefreshedTwiceASecondAtMost() {
        nanos = 600_000_000L;
        progress.written(1, 10);
        nanos += 499_999_999L;
        progress.written(2, 10);
        nanos += 1;
        progress.written(3, 10);

        assertThat(out.toString(UTF_8).chars().filter(c -> c == '\r')).hasSize(2);
    }

    @Test
    void shortWorkShowsNothing() {
        nanos = 100_000_000L;
        progress.written(10, 10);
        progress.end();

        assertThat(out.size()).isZero();
    }
}
