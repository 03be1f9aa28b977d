package org.ocsbt.tracker.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
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
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final List<String> WORDS = List.of("-p", "6969", "-P", "-d", "img", "-w", "/whitelist.txt", "-i",
            "127.0.0.1", "::1", "-r", "-A", "-s", "-u", "nobody", "--port", "--dfile", "d", "--logfile", "--nat_check", "0",
            "--scrape_allowed", "full", "--tracker_max_completed", "65536", "-1", "99999999999", "--bind", "", "-", "--",
            "--socket_timeout", "1e3", "1.2.3.4.5");

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // Not -f, which names a file to be read.
        String[] words = text.replace("f", "F").split("\0", -1);
        try {
            OpentrackerOptions.parse(NOWHERE, words);
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            OcsBttrackOptions.parse(text.split("\0", -1));
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
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
