package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.session.TorrentStatus;

class ProgressLineTest {
    private static final long MIB = 1 << 20;

    @Test
    void downloadLineHasTheOriginalsBytes() {
        TorrentStatus torrent = Status.downloading().total(100).done(41).rates(123_480_000, 0)
                .active(Duration.ofMillis(12_999)).get();
        assertThat(ProgressLine.downloading(List.of(torrent))).isEqualTo(
                "\r[P: 41%] [D: 6.90 GB/min] [DT: 12 secs] [U: 0.00 GB/min] [UT: 0 secs] ");
    }

    @Test
    void percentIsCutPerTorrentAndThenAsAMean() {
        TorrentStatus almost = Status.downloading().total(1000).done(999).get();
        TorrentStatus none = Status.downloading().total(1000).done(9).get();
        assertThat(ProgressLine.downloading(List.of(almost))).startsWith("\r[P: 99%] ");
        assertThat(ProgressLine.downloading(List.of(none))).startsWith("\r[P: 0%] ");
        assertThat(ProgressLine.downloading(List.of(almost, none))).startsWith("\r[P: 49%] ");
    }

    @Test
    void percentOfAHugeTorrentDoesNotOverflow() {
        TorrentStatus torrent = Status.downloading().total(1L << 55).done(1L << 54).get();
        assertThat(ProgressLine.downloading(List.of(torrent))).startsWith("\r[P: 50%] ");
    }

    @Test
    void ratesAreSumsAndTimesAreTheFirstTorrents() {
        TorrentStatus first = Status.finished().rates(0, Status.GIB / 60)
                .active(Duration.ofSeconds(70)).seeding(Duration.ofSeconds(8)).get();
        TorrentStatus second = Status.downloading().rates(Status.GIB, Status.GIB / 60)
                .active(Duration.ofSeconds(99)).get();
        assertThat(ProgressLine.downloading(List.of(first, second))).isEqualTo(
                "\r[P: 50%] [D: 60.00 GB/min] [DT: 70 secs] [U: 2.00 GB/min] [UT: 8 secs] ");
    }

    @Test
    void seedingLineShowsTheLongestSeedingTime() {
        TorrentStatus first = Status.finished().seeding(Duration.ofMillis(3_100)).get();
        TorrentStatus second = Status.finished().seeding(Duration.ofSeconds(9)).rates(0, Status.GIB / 120).get();
        assertThat(ProgressLine.seeding(List.of(first))).isEqualTo("\r[U: 0.00 GB/min] [T: 3 secs] ");
        assertThat(ProgressLine.seeding(List.of(first, second))).isEqualTo("\r[U: 0.50 GB/min] [T: 9 secs] ");
    }

    @Test
    void averageIsDoneByActiveTimeInBothUnits() {
        TorrentStatus torrent = Status.finished().total(1445 * MIB).downloaded(1500 * MIB)
                .active(Duration.ofMillis(10_900)).get();
        assertThat(ProgressLine.average(torrent)).isEqualTo("\nAvg D: 8.47 GB/min, 144.50 MB/s\n");
    }

    @Test
    void averageLeavesOutWhatLayOnTheTarget() {
        TorrentStatus resumed = Status.finished().total(1000 * MIB).downloaded(10 * MIB)
                .active(Duration.ofSeconds(10)).get();
        assertThat(ProgressLine.average(resumed)).isEqualTo("\nAvg D: 0.06 GB/min, 1.00 MB/s\n");
    }

    @Test
    void averageOfLessThanASecondIsLeftOut() {
        assertThat(ProgressLine.average(Status.finished().active(Duration.ofMillis(999)).get())).isEmpty();
    }

    @Test
    void halvesAreRoundedAsInC() {
        TorrentStatus torrent = Status.finished().total(10 * MIB).downloaded(MIB / 8)
                .active(Duration.ofSeconds(1)).get();
        assertThat(ProgressLine.average(torrent)).endsWith(" 0.12 MB/s\n");
    }
}
