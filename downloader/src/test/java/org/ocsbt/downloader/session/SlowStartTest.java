package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.peer.RateLimit;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.storage.HeapBlockStore;

@Timeout(60)
class SlowStartTest {
    private static final int MIB = 1 << 20;

    private final RateLimit upload = RateLimit.of(0);

    private long limitMib(SlowStart ramp, boolean uploading, long second) {
        ramp.tick(() -> uploading, Duration.ofSeconds(second).toNanos());
        return upload.bytesPerSecond() / MIB;
    }

    @Test
    void tenMoreWithEachPeriodAndNoLimitWhereItWouldBeAHundred() {
        SlowStart ramp = new SlowStart(upload, 0, Duration.ofSeconds(5));
        List<Long> limits = new ArrayList<>();
        for (int second = 100; second < 160; second += 5) {
            limits.add(limitMib(ramp, true, second));
        }
        assertThat(limits).containsExactly(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 0L, 0L, 0L);
    }

    @Test
    void theTimeCountsFromTheFirstUpload() {
        SlowStart ramp = new SlowStart(upload, 0, Duration.ofSeconds(10));
        assertThat(limitMib(ramp, false, 1)).isEqualTo(10);
        assertThat(limitMib(ramp, false, 1000)).isEqualTo(10);
        assertThat(limitMib(ramp, true, 2000)).isEqualTo(10);
        assertThat(limitMib(ramp, true, 2009)).isEqualTo(10);
        assertThat(limitMib(ramp, true, 2010)).isEqualTo(20);
    }

    @Test
    void anotherLimitOfTheSessionStays() {
        SlowStart ramp = new SlowStart(upload, 25L * MIB, Duration.ofSeconds(1));
        assertThat(limitMib(ramp, true, 1)).isEqualTo(10);
        assertThat(limitMib(ramp, true, 2)).isEqualTo(20);
        assertThat(limitMib(ramp, true, 3)).isEqualTo(25);
        assertThat(limitMib(ramp, true, 60)).isEqualTo(25);
    }

    @Test
    void aSessionServesNoFasterThanItsFirstStep() throws Exception {
        try (Room room = new Room()) {
            SampleTorrent torrent = room.torrent("sda1", MIB, 22 * MIB);
            room.client(new SessionOptions(0, Room.MEMORY_BYTES, OptionalInt.of(1), false,
                    Optional.of(Duration.ofHours(1)))).seed(torrent);
            Client leecher = room.client();
            long begun = System.nanoTime();
            HeapBlockStore copy = leecher.fetch(torrent);
            awaitFinished(leecher);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1600));
            assertHolds(copy, torrent);
        }
    }
}
