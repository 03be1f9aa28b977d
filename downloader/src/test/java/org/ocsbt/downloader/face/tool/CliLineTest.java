package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.face.rpc.Torrent;

class CliLineTest {
    private static final long GIB = 1L << 30;

    @Test
    void hasTheOriginalsBytes() {
        Torrent torrent = Torrent.newBuilder().setIsFinished(true).setTotalDone(5).setTotal(5)
                .setDownloadRate(6 * GIB / 1000).build();
        assertThat(CliLine.of(Duration.ofSeconds(2), List.of(torrent)))
                .isEqualTo("[T: 2][P: 100%][D: 0.36GB/min][U: 0.00GB/min][R: 0]\r");
    }

    @Test
    void addsUpAllTorrents() {
        Torrent first = Torrent.newBuilder().setIsFinished(true).setTotalDone(100).setTotal(100)
                .setUploadRate(GIB / 60).build();
        Torrent second = Torrent.newBuilder().setTotalDone(0).setTotal(1900)
                .setUploadRate(GIB / 60).setDownloadRate(GIB / 120).build();
        assertThat(CliLine.of(Duration.ofSeconds(124), List.of(first, second)))
                .isEqualTo("[T: 124][P:   5%][D: 0.50GB/min][U: 2.00GB/min][R: 1]\r");
    }

    @Test
    void hundredPercentIsOnlyWhatIsDone() {
        assertThat(CliLine.percent(List.of(Torrent.newBuilder().setTotalDone(9999).setTotal(10000).build())))
                .isEqualTo(99);
    }

    @Test
    void anOriginalSeederHasNoTotal() {
        assertThat(CliLine.percent(List.of(Torrent.newBuilder().setTotalDone(77).build()))).isEqualTo(100);
        assertThat(CliLine.percent(List.of())).isZero();
    }
}
