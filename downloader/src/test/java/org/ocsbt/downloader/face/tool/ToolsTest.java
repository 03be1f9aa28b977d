package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.Torrent;

@Timeout(30)
class ToolsTest {
    private static final Pacer NO_TIME = length -> {};

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), "tool");
    private FakeDaemon daemon;
    private String torrentFile;

    @BeforeEach
    void startDaemon() throws IOException {
        play(look -> List.of());
        torrentFile = Files.writeString(directory.resolve("a.torrent"), "bytes").toString();
    }

    private void play(IntFunction<List<Torrent.Builder>> script) throws IOException {
        stopDaemon();
        daemon = new FakeDaemon(script);
    }

    @AfterEach
    void stopDaemon() {
        if (daemon != null) {
            daemon.close();
        }
    }

    /** Clonezilla's {@code ocs-ezio-seeder} of forky. */
    @Test
    void addSendsWhatTheSeederScriptSays() {
        assertThat(AddTorrentMain.run(terminal, "-a", daemon.address(), "-S", "-c", "6", "-u", "5", torrentFile, "/img"))
                .isZero();
        assertThat(daemon.added).containsExactly(AddRequest.newBuilder()
                .setTorrent(ByteString.copyFromUtf8("bytes")).setSavePath("/img")
                .setSeedingMode(true).setMaxConnections(6).setMaxUploads(5).build());
        assertThat(out()).isEmpty();
        assertThat(err()).isEmpty();
    }

    @Test
    void addWithoutLimitsSendsTheOriginalsOwn() {
        assertThat(AddTorrentMain.run(terminal, "-s", "-a", daemon.address(), torrentFile, "/dev/x")).isZero();
        AddRequest sent = daemon.added.get(0);
        assertThat(sent.getMaxConnections()).isEqualTo(3);
        assertThat(sent.getMaxUploads()).isEqualTo(2);
        assertThat(sent.getSeedingMode()).isFalse();
        assertThat(sent.getSequentialDownload()).isTrue();
    }

    @Test
    void addWithoutPathIsAUsageError() {
        assertThat(AddTorrentMain.run(terminal, "-a", daemon.address(), torrentFile)).isEqualTo(2);
        assertThat(err()).startsWith("tool: a torrent and a path are needed\nusage: ezio_add_torrent.py ");
        assertThat(out()).isEmpty();
    }

    @Test
    void aTorrentThatCannotBeReadIsToldToTheDaemonToo() {
        String missing = directory.resolve("none.torrent").toString();
        assertThat(AddTorrentMain.run(terminal, "-a", daemon.address(), missing, "/dev/x")).isEqualTo(1);
        assertThat(err()).isEqualTo("tool: can't read torrent " + missing + ": no such file\n");
        assertThat(daemon.added).hasSize(1);
        assertThat(daemon.added.get(0).getUnreadable()).isEqualTo("can't read torrent " + missing + ": no such file");
        assertThat(daemon.added.get(0).getSavePath()).isEqualTo("/dev/x");
    }

    @Test
    void withoutDaemonAddSaysSo() throws IOException {
        String nobody = freeAddress();
        assertThat(AddTorrentMain.run(terminal, "-a", nobody, torrentFile, "/dev/x")).isEqualTo(1);
        assertThat(err()).startsWith("tool: can't make the daemon at " + nobody + " add a torrent for /dev/x: ")
                .containsIgnoringCase("refused").hasLineCount(1);
    }

    @Test
    void addSeedLeavesTheLimitsToTheDaemon() {
        assertThat(AddTorrentSeedMain.run(terminal, torrentFile, "/img", "-a", daemon.address())).isZero();
        assertThat(daemon.added.get(0).getSeedingMode()).isTrue();
        assertThat(daemon.added.get(0).getMaxConnections()).isZero();
        assertThat(daemon.added.get(0).getMaxUploads()).isZero();
    }

    @Test
    void addSeedWithoutWordsSaysWhatTheOriginalSays() {
        assertThat(AddTorrentSeedMain.run(terminal, torrentFile)).isEqualTo(1);
        assertThat(out()).isEqualTo("no torrent & path\n");
    }

    @Test
    void pauseAndResumeNameTheTorrent() {
        assertThat(PauseTorrentMain.run(terminal, "-a", daemon.address(), "abc")).isZero();
        assertThat(ResumeTorrentMain.run(terminal, "abc", "-a", daemon.address())).isZero();
        assertThat(daemon.orders).containsExactly("pause abc", "resume abc");
    }

    @Test
    void pauseWithoutTorrentSaysWhatTheOriginalSays() {
        assertThat(PauseTorrentMain.run(terminal)).isEqualTo(1);
        assertThat(out()).isEqualTo("no torrent\n");
    }

    @Test
    void shutdownEndsTheDaemon() {
        assertThat(ShutdownMain.run(terminal, "-a", daemon.address())).isZero();
        assertThat(daemon.orders).containsExactly("shutdown");
    }

    @Test
    void shutdownWithoutDaemonIsNoFailure() throws IOException {
        assertThat(ShutdownMain.run(terminal, "-a", freeAddress())).isZero();
        assertThat(err()).hasLineCount(1);
    }

    @Test
    void theCliShowsTheTransferAndEndsTheDaemon() throws IOException {
        play(look -> switch (look) {
            case 0 -> List.of();
            case 1 -> List.of(torrent("a", 50), torrent("b", 0));
            case 2 -> List.of(torrent("a", 100), torrent("b", 100).setFinishedTime(16));
            default -> List.of(torrent("a", 100).setFinishedTime(16), torrent("b", 100).setFinishedTime(18));
        });
        assertThat(CliMain.run(terminal, NO_TIME, "-a", daemon.address())).isZero();
        assertThat(out()).isEqualTo("ezio v2.0.29-test\n"
                + "[T: 2][P:   0%][D: 0.00GB/min][U: 0.00GB/min][R: 0]\r"
                + "[T: 4][P:  25%][D: 0.00GB/min][U: 0.00GB/min][R: 2]\r"
                + "[T: 6][P: 100%][D: 0.00GB/min][U: 0.00GB/min][R: 0]\r"
                + "[T: 8][P: 100%][D: 0.00GB/min][U: 0.00GB/min][R: 0]\r"
                + "[T: 10][P: 100%][D: 0.00GB/min][U: 0.00GB/min][R: 0]\r"
                + "\nFinished. Exiting...\n");
        assertThat(daemon.orders).containsExactly("pause b", "pause a", "shutdown");
    }

    @Test
    void theWaitOfTheCommandLineCounts() throws IOException {
        play(look -> List.of(torrent("a", 100).setFinishedTime(88L + look)));
        assertThat(CliMain.run(terminal, NO_TIME, "-w", "90", "-a", daemon.address())).isZero();
        assertThat(out()).contains("[T: 8][P: 100%]").contains("[T: 10][P: 100%]").doesNotContain("[T: 12]");
    }

    @Test
    void aFailedTorrentIsNeverFinished() throws IOException {
        play(look -> List.of(
                torrent("a", 100).setFinishedTime(99),
                torrent("b", 30).setName("sdb1").setSavePath("/dev/sdb1").setError("write at 4096: No space left")));
        assertThat(CliMain.run(terminal, NO_TIME, "-a", daemon.address())).isEqualTo(1);
        assertThat(out()).doesNotContain("Finished");
        assertThat(err()).isEqualTo("""

                tool: FAILED: sdb1 on /dev/sdb1: write at 4096: No space left

                tool: FAILED: sdb1 on /dev/sdb1: write at 4096: No space left
                tool: 1 of 2 torrents FAILED
                """);
        assertThat(daemon.orders).containsExactly("pause a", "shutdown");
    }

    @Test
    void withoutDaemonTheCliSaysSo() throws IOException {
        assertThat(CliMain.run(terminal, NO_TIME, "-a", freeAddress())).isEqualTo(1);
        assertThat(err()).hasLineCount(1);
    }

    @Test
    void aDaemonLostOnTheWayIsAFailure() throws IOException {
        play(look -> {
            if (look == 1) {
                daemon.close();
            }
            return List.of(torrent("a", 50));
        });
        assertThat(CliMain.run(terminal, NO_TIME, "-a", daemon.address())).isEqualTo(1);
        assertThat(out()).doesNotContain("Finished");
        assertThat(err()).contains("can't make the daemon at " + daemon.address());
    }

    @Test
    void badWaitsAreUsageErrors() {
        assertThat(CliMain.run(terminal, NO_TIME, "-w", "soon")).isEqualTo(2);
        assertThat(CliMain.run(terminal, NO_TIME, "word")).isEqualTo(2);
    }

    private static Torrent.Builder torrent(String hash, long done) {
        return Torrent.newBuilder().setHash(hash).setName(hash).setTotal(100).setTotalDone(done)
                .setIsFinished(done == 100).setLastUpload(-1).setLastDownload(-1);
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
