package org.ocsbt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A command line that nobody has thought of, its words parted by zero bytes. Whatever the words are, they are
 * options or one line says why not.
 *
 * @param words as a program gets them
 */
public record FuzzedCommandLine(String... words) {
    private static final int ROUNDS = 20_000;
    private static final int MOST_WORDS = 8;

    /** What a program makes of its words. */
    @FunctionalInterface
    public interface Parser {
        /** @throws UsageException they are no command line of this program */
        Object parse(String... words) throws UsageException;
    }

    /** Takes what a fuzzer has made up apart. */
    public static FuzzedCommandLine of(byte[] bytes) {
        return new FuzzedCommandLine(new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1));
    }

    /** Gives the words to a program; any other exception is a fault of it. */
    public void isReadOrRefusedBy(Parser parser) {
        try {
            assertThat(parser.parse(words)).isNotNull();
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** Gives thousands of mixtures of these words to programs. */
    public static void mix(List<String> known, Parser... parsers) {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            String line = random.ints(1L + random.nextInt(MOST_WORDS), 0, known.size())
                    .mapToObj(known::get).collect(Collectors.joining("\0"));
            FuzzedCommandLine mixed = of(line.getBytes(StandardCharsets.ISO_8859_1));
            for (Parser parser : parsers) {
                mixed.isReadOrRefusedBy(parser);
            }
        }
    }
}
