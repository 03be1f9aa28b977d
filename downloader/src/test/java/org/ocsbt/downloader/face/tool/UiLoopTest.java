package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.Torrent;

@Timeout(30)
class UiLoopTest {
    private final DefaultVirtualTerminal virtual = new DefaultVirtualTerminal(new TerminalSize(80, 24));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> screens = new ArrayList<>();
    private String keys = "";
    private FakeDaemon daemon;

    @Test
    void showsTheTransferUntilTheDaemonIsGone() throws Exception {
        assertThat(watch(look -> List.of(torrent(look < 2 ? 50 : 100).setFinishedTime(look < 3 ? 0 : 16)))).isZero();
        assertThat(screens.get(0)).contains(" EZIO v2.0.29-test").contains("sda1 -> /dev/sda1").contains("50%");
        assertThat(screens.get(screens.size() - 1)).contains("100%");
        assertThat(daemon.orders).containsExactly("pause a", "shutdown");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\nFinished. Exiting...\n");
    }

    @Test
    void aFailureIsToldBelowTheScreen() throws Exception {
        assertThat(watch(look -> List.of(torrent(10).setError("device gone")))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("Finished");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("FAILED: sda1 on /dev/sda1: device gone");
    }

    @Test
    void keysChangeTheScreenAndQuitLeavesTheDaemonAlone() throws Exception {
        keys = "h1q";
        assertThat(watch(look -> List.of(torrent(100)))).isZero();
        assertThat(screens).anyMatch(screen -> screen.contains("sort by progress"));
        assertThat(screens.get(screens.size() - 1)).doesNotContain("sda1");
        assertThat(daemon.orders).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("The transfer goes on in the background.\n");
    }

    private int watch(IntFunction<List<Torrent.Builder>> script) throws Exception {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), "ui");
        TerminalScreen screen = new TerminalScreen(virtual);
        try (FakeDaemon started = new FakeDaemon(script);
                ControlClient client = new ControlClient(started.address())) {
            daemon = started;
            return new UiLoop(screen, terminal, typist()).watch(client, new StopRule(15, 15));
        }
    }

    /** Looks at the screen, then types the next key, whenever the loop sleeps. */
    private Pacer typist() {
        return length -> {
            screens.add(virtual.toString());
            if (!keys.isEmpty()) {
                virtual.addInput(new KeyStroke(keys.charAt(0), false, false));
                keys = keys.substring(1);
            }
        };
    }

    private static Torrent.Builder torrent(long done) {
        return Torrent.newBuilder().setHash("a").setName("sda1").setSavePath("/dev/sda1").setTotal(100)
                .setTotalDone(done).setProgress(done / 100.0).setIsFinished(done == 100).setLastUpload(-1);
    }
}
