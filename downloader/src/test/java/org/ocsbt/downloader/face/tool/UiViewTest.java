package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.face.tool.UiLine.Style;

class UiViewTest {
    private static final long GIB = 1L << 30;
    private final UiView view = new UiView("v2");

    @Test
    void aTorrentHasItsNameSizesBarRatesAndTimes() {
        List<String> lines = plain(List.of(sda1()), UiChoice.AT_START, 80, 24);
        assertThat(lines).containsSubsequence(
                "sda1 -> /dev/sda1                                      1.00 GB / 4.00 GB  25%  D",
                " ".repeat(38) + "25%" + " ".repeat(39),
                "D: 6.00GB/min, 102.40MB/s | U: 0.60GB/min, 10.24MB/s                 ETA 0:00:31",
                "[F: no][S: D][P: 5][T: 61][L: 2]  got 1.00 GB, gave 0.50 GB, finished for 0 s");
    }

    @Test
    void theTotalAddsUpAndHasAnEta() {
        List<String> lines = plain(List.of(sda1(), sda1().toBuilder().setName("sda2").build()), UiChoice.AT_START, 80, 24);
        assertThat(lines.get(0)).startsWith(" EZIO v2 ").endsWith(" 2 torrents ");
        assertThat(lines.get(2)).startsWith("Total 2.00 GB / 8.00 GB ").endsWith(" ETA 0:00:31");
        assertThat(lines.get(4)).startsWith("D: 12.00GB/min, 204.80MB/s | U: 1.20GB/min, 20.48MB/s");
    }

    @Test
    void withoutARateThereIsNoEta() {
        Torrent stalled = sda1().toBuilder().setDownloadRate(0).build();
        assertThat(plain(List.of(stalled), UiChoice.AT_START, 80, 24).get(2)).endsWith("ETA --:--:--");
    }

    @Test
    void aFailureIsPlainAndKeepsItsReason() {
        Torrent failed = sda1().toBuilder().setError("write of 512 bytes to /dev/sda1: No space left").build();
        List<UiLine> lines = view.render(List.of(failed), UiChoice.AT_START, 80, 24);
        assertThat(lines.get(0).plain()).endsWith("- 1 FAILED ");
        assertThat(lines.get(0).parts().get(0).style()).isEqualTo(Style.FAILURE);
        assertThat(lines.stream().map(UiLine::plain))
                .contains("FAILED: write of 512 bytes to /dev/sda1: No space left");
    }

    @Test
    void helpShowsAllKeys() {
        List<String> lines = plain(List.of(sda1()), UiChoice.AT_START.after('h'), 80, 24);
        for (char key : "hqsnpdua123v".toCharArray()) {
            assertThat(lines).anyMatch(line -> line.startsWith("  " + key + "        "));
        }
    }

    @Test
    void longNamesHaveTheInfoHash() {
        assertThat(plain(List.of(sda1()), UiChoice.AT_START.after('v'), 120, 24))
                .anyMatch(line -> line.startsWith("sda1 -> /dev/sda1 0123abcd "));
    }

    @ParameterizedTest
    @CsvSource({"80,24,0", "80,24,1", "80,24,3", "80,24,9", "80,24,40", "20,5,3", "1,1,2", "200,60,12", "79,24,4"})
    void everyLineFits(int columns, int rows, int count) {
        List<Torrent> torrents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            torrents.add(sda1().toBuilder().setName("partition " + i).build());
        }
        List<UiLine> lines = view.render(torrents, UiChoice.AT_START, columns, rows);
        assertThat(lines).hasSize(rows);
        assertThat(lines.get(rows - 1).plain()).startsWith("h help".substring(0, Math.min(6, columns - 1)));
    }

    @Test
    void manyTorrentsGetOneLineEachAndTheRestIsCounted() {
        List<Torrent> torrents = new ArrayList<>();
        for (int i = 10; i < 50; i++) {
            torrents.add(sda1().toBuilder().setName("lv" + i).build());
        }
        List<String> lines = plain(torrents, UiChoice.AT_START, 80, 24);
        assertThat(lines.stream().filter(line -> line.startsWith("lv"))).hasSize(16);
        assertThat(lines).contains("... and 24 more");
    }

    private List<String> plain(List<Torrent> torrents, UiChoice choice, int columns, int rows) {
        return view.render(torrents, choice, columns, rows).stream().map(UiLine::plain).toList();
    }

    private static Torrent sda1() {
        return Torrent.newBuilder().setHash("0123abcd").setName("sda1").setSavePath("/dev/sda1").setProgress(0.25)
                .setTotal(4 * GIB).setTotalDone(GIB).setDownloadRate(GIB / 10).setUploadRate(GIB / 100)
                .setNumPeers(5).setActiveTime(61).setLastUpload(2).setTotalPayloadDownload(GIB)
                .setTotalPayloadUpload(GIB / 2).build();
    }
}
