package org.ocsbt.converter.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoReader;

/** What needs no process of its own; tests/contract compares the bytes with the original's. */
@Timeout(20)
class GenTorrentFromPtclMainTest {
    private static final String INFO =
            "offset: 0800\nlength: 400\nsha1: 5ea09123c30de14df31b77904ba8b64151b95252\n";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void ourReaderReadsWhatIsMade() throws Exception {
        Path torrent = directory.resolve("sda1.torrent");

        int status = run(INFO, "-p", "sda1", "-c", "Clonezilla", "-t", "http://10.0.0.1:6969/announce", "-o", torrent.toString());

        assertThat(status).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(torrent + " created successfully\n");
        Metainfo metainfo = MetainfoReader.read(torrent);
        assertThat(metainfo.name()).isEqualTo("sda1");
        assertThat(metainfo.multiFile()).isTrue();
        assertThat(metainfo.files()).containsExactly(new FileEntry(List.of("0800"), 0x400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vg/root", "vg//root", "/vg/root", "vg/root/"})
    void partitionNameIsTakenApartAtSlashes(String name) throws Exception {
        Path torrent = directory.resolve("o");

        run(INFO, "-p", name, "-c", "C", "-o", torrent.toString());

        assertThat(MetainfoReader.read(torrent).name()).isEqualTo("vg");
        assertThat(MetainfoReader.read(torrent).files()).containsExactly(new FileEntry(List.of("root", "0800"), 0x400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", ".", "..", "../root", "vg/.."})
    void partitionNameMustBeOne(String name) {
        assertThat(run(INFO, "-p", name, "-c", "C", "-o", directory.resolve("o").toString())).isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leftoverLinesAreSaid() {
        int status = run(INFO + "00800400\n", "-p", "sda1", "-c", "C", "-o", directory.resolve("o").toString());

        assertThat(status).isZero();
        assertThat(err.toString(UTF_8)).isEqualTo("PROGRAM: standard input is complete before line 4; "
                + "the rest is left over from an older file and not used\n");
    }

    @Test
    void creatorMayBeEmptyButNotAbsent() throws Exception {
        Path torrent = directory.resolve("o");

        assertThat(run(INFO, "-p", "sda1", "-c", "", "-t", "", "-o", torrent.toString())).isZero();

        assertThat(Files.readString(torrent, ISO_8859_1)).startsWith("d13:creation date");
    }

    private int run(String input, String... args) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1700000000), ZoneOffset.UTC);
        return new GenTorrentFromPtclMain("PROGRAM", new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), clock)
                .run(new ByteArrayInputStream(input.getBytes(UTF_8)), args);
    }
}
