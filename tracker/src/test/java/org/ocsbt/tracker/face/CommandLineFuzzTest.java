package org.ocsbt.tracker.face;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.FuzzedCommandLine;
import org.ocsbt.cli.FuzzedCommandLine.Parser;

/** Command lines of both trackers; {@code tests/fuzz} has Jazzer look for more. */
public class CommandLineFuzzTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final List<String> WORDS = List.of("-p", "6969", "-P", "-d", "img", "-w", "/whitelist.txt", "-i",
            "127.0.0.1", "::1", "-r", "-A", "-s", "-u", "nobody", "--port", "--dfile", "d", "--logfile", "--nat_check", "0",
            "--scrape_allowed", "full", "--tracker_max_completed", "65536", "-1", "99999999999", "--bind", "", "-", "--",
            "--socket_timeout", "1e3", "1.2.3.4.5");
    private static final Parser[] PARSERS = {
        // Not -f, which names a file to be read: OpentrackerConfFuzzTest.
        words -> OpentrackerOptions.parse(NOWHERE,
                Arrays.stream(words).map(word -> word.replace("f", "F")).toArray(String[]::new)),
        OcsBttrackOptions::parse};

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        for (Parser parser : PARSERS) {
            FuzzedCommandLine.of(bytes).isReadOrRefusedBy(parser);
        }
    }

    @Test
    @Timeout(60)
    void anyWordsAreOptionsOrRefused() {
        FuzzedCommandLine.mix(WORDS, PARSERS);
    }
}
