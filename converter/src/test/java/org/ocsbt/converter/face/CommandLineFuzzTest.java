package org.ocsbt.converter.face;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.FuzzedCommandLine;
import org.ocsbt.cli.FuzzedCommandLine.Parser;

/** Command lines of the programs that make and change torrents; {@code tests/fuzz} has Jazzer look for more. */
public class CommandLineFuzzTest {
    private static final List<String> WORDS = List.of("-p", "-c", "For_Clonezilla", "-t", "2", "-l", "24", "-a", "http://a/announce",
            "-o", "f", "dir", "-s", "16384", "-i", "sda1.torrent.info", "--help", "--check", "-h", "", "-", "--", "--piece", "-1",
            "99999999999999", "ftp://a", "::", "a=b", "-pp", "-l24", "//a/announce", "-r", "http://a", "http://b", "--replace", "-V",
            "-e", "*.tmp,,", "-w", "-n", "/", "///", "-x", "-v", "-d", "-f", "dir/");
    private static final Parser[] PARSERS = {
        GenTorrentFromPtclOptions::parse,
        OcsBtConvertOptions::parse,
        TransmissionCreateOptions::parse,
        words -> MktorrentOptions.of(Arguments.parse(MktorrentOptions.known(), words)),
        words -> TransmissionEditMain.Edit.of(Arguments.parse(TransmissionEditMain.known(), words))};

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        for (Parser parser : PARSERS) {
            FuzzedCommandLine.of(bytes).isReadOrRefusedBy(parser);
        }
    }

    /** Found by Jazzer: an address without a scheme. */
    @Test
    void anAddressWithoutASchemeIsRefused() {
        new FuzzedCommandLine("-s", "16384", "-t", "//a/announce", "-o", "f", "dir")
                .isReadOrRefusedBy(TransmissionCreateOptions::parse);
    }

    @Test
    @Timeout(60)
    void anyWordsAreOptionsOrRefused() {
        FuzzedCommandLine.mix(WORDS, PARSERS);
    }
}
