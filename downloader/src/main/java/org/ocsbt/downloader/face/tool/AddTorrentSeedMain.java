package org.ocsbt.downloader.face.tool;

import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.AddRequest;

/** {@code ezio_add_torrent_seed.py}: hands a torrent whose data are complete to the daemon, with its own limits. */
public final class AddTorrentSeedMain {
    private static final String USAGE = "usage: ezio_add_torrent_seed.py [-a ADDRESS] torrent path\n";

    private AddTorrentSeedMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess("ezio_add_torrent_seed.py"), args));
    }

    static int run(Terminal terminal, String... args) {
        if (args.length < 2) {
            terminal.print("no torrent & path\n");
            return ExitStatus.FAILED;
        }
        return new Tool(terminal, USAGE).run(new Options(), args, AddTorrentSeedMain::add);
    }

    private static int add(Arguments arguments, ControlClient daemon) throws UsageException, ControlException {
        if (arguments.words().size() != 2) {
            throw new UsageException("a torrent and a path are needed");
        }
        return TorrentSender.send(daemon, arguments.words().get(0), AddRequest.newBuilder()
                .setSavePath(arguments.words().get(1))
                .setSeedingMode(true));
    }
}
