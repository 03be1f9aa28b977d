package org.ocsbt.metainfo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes are, there is a checked exception of one line or a metainfo that holds together.
 * The test changes good torrents a little; {@code tests/fuzz} has Jazzer look for more.
 */
public class MetainfoReaderFuzzTest {
    private static final int ROUNDS = 20_000;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Metainfo metainfo;
        try {
            metainfo = MetainfoReader.parse(bytes);
        } catch (MetainfoException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}+");
            return;
        }
        assertThat(metainfo.files().stream().mapToLong(FileEntry::lengthBytes).sum())
                .isEqualTo(metainfo.geometry().totalBytes());
        assertThat(metainfo.hashes().count()).isEqualTo(metainfo.geometry().pieceCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mktorrent", "libtorrent"})
    @Timeout(60)
    void changedTorrentsAreReadOrRefused(String name) throws IOException {
        byte[] torrent;
        try (InputStream in = MetainfoReaderFuzzTest.class.getResourceAsStream("/metainfo/" + name + ".torrent")) {
            torrent = in.readAllBytes();
        }
        Random random = new Random(1);
        byte[] letters = "0123456789ilde:-/.\0".getBytes(US_ASCII);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = torrent.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = letters[random.nextInt(letters.length)];
            }
            fuzzerTestOneInput(changed);
        }
    }
}
