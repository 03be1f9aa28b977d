package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the bytes are, there is a checked exception of one line or as many hashes as there are pieces.
 * The test changes a good file a little; {@code tests/fuzz} has Jazzer look for more.
 */
public class TorrentInfoReaderFuzzTest {
    private static final int ROUNDS = 20_000;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        try {
            TorrentInfo info = TorrentInfoReader.read(new ByteArrayInputStream(bytes));
            long total = info.slices().stream().mapToLong(Slice::lengthBytes).sum();
            assertThat(info.hashes().count()).isEqualTo((int) ((total - 1) / TorrentInfo.PIECE_LENGTH_BYTES + 1));
        } catch (PartcloneException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}+");
        }
    }

    @Test
    @Timeout(60)
    void changedFilesAreReadOrRefused() throws IOException {
        byte[] info = TestImages.torrentInfo().getBytes(US_ASCII);
        byte[] letters = "0123456789abcdefF: \n-xsol".getBytes(US_ASCII);
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = info.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = letters[random.nextInt(letters.length)];
            }
            fuzzerTestOneInput(changed);
        }
    }
}
