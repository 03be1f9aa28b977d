package org.ocsbt.tracker.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ocsbt.cli.UsageException;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.server.AddressException;
import org.ocsbt.tracker.server.Tracker;
import org.ocsbt.tracker.server.TrackerConfig;

/** The {@code opentracker} command (contracts/tracker.md, part B). */
public final class OpentrackerMain {
    /** What the original exits with when it can't begin. */
    static final int CANNOT_START = 111;

    private static final int USAGE = 1;
    private static final Duration PEER_TIMEOUT = Duration.ofMinutes(45);
    private static final Duration DIRECTORY_CHECK = Duration.ofSeconds(2);

    private OpentrackerMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Serves until it is stopped; returns the exit status. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        OpentrackerOptions options;
        try {
            options = OpentrackerOptions.parse(args);
        } catch (UsageException e) {
            err.println("opentracker: " + e.getMessage());
            OpentrackerOptions.printUsage(err);
            return USAGE;
        }
        if (options.help()) {
            OpentrackerOptions.printUsage(out);
            return 0;
        }
        TrackerConfig config = new TrackerConfig(
                options.tcpAddresses(), options.udpAddresses(), PEER_TIMEOUT, DIRECTORY_CHECK);
        try (Tracker tracker = Tracker.open(config)) {
            return serve(tracker, options, err);
        } catch (AddressException e) {
            err.println("socket_bind6_reuse: " + e.getMessage());
            return CANNOT_START;
        } catch (IOException e) {
            err.println("opentracker: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private static int serve(Tracker tracker, OpentrackerOptions options, PrintStream err)
            throws AddressException, IOException {
        AllowedTorrents allowed = new AllowedTorrents(
                options.whitelist().map(list -> whitelist(options.directory(), list)),
                options.directory(), 1, true, err);
        tracker.bind(new OpentrackerHttp(
                tracker.swarms(), allowed, options.redirect(), new SplittableRandom(), err));
        allowed.refreshList();
        allowed.refreshDirectory();
        tracker.watch(allowed);
        tracker.run();
        return 0;
    }

    /** The whitelist as seen from the directory; for a root that is locked into it, even a rooted path. */
    private static Path whitelist(Optional<Path> directory, Path list) {
        boolean lockedIn = "root".equals(System.getProperty("user.name"));
        Path relative = lockedIn && list.isAbsolute() ? list.getRoot().relativize(list) : list;
        return directory.map(root -> root.resolve(relative)).orElse(list);
    }
}
