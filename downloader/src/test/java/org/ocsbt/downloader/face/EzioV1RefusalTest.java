package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one-shot ezio says to bad words, torrents and paths, before anything is touched. */
@Timeout(10)
class EzioV1RefusalTest extends EzioV1Stage {
    @Test
    void helpGoesToStandardOutputAndIsNoError() {
        assertThat(run("-h")).isZero();
        assertThat(out()).isEqualTo(EzioUsage.TEXT).contains("--cache");
        assertThat(err()).isEmpty();
    }

    @Test
    void withoutPairsTheOptionListIsPrinted() {
        assertThat(run()).isEqualTo(1);
        assertThat(out()).isEqualTo(EzioUsage.TEXT);
        assertThat(err()).isEqualTo("ezio: each torrent needs one path, but 0 torrents and 0 paths are given\n");
    }

    @Test
    void unequalPairsAreRefusedBeforeAnythingIsTouched() {
        assertRefused("ezio: each torrent needs one path, but 2 torrents and 1 paths are given\n",
                "-T", sda1, "-T", sda2, "-L", "/dev/x");
    }

    @Test
    void aMissingTorrentIsNamed() {
        assertRefused("ezio: can't read torrent " + directory + "/none.torrent: no such file\n",
                "-T", sda1, "-L", "/dev/x", directory + "/none.torrent", "/dev/y");
    }

    @Test
    void aDirectoryIsNoTorrent() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder.torrent"));
        assertRefused("ezio: can't read torrent " + folder + ": Is a directory\n", folder.toString(), "/dev/y");
    }

    @Test
    void aTruncatedTorrentIsNamed() throws IOException {
        Path cut = directory.resolve("cut.torrent");
        byte[] whole = TestTorrent.bytes("sda3");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 10));
        assertThat(run("-T", sda1, "-L", "/dev/x", "-T", cut.toString(), "-L", "/dev/y")).isEqualTo(1);
        assertThat(err()).startsWith("ezio: can't use torrent " + cut + ": ").hasLineCount(1);
        assertThat(session.options).isNull();
    }

    @Test
    void magnetLinksAreRefusedInPlainWords() {
        assertRefused("ezio: 'magnet:?xt=urn:btih:0' is no .torrent file; magnet links and URLs are not supported\n",
                "magnet:?xt=urn:btih:0", "/dev/x");
        assertRefused("ezio: 'x' is no .torrent file; magnet links and URLs are not supported\n", "x", "/dev/x");
    }

    @Test
    void unknownOptionsAreUsageErrors() {
        assertRefused("ezio: unknown option --bogus\n", "--bogus", sda1, "/dev/x");
    }

    @Test
    void whatTheEngineRefusesIsTold() {
        session.refusal = Optional.of("can't open /dev/x: mounted on /mnt");
        assertThat(run(sda1, "/dev/x")).isEqualTo(1);
        assertThat(err()).isEqualTo("ezio: can't open /dev/x: mounted on /mnt\n");
        assertThat(out()).isEmpty();
        assertThat(session.closeLimits).hasSize(1);
    }

    @Test
    void aSessionThatCannotOpenIsTold() {
        ezio = new EzioV1(terminal(), options -> {
            throw new IOException("no free peer port from 6881 on");
        }, session, report);
        assertThat(ezio.run(sda1, "/dev/x")).isEqualTo(1);
        assertThat(err()).isEqualTo("ezio: no free peer port from 6881 on\n");
    }

    @Test
    void aLogThatCannotBeOpenedIsRefused() {
        assertRefused("ezio: can't write log file " + directory + "/none/log: no such file\n",
                "-l", directory + "/none/log", sda1, "/dev/x");
    }

    private void assertRefused(String line, String... args) {
        int before = err().length();
        assertThat(run(args)).isEqualTo(1);
        assertThat(err().substring(before)).isEqualTo(line);
        assertThat(session.options).isNull();
    }
}
