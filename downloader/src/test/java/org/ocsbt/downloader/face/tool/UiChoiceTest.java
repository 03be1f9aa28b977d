package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.downloader.face.rpc.Torrent;

class UiChoiceTest {
    private static final List<Torrent> TORRENTS = List.of(
            Torrent.newBuilder().setName("b").setSavePath("/dev/b").setTotal(30).setProgress(0.1)
                    .setDownloadRate(5).setUploadRate(1).build(),
            Torrent.newBuilder().setName("c").setSavePath("/dev/c").setTotal(10).setProgress(1).setIsFinished(true)
                    .setUploadRate(9).build(),
            Torrent.newBuilder().setName("a").setSavePath("/dev/a").setTotal(20).setProgress(1).setIsFinished(true)
                    .setIsPaused(true).build(),
            Torrent.newBuilder().setName("x").setSavePath("/dev/x").setTotal(1).setError("gone").build());

    @ParameterizedTest
    @CsvSource({
        "'', abcx", "n, abcx", "s, bacx", "p, cabx", "d, bcax", "u, cbax",
        "1, bx", "2, acx", "3, ax", "2s, acx", "3a, abcx", "hhv, abcx", "?, abcx",
    })
    void keysSortAndFilter(String keys, String names) {
        UiChoice choice = UiChoice.AT_START;
        for (char key : keys.toCharArray()) {
            choice = choice.after(key);
        }
        assertThat(String.join("", choice.apply(TORRENTS).stream().map(Torrent::getName).toList())).isEqualTo(names);
    }
}
