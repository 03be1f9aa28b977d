package org.ocsbt.tracker.face;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ocsbt.cli.UsageException;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.access.IpAccess;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.page.DeploymentPage;
import org.ocsbt.tracker.page.PageAssets;
import org.ocsbt.tracker.server.AddressException;
import org.ocsbt.tracker.server.Signals;
import org.ocsbt.tracker.server.Tracker;
import org.ocsbt.tracker.server.TrackerConfig;
import org.ocsbt.tracker.state.StateFile;
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
        TrackerConfig config = new TrackerConfig(
                options.addresses(), List.of(),
                options.duration(OcsBttrackOption.SOCKET_TIMEOUT),
                options.duration(OcsBttrackOption.TIMEOUT_DOWNLOADERS_INTERVAL));
        try (Tracker tracker = Tracker.open(config, err)) {
            tracker.bind();
            for (OcsBttrackOption idle : options.withoutEffect()) {
                err.println("ocs-bttrack: --" + idle.word() + " has " + idle.meaning());
            }
            OcsBttrackLog log = log(options, out);
            log.started();
            AllowedTorrents allowed = allowedTorrents(tracker, options, err);
            tracker.serve(handler(tracker, options, allowed, log, err));
            keepState(tracker, options, allowed, log, err);
            if (options.flag(OcsBttrackOption.HUPMONITOR)) {
                Signals.on("HUP", () -> tracker.loop().execute(log::reopen));
            }
            Signals.on("INT", tracker::stop);
            endWhenDone(tracker, options);
            tracker.run();
            save(tracker, stateFile(options), log, err);
            log.shuttingDown();
            return 0;
        }
    }

    private static OcsBttrackLog log(OcsBttrackOptions options, PrintStream out)
            throws UsageException, IOException {
        Optional<Path> file = options.path(OcsBttrackOption.LOGFILE);
        return new OcsBttrackLog(() -> file.isEmpty() ? out
                : new PrintStream(new FileOutputStream(file.get().toFile(), true), true));
    }

    private static OcsBttrackHttp handler(Tracker tracker, OcsBttrackOptions options, AllowedTorrents allowed,
            OcsBttrackLog log, PrintStream err) throws UsageException, IOException {
        DeploymentPage page = new DeploymentPage(
                PageAssets.load(), "", "ocs-bttrack", tracker.firstTcpPort(), tracker.swarms(), allowed);
        tracker.inBackground(DeploymentPage.SIBLING_PERIOD, page::refreshSiblings);
        return new OcsBttrackHttp(options, ipAccess(tracker, options, err),
                new OcsBttrackAnnounces(options, tracker.swarms(), allowed, tracker.prober(), log),
                new OcsBttrackFiles(options, allowed), page, log);
    }

    private static AllowedTorrents allowedTorrents(Tracker tracker, OcsBttrackOptions options, PrintStream err)
            throws UsageException {
        Optional<Path> directory = options.path(OcsBttrackOption.ALLOWED_DIR);
        Optional<Path> list = options.path(OcsBttrackOption.ALLOWED_LIST);
        AllowedTorrents allowed = new AllowedTorrents(
                list, directory, Integer.MAX_VALUE, list.isEmpty() && directory.isEmpty(), err);
        watch(tracker, options, () -> {
            allowed.refreshList();
            allowed.refreshDirectory();
        });
        return allowed;
    }

    private static IpAccess ipAccess(Tracker tracker, OcsBttrackOptions options, PrintStream err)
            throws UsageException {
        IpAccess ips = new IpAccess(options.path(OcsBttrackOption.ALLOWED_IPS),
                options.path(OcsBttrackOption.BANNED_IPS), err);
        watch(tracker, options, ips::refresh);
        return ips;
    }

    private static void watch(Tracker tracker, OcsBttrackOptions options, Runnable refresh) {
        refresh.run();
        tracker.inBackground(options.duration(OcsBttrackOption.PARSE_DIR_INTERVAL), refresh);
    }

    private static StateFile stateFile(OcsBttrackOptions options) throws UsageException {
        return new StateFile(options.path(OcsBttrackOption.DFILE).orElseThrow());
    }

    private static void keepState(Tracker tracker, OcsBttrackOptions options, AllowedTorrents allowed,
            OcsBttrackLog log, PrintStream err) throws UsageException {
        StateFile file = stateFile(options);
        boolean keepAll = options.flag(OcsBttrackOption.KEEP_DEAD);
        try {
            file.load(tracker.swarms(), hash -> keepAll || allowed.allows(hash), EventLoop.nowMillis());
        } catch (IOException e) {
            err.println("ocs-bttrack: warning: begins with nothing: " + e.getMessage());
        }
        long period = options.duration(OcsBttrackOption.SAVE_DFILE_INTERVAL).toMillis();
        tracker.loop().every(period, period, () -> save(tracker, file, log, err));
    }

    private static void save(Tracker tracker, StateFile file, OcsBttrackLog log, PrintStream err) {
        try {
            file.save(tracker.swarms());
            log.line("save state");
        } catch (IOException e) {
            err.println("ocs-bttrack: can't save the state: " + e.getMessage());
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
}
