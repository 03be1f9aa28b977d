package org.ocsbt.downloader.face;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.ocsbt.cli.ExitStatus;

/**
 * The program {@code ezio}, also named {@code ezio-static} and {@code eziostatic}.
 *
 * <p>Each contract ends on a signal in a shutdown hook. Where one has begun, {@code exit} waits for it;
 * it never waits for {@code main}, so the two can't block each other.
 */
public final class EzioMain {
    private EzioMain() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess("ezio");
        System.exit(switch (EzioContract.of(args)) {
            case ONE_SHOT -> runOnce(terminal, args);
            case DAEMON -> runDaemon(terminal, args);
        });
    }

    private static int runOnce(Terminal terminal, String[] args) {
        Optional<Path> report = Optional.ofNullable(System.getenv(TransferReport.VARIABLE)).map(Path::of);
        EzioV1 ezio = new EzioV1(terminal, Verification.sessions(), Pacer.REAL, report);
        onShutdown(ezio::stop);
        return ezio.run(args);
    }

    private static int runDaemon(Terminal terminal, String[] args) {
        String level = Optional.ofNullable(System.getenv(DaemonLog.LEVEL_VARIABLE)).orElse("");
        EzioV2 ezio = new EzioV2(terminal, new DaemonLog(terminal, DaemonLog.level(level)), Verification.sessions());
        onShutdown(() -> {
            if (ezio.stop()) {
                // The contract's status after a signal; Java's own would be 128 and the signal's number.
                Runtime.getRuntime().halt(ExitStatus.DONE);
            }
        });
        return ezio.run(args);
    }

    private static void onShutdown(Runnable end) {
        Runtime.getRuntime().addShutdownHook(new Thread(end, "end"));
    }
}
