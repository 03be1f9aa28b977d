package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;

/**
 * Whatever the words are, they are options or one line says why not. Words are parted by zero bytes. The test
 * mixes the scripts' words; {@code tests/fuzz} has Jazzer look for more.
 */
public class CommandLineFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> WORDS = List.of("-t", "1", "sda1.torrent", "/dev/sda1", "-U", "-f", "-Uf", "-T", "-L",
            "--cache", "1024", "-k", "60", "-e", "-m", "-c", "-s", "--listen", "127.0.0.1:50051", "--", "-", "", "-F",
            "--cache-size", "--aio-threads", "--slow-start", "--slow-start-period", "--enable-dht", "--enable-lsd", "-l",
            "99999999999999999999", "-1", "0x7", "--ca", "--torrent=a", "\u00e4", "::1:5", "a:b:c");

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String[] words = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1);
        try {
            EzioV1Options.of(Arguments.parse(EzioV1Options.syntax(), words));
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            EzioV2Options.of(Arguments.parse(EzioV2Options.syntax(), words));
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        EzioContract.of(words);
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
