package org.ocsbt.tracker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.metainfo.InfoHash;

/** Whatever is in a whitelist, what is taken from it stands there as a line of its own. */
public class WhitelistFuzzTest {
    private static final int ROUNDS = 20_000;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Set<InfoHash> hashes = Whitelist.read(new BufferedReader(new StringReader(text)));
        for (InfoHash hash : hashes) {
            assertThat(text.toLowerCase(Locale.ROOT)).contains(hash.hex());
        }
        assertThat(hashes.size()).isLessThanOrEqualTo(bytes.length / 40 + 1);
    }

    @Test
    @Timeout(60)
    void changedListsAreReadOrSkipped() throws IOException {
        Random random = new Random(1);
        byte[] letters = "0123456789abcdefABCDEF \r\n#\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] list = new byte[150];
            for (int i = 0; i < list.length; i++) {
                list[i] = i % 41 == 40 ? (byte) '\n' : letters[random.nextInt(random.nextInt(20) == 0 ? letters.length : 22)];
            }
            fuzzerTestOneInput(list);
        }
    }
}
