package org.ocsbt.tracker.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.tracker.swarm.SwarmTable;

/**
 * Whatever the file holds, it is refused whole or read. The test changes a good file a little;
 * {@code tests/fuzz} has Jazzer look for more.
 */
public class StateFileFuzzTest {
    private static final int ROUNDS = 5_000;
    private static final String GOOD = "d9:completedd20:aaaaaaaaaaaaaaaaaaaai3ee5:peersd20:aaaaaaaaaaaaaaaaaaaad20:"
            + "ppppppppppppppppppppd2:ip8:10.0.0.14:lefti0e3:nati0e4:porti6881eeeee";

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        SwarmTable swarms = new SwarmTable(SwarmTable.Limits.USUAL, new Random(1), 0);
        try {
            Path file = Files.createTempFile("dfile", "");
            try {
                Files.write(file, bytes);
                load(file, swarms);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(Path file, SwarmTable swarms) {
        try {
            new StateFile(file).load(swarms, hash -> true, 0);
        } catch (IOException refused) {
            assertThat(swarms.swarms()).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void changedFilesAreReadOrRefused() {
        Random random = new Random(1);
        byte[] letters = "0123456789ilde:-.\0".getBytes(ISO_8859_1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = GOOD.getBytes(ISO_8859_1);
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = letters[random.nextInt(letters.length)];
            }
            fuzzerTestOneInput(changed);
        }
    }
}
