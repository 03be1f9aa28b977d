package org.ocsbt.tracker.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.UsageException;

/**
 * Whatever opentracker's configuration file holds, it is options or refused in a line. The test changes a good file
 * a little; {@code tests/fuzz} has Jazzer look for more.
 */
public class OpentrackerConfFuzzTest {
    private static final int ROUNDS = 5_000;
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final String GOOD = "# own\nlisten.tcp_udp 10.0.0.1:6969\nlisten.udp [::1]:6969\naccess.whitelist /w\n"
            + "access.stats 10.0.0.2\ntracker.rootdir /d\ntracker.user nobody\ntracker.redirect_url http://a/\n";

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            Path file = Files.createTempFile("opentracker", ".conf");
            try {
                Files.write(file, bytes);
                read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file) {
        try {
            assertThat(OpentrackerOptions.parse(NOWHERE, "-f", file.toString()).tcpAddresses()).isNotNull();
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Test
    @Timeout(60)
    void changedFilesAreReadOrRefused() {
        Random random = new Random(1);
        byte[] letters = "0123456789: []\t\n.-/\0\u00e4".getBytes(ISO_8859_1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = GOOD.getBytes(ISO_8859_1);
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = letters[random.nextInt(letters.length)];
            }
            fuzzerTestOneInput(changed);
        }
    }
}
