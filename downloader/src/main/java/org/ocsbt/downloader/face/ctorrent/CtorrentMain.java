package org.ocsbt.downloader.face.ctorrent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.Verification;

/**
 * The program {@code ctorrent}. The launcher detaches it, for a JVM can't fork: then {@value #STARTER} names
 * where the process that was called waits to hear how the start went (see {@link StartReport}).
 */
public final class CtorrentMain {
    private static final String STARTER = "OCS_BT_STARTER";

    private CtorrentMain() {}

    public static void main(String[] args) throws IOException {
        StartReport start = new StartReport(starter(), new FileOutputStream(FileDescriptor.err));
        Terminal terminal = new Terminal(
                stream(new FileOutputStream(FileDescriptor.out)), stream(start), "ctorrent");
        Ctorrent ctorrent = new Ctorrent(terminal, start, Verification.sessions(), Pacer.REAL, Clock.systemDefaultZone());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (ctorrent.stop()) {
                // It leaves in order; Java's own status would be 128 and the signal's number.
                Runtime.getRuntime().halt(ExitStatus.DONE);
            }
        }, "end"));
        System.exit(ctorrent.run(args));
    }

    /** Null where nobody waits: the program runs in the foreground. */
    private static OutputStream starter() throws IOException {
        String path = System.getenv(STARTER);
        return path == null ? null : Files.newOutputStream(Path.of(path));
    }

    private static PrintStream stream(OutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
