package org.ocsbt.converter.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.UsageException;

/**
 * Whatever the words are, they are options or one line says why not. Words are parted by zero bytes. The test
 * mixes the scripts' words; {@code tests/fuzz} has Jazzer look for more.
 */
public class CommandLineFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> WORDS = List.of("-p", "-c", "For_Clonezilla", "-t", "2", "-l", "24", "-a", "http://a/announce",
            "-o", "f", "dir", "-s", "16384", "-i", "sda1.torrent.info", "--help", "--check", "-h", "", "-", "--", "--piece", "-1",
            "99999999999999", "ftp://a", "::", "a=b", "-pp", "-l24", "//a/announce");

    private interface Parser {
        Object parse(String... words) throws UsageException;
    }

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String[] words = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1);
        List<Parser> parsers = List.of(GenTorrentFromPtclOptions::parse, OcsBtConvertOptions::parse, TransmissionCreateOptions::parse);
        for (Parser parser : parsers) {
            try {
                assertThat(parser.parse(words)).isNotNull();
            } catch (UsageException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    /** Found by Jazzer: an address without a scheme. */
    @Test
    void anAddressWithoutASchemeIsRefused() {
        fuzzerTestOneInput("-s\00016384\000-t\000//a/announce\000-o\000f\000dir".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    @Timeout(60)
    void anyWordsAreOptionsOrRefused() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                line.append(WORDS.get(random.nextInt(WORDS.size()))).append(i > 0 ? "\0" : "");
            }
            fuzzerTestOneInput(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
