package org.ocsbt.tracker.face;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ocsbt.cli.UsageException;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.server.AddressException;
import org.ocsbt.tracker.server.Tracker;
import org.ocsbt.tracker.server.TrackerConfig;
import org.ocsbt.tracker.swarm.SwarmTable;

/** The {@code ocs-bttrack} command (contracts/tracker.md, part A). */
public final class OcsBttrackMain {
    private static final int FAILED = 1;
    private static final long FIRST_CHECK_MILLIS = 1000;

    private OcsBttrackMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Serves until it is stopped or enough clients are done; returns the exit status. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            OcsBttrackOptions.printAll(out);
            return 0;
        }
        try {
            return serve(OcsBttrackOptions.parse(args), out, err);
        } catch (UsageException e) {
            // The original says so on standard output and leaves with success.
            out.println("error: " + e.getMessage());
            out.println("run with no arguments for parameter explanations");
            return 0;
        } catch (AddressException | IOException e) {
            err.println("ocs-bttrack: " + e.getMessage());
            return FAILED;
        }
    }

    private static int serve(OcsBttrackOptions options, PrintStream out, PrintStream err)
            throws UsageException, AddressException, IOException {
        Optional<Path> directory = options.path(OcsBttrackOption.ALLOWED_DIR);
        Optional<Path> list = options.path(OcsBttrackOption.ALLOWED_LIST);
        TrackerConfig config = new TrackerConfig(
                options.addresses(), List.of(),
                options.duration(OcsBttrackOption.TIMEOUT_DOWNLOADERS_INTERVAL),
                options.duration(OcsBttrackOption.PARSE_DIR_INTERVAL));
        try (Tracker tracker = Tracker.open(config)) {
            OcsBttrackLog log = new OcsBttrackLog(logStream(options.path(OcsBttrackOption.LOGFILE), out));
            AllowedTorrents allowed = new AllowedTorrents(
                    list, directory, Integer.MAX_VALUE, list.isEmpty() && directory.isEmpty(), err);
            tracker.bind(new OcsBttrackHttp(
                    new OcsBttrackAnnounces(options, tracker.swarms(), allowed, log), log));
            log.started();
            for (OcsBttrackOption idle : options.withoutEffect()) {
                err.println("ocs-bttrack: --" + idle.word() + " has no effect: " + idle.meaning());
            }
            allowed.refreshList();
            allowed.refreshDirectory();
            tracker.watch(allowed);
            endWhenDone(tracker, options);
            tracker.run();
            log.shuttingDown();
            return 0;
        }
    }

    private static void endWhenDone(Tracker tracker, OcsBttrackOptions options) {
        int enough = options.count(OcsBttrackOption.TRACKER_MAX_COMPLETED);
        long oldMillis = options.duration(OcsBttrackOption.TRACKER_TIMEOUT).toMillis();
        long start = System.nanoTime();
        SwarmTable swarms = tracker.swarms();
        tracker.loop().every(
                options.duration(OcsBttrackOption.TIMEOUT_CHECK_INTERVAL).toMillis(), FIRST_CHECK_MILLIS, () -> {
                    boolean done = enough > 0 && swarms.completedSinceStart() >= enough;
                    boolean old = oldMillis > 0 && (System.nanoTime() - start) / 1_000_000 >= oldMillis;
                    if ((done || old) && !swarms.swarms().isEmpty()) {
                        tracker.stop();
                    }
                });
    }

    private static PrintStream logStream(Optional<Path> file, PrintStream out) throws IOException {
        return file.isEmpty() ? out : new PrintStream(new FileOutputStream(file.get().toFile(), true), true);
    }
}
