package org.ocsbt.downloader.face.tool;

import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Terminal;

/** The tools that give one order about one torrent. */
enum TorrentOrder {
    PAUSE("ezio_pause_torrent.py") {
        @Override
        void give(ControlClient daemon, String hash) throws ControlException {
            daemon.pause(hash);
        }
    },
    RESUME("ezio_resume_torrent.py") {
        @Override
        void give(ControlClient daemon, String hash) throws ControlException {
            daemon.resume(hash);
        }
    };

    final String program;

    TorrentOrder(String program) {
        this.program = program;
    }

    abstract void give(ControlClient daemon, String hash) throws ControlException;

    int run(Terminal terminal, String... args) {
        if (args.length == 0) {
            terminal.print("no torrent\n");
            return ExitStatus.FAILED;
        }
        return new Tool(terminal, "usage: " + program + " [-a ADDRESS] info-hash\n")
                .run(new Options(), args, this::order);
    }

    private int order(Arguments arguments, ControlClient daemon) throws UsageException, ControlException {
        if (arguments.words().size() != 1) {
            throw new UsageException("the info-hash of one torrent is needed");
        }
        give(daemon, arguments.words().get(0));
        return ExitStatus.DONE;
    }
}
