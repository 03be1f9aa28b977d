package org.ocsbt.downloader.face;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.FuzzedCommandLine;
import org.ocsbt.cli.FuzzedCommandLine.Parser;

/** Command lines of ezio, old and new; {@code tests/fuzz} has Jazzer look for more. */
public class CommandLineFuzzTest {
    private static final List<String> WORDS = List.of("-t", "1", "sda1.torrent", "/dev/sda1", "-U", "-f", "-Uf", "-T", "-L",
            "--cache", "1024", "-k", "60", "-e", "-m", "-c", "-s", "--listen", "127.0.0.1:50051", "--", "-", "", "-F",
            "--cache-size", "--aio-threads", "--slow-start", "--slow-start-period", "--enable-dht", "--enable-lsd", "-l",
            "99999999999999999999", "-1", "0x7", "--ca", "--torrent=a", "\u00e4", "::1:5", "a:b:c");
    private static final Parser[] PARSERS = {
        words -> EzioV1Options.of(Arguments.parse(EzioV1Options.syntax(), words)),
        words -> EzioV2Options.of(Arguments.parse(EzioV2Options.syntax(), words)),
        EzioContract::of};

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
