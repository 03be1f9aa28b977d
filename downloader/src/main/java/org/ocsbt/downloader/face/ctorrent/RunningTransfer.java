package org.ocsbt.downloader.face.ctorrent;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Notices;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.SessionFactory;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.session.SwarmView;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TransferSession;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.Bitfield;

/** The transfer of one torrent from the open port to the last announce. */
final class RunningTransfer {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LINE = 5;
    private static final Duration LOOK_INTERVAL = LINE_INTERVAL.dividedBy(LOOKS_PER_LINE);
    /** For the last announce and flush after a signal: scripts go on and may find the program still there. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(1500);
    /** The same when all is done and nobody waits. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final SessionFactory sessions;
    private final Pacer pacer;
    private final Notices trackerProblems = Notices.ofTrackerProblems();
    private final Notices news = Notices.ofNews();
    private final Notices failures = Notices.ofFailures();
    private final Set<Object> toldPeers = new HashSet<>();
    private TransferSession session;
    private Optional<InfoHash> torrent = Optional.empty();
    private BitfieldFile bitfield;
    private volatile boolean stopped;

    RunningTransfer(Terminal terminal, SessionFactory sessions, Pacer pacer) {
        this.terminal = terminal;
        this.sessions = sessions;
        this.pacer = pacer;
    }

    /**
     * Returns when the rule lets it leave. A medium that fails is told of at once and again at the end; what is
     * verified is served on meanwhile.
     *
     * @param start hears when torrent and data are in order
     */
    boolean run(CtorrentOptions options, Preparation preparation, StartReport start)
            throws UsageException, TorrentException, IOException, InterruptedException {
        try {
            Optional<TorrentOptions> known = preparation.withoutCheck();
            open(options);
            if (known.isPresent()) {
                add(known.get());
                start.ready();
            } else {
                start.ready();
                add(preparation.withCheck());
            }
            return transfer(options);
        } finally {
            end(END_LIMIT);
        }
    }

    private synchronized void open(CtorrentOptions options) throws IOException, InterruptedException {
        throwIfStopped();
        session = sessions.open(options.session());
        bitfield = new BitfieldFile(options.bitfield());
        terminal.print("Listening on " + options.session().listenAddress().map(InetAddress::getHostAddress).orElse("0.0.0.0")
                + ":" + session.port() + "\n");
    }

    private synchronized void add(TorrentOptions options) throws TorrentException, InterruptedException {
        throwIfStopped();
        torrent = Optional.of(session.add(options));
    }

    private boolean transfer(CtorrentOptions options) throws IOException, InterruptedException {
        StatusLine line = new StatusLine();
        boolean complete = false;
        Duration sinceFailure = Duration.ZERO;
        for (long look = 0; ; look++) {
            TorrentStatus status = look(options.verbose());
            boolean failed = failures.tell(List.of(status), terminal::complain);
            if (status.finished() && !complete) {
                complete = true;
                completed(status, options);
            }
            boolean nothingToServe = failed && status.verifiedPieces() == 0;
            boolean leave = nothingToServe || options.leaving().allowsLeaving(status, sinceFailure);
            if (leave || look % LOOKS_PER_LINE == 0) {
                terminal.print(line.next(status, swarm(), leave ? "Quitting" : state()));
            }
            if (leave) {
                terminal.print("\n");
                // Once more, so that it is the last that is read.
                return !Notices.ofFailures().tell(List.of(status), reason -> terminal.complain("FAILED: " + reason));
            }
            pacer.sleep(LOOK_INTERVAL);
            sinceFailure = failed ? sinceFailure.plus(LOOK_INTERVAL) : sinceFailure;
        }
    }

    private synchronized TorrentStatus look(boolean verbose) throws InterruptedException {
        throwIfStopped();
        List<TorrentStatus> statuses = session.statuses();
        trackerProblems.tell(statuses, terminal::complain);
        news.tell(statuses, terminal::complain);
        TorrentStatus status = statuses.get(0);
        if (verbose) {
            status.perPeer().keySet().stream().filter(toldPeers::add)
                    .forEach(peer -> terminal.print("\nPeer " + peer.getAddress().getHostAddress() + ":" + peer.getPort() + "\n"));
        }
        return status;
    }

    private synchronized SwarmView swarm() throws InterruptedException {
        throwIfStopped();
        return session.swarm(torrent.orElseThrow()).orElseThrow();
    }

    private String state() throws InterruptedException {
        return swarm().announceSuccesses() == 0 ? "Connecting" : "";
    }

    private void completed(TorrentStatus status, CtorrentOptions options) throws IOException, InterruptedException {
        if (status.downloadedBytes() > 0) {
            terminal.print("\nDownload complete.\nTotal time used: " + status.activeTime().toMinutes() + " minutes.\n");
            keep(verified());
            if (options.command().isPresent()) {
                new ProcessBuilder("/bin/sh", "-c", options.command().get()).inheritIO().start();
            }
        }
        terminal.print("Seed for others " + options.leaving().after().toHours() + " hours\n\n");
    }

    private synchronized Optional<Bitfield> verified() {
        return torrent.flatMap(session::swarm).map(SwarmView::verified);
    }

    private void keep(Optional<Bitfield> here) {
        try {
            if (here.isPresent()) {
                bitfield.keep(here.get());
            }
        } catch (IOException e) {
            terminal.complain(e.getMessage());
        }
    }

    private void throwIfStopped() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped");
        }
    }

    /** See {@link Ctorrent#stop}. */
    boolean stop() {
        stopped = true;
        return end(STOP_LIMIT);
    }

    /** Whoever comes second waits here until the session is closed. */
    private synchronized boolean end(Duration limit) {
        if (session == null) {
            return false;
        }
        Optional<Bitfield> here = verified();
        session.close(limit);
        session = null;
        // Only now: what it says must be on the disk.
        keep(here);
        return true;
    }
}
