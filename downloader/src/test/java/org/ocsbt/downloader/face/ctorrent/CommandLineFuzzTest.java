package org.ocsbt.downloader.face.ctorrent;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.FuzzedCommandLine;
import org.ocsbt.cli.FuzzedCommandLine.Parser;

/** Command lines of ctorrent, with {@code -t} and without; {@code tests/fuzz} has Jazzer look for more. */
public class CommandLineFuzzTest {
    private static final List<String> WORDS = List.of("-f", "-d", "-dd", "-M", "4", "-m", "-s", "img/sda1", "sda1.torrent", "-t",
            "-p", "2706", "-c", "For_Clonezilla", "-l", "16777216", "-u", "http://10.0.0.1:6969/announce", "-e", "0", "-E", "1.5",
            "-C", "16", "-i", "127.0.0.1", "-I", "::1", "-b", "-x", "-n", "1,2-4,,9-", "-D", "-U", "8192", "-z", "-P", "-CD0303-",
            "-A", "-S", "localhost:2780", "-a", "-T", "-v", "-X", "-h", "--", "-", "", "-1", "99999999999", "NaN", "-tp", "///");
    private static final Parser[] PARSERS = {
        words -> CtorrentOptions.of(Arguments.parse(CtorrentOptions.syntax(), CtorrentOptions.gluePrefix(words))),
        words -> CreationOptions.of(Arguments.parse(CreationOptions.syntax(), words)),
        CreationOptions::isAskedFor};

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
