package org.ocsbt.converter.partclone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawImageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0        | ''                            | 0",
        "511      | ''                            | 0",
        "512      | 0+512                         | 1",
        "777      | 0+512                         | 1",
        "16777216 | 0+16777216                    | 32768",
        "16777727 | 0+16777216                    | 32768",
        "16777728 | 0+16777216 16777216+512       | 32769",
        "40000777 | 0+16777216 16777216+16777216 33554432+6446080 | 78126",
    })
    void cutsEverySixteenMebibytesAndDropsATail(int length, String slices, long blocks) throws Exception {
        RawImage image = new RawImage(new ByteArrayInputStream(new byte[length]));
        List<String> found = new ArrayList<>();
        byte[] buffer = new byte[1_000_000];
        for (long offset = image.nextSlice(); offset >= 0; offset = image.nextSlice()) {
            long bytes = 0;
            for (int count = image.read(buffer); count >= 0; count = image.read(buffer)) {
                bytes += count;
            }
            found.add(offset + "+" + bytes);
        }

        assertThat(String.join(" ", found)).isEqualTo(slices);
        assertThat(image.blocksTotal()).isEqualTo(blocks);
    }
}
