package org.ocsbt.converter.partclone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes are, there is a checked exception of one line or all that the image promises. The
 * test changes good images a little; {@code tests/fuzz} has Jazzer look for more.
 */
public class PartcloneImageFuzzTest {
    private static final int ROUNDS = 300;
    private static final int HEADER_AND_BITMAP_BYTES = 150;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        try {
            PartcloneImage image = PartcloneImage.open(new ByteArrayInputStream(bytes));
            byte[] buffer = new byte[Math.max(4096, image.blockSize())];
            long total = 0;
            for (long offset = image.nextSlice(); offset >= 0; offset = image.nextSlice()) {
                for (int count = image.read(buffer); count >= 0; count = image.read(buffer)) {
                    total += count;
                }
            }
            assertThat(total).isEqualTo(image.totalBytes());
        } catch (PartcloneException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}+");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "every-3-blocks", "0001"})
    @Timeout(60)
    void changedImagesAreReadOrRefused(String name) throws IOException {
        byte[] image = name.equals("0001")
                ? TestImages.inFormat0001(4, Integer.MAX_VALUE) : TestImages.ofPartclone(name);
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = image.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                int at = random.nextInt(random.nextBoolean() ? HEADER_AND_BITMAP_BYTES : changed.length);
                changed[at] = (byte) random.nextInt();
            }
            fuzzerTestOneInput(random.nextBoolean() ? TestImages.sealed(changed) : changed);
        }
    }
}
