package org.ocsbt.downloader.face.tool;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.FuzzedCommandLine;
import org.ocsbt.cli.FuzzedCommandLine.Parser;
import org.ocsbt.cli.Arguments;
import org.ocsbt.downloader.face.ControlAddress;

/** Command lines of the daemon's tools; {@code tests/fuzz} has Jazzer look for more. */
public class CommandLineFuzzTest {
    private static final List<String> WORDS = List.of("-a", "127.0.0.1:50051", "::1:5", "localhost", ":", "-S", "-s", "-c", "6",
            "-u", "5", "sda1.torrent", "/dev/sda1", "-w", "90", "-l", "-1", "99999999999", "-h", "--help", "--", "-", "", "--wa",
            "--address=127.0.0.1:1", "-Sc6", "0123456789012345678901234567890123456789");
    private static final Parser[] PARSERS = {
        words -> AddTorrentMain.request(Arguments.parse(AddTorrentMain.syntax(), words)),
        words -> UiMain.rule(Arguments.parse(UiMain.syntax(), words)),
        words -> CliMain.waitSeconds(Arguments.parse(CliMain.syntax(), words)),
        words -> ControlAddress.parse(words[0].replaceFirst("^.*:", "127.0.0.1:"))};

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
