package org.ocsbt.tracker.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ocsbt.cli.UsageException;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.os.CannotConfineException;
import org.ocsbt.tracker.os.Confinement;
import org.ocsbt.tracker.page.DeploymentPage;
import org.ocsbt.tracker.page.PageAssets;
import org.ocsbt.tracker.server.AddressException;
import org.ocsbt.tracker.server.Signals;
import org.ocsbt.tracker.server.Tracker;
import org.ocsbt.tracker.server.TrackerConfig;
import org.ocsbt.tracker.udp.UdpTracker;

/** The {@code opentracker} command (contracts/tracker.md, part B). */
public final class OpentrackerMain {
    /** What the original exits with when it can't begin. */
    static final int CANNOT_START = 111;

    private static final int USAGE = 1;
    private static final Duration PEER_TIMEOUT = Duration.ofMinutes(45);
    private static final Duration DIRECTORY_CHECK = Duration.ofSeconds(2);

    private OpentrackerMain() {}

    /** Gives up root's rights; a test must not do that to itself. */
    interface Confining {
        void enter(Path directory, String user) throws CannotConfineException;
    }

    public static void main(String[] args) {
        System.exit(run(args, Confinement::enter, System.out, System.err));
    }

    /** Serves until it is stopped; returns the exit status. */
    static int run(String[] args, Confining confining, PrintStream out, PrintStream err) {
        OpentrackerOptions options;
        try {
            options = OpentrackerOptions.parse(err, args);
        } catch (UsageException e) {
            err.println("opentracker: " + e.getMessage());
            OpentrackerOptions.printUsage(err);
            return USAGE;
        }
        if (options.help()) {
            OpentrackerOptions.printUsage(out);
            return 0;
        }
        TrackerConfig config = new TrackerConfig(options.tcpAddresses(), options.udpAddresses(),
                TrackerConfig.USUAL_PATIENCE, PEER_TIMEOUT);
        try (Tracker tracker = Tracker.open(config, err)) {
            tracker.bind();
            serve(tracker, options, confining, err);
            return 0;
        } catch (AddressException e) {
            err.println("socket_bind6_reuse: " + e.getMessage());
            return CANNOT_START;
        } catch (IOException e) {
            err.println("opentracker: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private static void serve(
            Tracker tracker, OpentrackerOptions options, Confining confining, PrintStream err) throws IOException {
        OpentrackerIntervals intervals = new OpentrackerIntervals(new SplittableRandom());
        // Named and loaded before the directory becomes the root.
        PageAssets assets = PageAssets.load();
        String group = options.directory().map(given -> given.toAbsolutePath().normalize().toString()).orElse("");
        AllowedTorrents allowed = allowedTorrents(options, confining, err);
        if (!options.udpAddresses().isEmpty()) {
            tracker.serve(new UdpTracker(tracker.swarms(), allowed, OpentrackerHttp.NOT_AUTHORIZED,
                    intervals::nextSeconds, OpentrackerIntervals::wanted));
        }
        if (!options.tcpAddresses().isEmpty()) {
            DeploymentPage page = page(tracker, options, assets, group, allowed);
            tracker.serve(new OpentrackerHttp(tracker.swarms(), allowed, options, intervals, page, err));
        }
        allowed.refreshList();
        allowed.refreshDirectory();
        tracker.inBackground(DIRECTORY_CHECK, allowed::refreshDirectory);
        Signals.on("HUP", allowed::refreshList);
        Signals.on("INT", tracker::stop);
        tracker.run();
    }

    /** Clonezilla starts one tracker for each partition, all in the image's directory. */
    private static DeploymentPage page(
            Tracker tracker, OpentrackerOptions options, PageAssets assets, String group,
            AllowedTorrents allowed) {
        String image = options.directory().map(directory -> Path.of(group).getFileName())
                .map(Path::toString).orElse("");
        DeploymentPage page = new DeploymentPage(
                assets, image, group, tracker.firstTcpPort(), tracker.swarms(), allowed);
        tracker.inBackground(DeploymentPage.SIBLING_PERIOD, page::refreshSiblings);
        return page;
    }

    /** Goes where {@code -d} says, for good when root started it, and finds the torrents from there. */
    private static AllowedTorrents allowedTorrents(
            OpentrackerOptions options, Confining confining, PrintStream err) throws IOException {
        Optional<Path> directory = options.directory();
        if (directory.isPresent() && !Files.isDirectory(directory.get())) {
            throw new IOException("-d " + directory.get() + " is no directory");
        }
        Path root = directory.orElse(Path.of("")).toAbsolutePath();
        if (directory.isPresent() && Confinement.isNeeded()) {
            root = confined(root, options.user(), confining, err);
        }
        Path base = root;
        return new AllowedTorrents(
                options.whitelist().map(list -> inside(base, list)), directory.map(given -> base), 1, true, err);
    }

    /** @return what the directory is called from now on */
    private static Path confined(Path directory, String user, Confining confining, PrintStream err) {
        try {
            confining.enter(directory, user);
            return Path.of("/");
        } catch (CannotConfineException e) {
            err.println("opentracker: goes on as root and outside of " + directory + ": " + e.getMessage());
            return directory;
        }
    }

    /** The whitelist as seen from the directory; with root's rights even a rooted path is meant so. */
    private static Path inside(Path directory, Path list) {
        boolean rooted = list.isAbsolute() && Confinement.isNeeded();
        return directory.resolve(rooted ? list.getRoot().relativize(list) : list);
    }
}
