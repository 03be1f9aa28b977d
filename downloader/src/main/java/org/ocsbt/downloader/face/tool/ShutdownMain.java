package org.ocsbt.downloader.face.tool;

import org.apache.commons.cli.Options;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.downloader.face.Terminal;

/** {@code ezio_shutdown.py}: ends the daemon. There being none is no failure: nothing runs afterwards. */
public final class ShutdownMain {
    private static final String PROGRAM = "ezio_shutdown.py";

    private ShutdownMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(PROGRAM), args));
    }

    static int run(Terminal terminal, String... args) {
        return new Tool(terminal, "usage: " + PROGRAM + " [-a ADDRESS]\n")
                .run(new Options(), args, (arguments, daemon) -> shutDown(terminal, daemon));
    }

    private static int shutDown(Terminal terminal, ControlClient daemon) {
        try {
            daemon.shutdown();
        } catch (ControlException e) {
            terminal.complain(e.getMessage());
        }
        return ExitStatus.DONE;
    }
}
