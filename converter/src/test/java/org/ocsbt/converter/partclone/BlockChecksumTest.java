package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.converter.partclone.ImageHeader.ChecksumMode;

class BlockChecksumTest {
    private static final byte[] TEXT = IntStream.rangeClosed(1, 5000).mapToObj(i -> i + "\n")
            .collect(Collectors.joining()).getBytes(US_ASCII);

    /** The values are those of xxhsum and, uninverted, of zlib's crc32 for {@code seq 1 5000}. */
    @ParameterizedTest
    @CsvSource({"XXH64,43d208670c49701a", "XXH3_128,b06ebba52104374a9f98c20cd235c685", "CRC32,d11e2867"})
    void agreesWithOtherPrograms(ChecksumMode mode, String bigEndian) {
        BlockChecksum checksum = BlockChecksum.of(mode);
        checksum.update(new byte[10], 0, 10);
        checksum.reset();
        checksum.update(TEXT, 0, 1000);
        checksum.update(TEXT, 1000, TEXT.length - 1000);

        assertThat(HexFormat.of().formatHex(checksum.value())).isEqualTo(reversed(bigEndian));
        assertThat(checksum.value()).hasSize(BlockChecksum.length(mode));
        assertThat(checksum.matches(checksum.value())).isTrue();
        assertThat(checksum.matches(HexFormat.of().parseHex(bigEndian))).isFalse();
        assertThat(checksum.matches(new byte[BlockChecksum.length(mode)])).isFalse();
    }

    private static String reversed(String hex) {
        List<String> bytes = new ArrayList<>(List.of(hex.split("(?<=\\G..)")));
        Collections.reverse(bytes);
        return String.join("", bytes);
    }
}
