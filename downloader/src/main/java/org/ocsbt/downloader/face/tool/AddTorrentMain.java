package org.ocsbt.downloader.face.tool;

import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.AddRequest;

/** {@code ezio_add_torrent.py}: hands a torrent and its path to the daemon. Silent when that works. */
public final class AddTorrentMain {
    private static final String USAGE = """
            usage: ezio_add_torrent.py [-h] [-a ADDRESS] [-S] [-s] [-c CONNECTIONS] [-u UPLOADS] torrent path

              torrent                    a .torrent file
              path                       the device, or with ezio -F the directory, of its data
              -a, --address ADDRESS      where the daemon listens (127.0.0.1:50051)
              -S, --seeding              the data are complete; serve them
              -s, --sequential           fetch pieces in order
              -c, --connections N        peers at once (3)
              -u, --uploads N            peers served at once (2)
            """;
    private static final int CONNECTIONS = 3;
    private static final int UPLOADS = 2;

    private AddTorrentMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess("ezio_add_torrent.py"), args));
    }

    static int run(Terminal terminal, String... args) {
        return new Tool(terminal, USAGE).run(syntax(), args, AddTorrentMain::add);
    }

    static Options syntax() {
        return new Options()
                .addOption("S", "seeding", false, "")
                .addOption("s", "sequential", false, "")
                .addOption("c", "connections", true, "")
                .addOption("u", "uploads", true, "");
    }

    private static int add(Arguments arguments, ControlClient daemon) throws UsageException, ControlException {
        AddRequest.Builder request = request(arguments);
        return TorrentSender.send(daemon, arguments.words().get(0), request);
    }

    /** All but the torrent, which is the first word's file. */
    static AddRequest.Builder request(Arguments arguments) throws UsageException {
        if (arguments.words().size() != 2) {
            throw new UsageException("a torrent and a path are needed");
        }
        return AddRequest.newBuilder()
                .setSavePath(arguments.words().get(1))
                .setSeedingMode(arguments.has("S"))
                .setSequentialDownload(arguments.has("s"))
                .setMaxConnections(arguments.integer("c", CONNECTIONS))
                .setMaxUploads(arguments.integer("u", UPLOADS));
    }
}
