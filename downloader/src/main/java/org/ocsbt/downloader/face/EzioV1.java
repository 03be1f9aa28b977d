package org.ocsbt.downloader.face;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.session.SessionOptions;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TransferSession;

/** One-shot ezio: fetches its torrents, serves them for a while, ends (contracts/ezio-v1.md). */
final class EzioV1 {
    /** For the last announce and flush after a signal: scripts expect the program to go promptly. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    /** The same when all is done and nobody waits with a kill. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final SessionFactory sessions;
    private final Pacer pacer;
    private final Optional<Path> reportFile;
    private TransferSession session;
    private volatile boolean stopped;

    /** @param reportFile where the JSON report goes, if anywhere */
    EzioV1(Terminal terminal, SessionFactory sessions, Pacer pacer, Optional<Path> reportFile) {
        this.terminal = terminal;
        this.sessions = sessions;
        this.pacer = pacer;
        this.reportFile = reportFile;
    }

    /** @return the process's status, see {@link ExitStatus}; after {@link #stop} it means nothing */
    int run(String... args) {
        try {
            EzioV1Options options = EzioV1Options.of(Arguments.parse(EzioV1Options.syntax(), args));
            if (options.help()) {
                terminal.print(EzioUsage.TEXT);
                return ExitStatus.DONE;
            }
            if (!options.isPaired()) {
                terminal.print(EzioUsage.TEXT);
                throw new UsageException("each torrent needs one path, but " + options.torrents().size()
                        + " torrents and " + options.targets().size() + " paths are given");
            }
            return transfer(options);
        } catch (UsageException | TorrentException | IOException e) {
            terminal.complain(e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException ended) {
            return ExitStatus.FAILED;
        } catch (RuntimeException e) {
            if (stopped) {
                return ExitStatus.FAILED; // the session was closed in the middle of a call
            }
            throw e;
        } finally {
            endSession(END_LIMIT);
        }
    }

    /**
     * Ends a running transfer from another thread: writes the report, tells the tracker, flushes. Returns
     * after a few seconds at most. {@link #run} prints nothing more.
     */
    void stop() {
        stopped = true;
        endSession(STOP_LIMIT);
    }

    private int transfer(EzioV1Options options)
            throws UsageException, TorrentException, IOException, InterruptedException {
        if (options.log().isPresent()) {
            terminal.copyTo(open(options.log().get()));
        }
        List<TorrentOptions> torrents = torrents(options);
        TransferSession opened = openSession(options);
        opened.addAll(torrents);
        if (options.sequential()) {
            torrents.forEach(torrent -> terminal.print(
                    "//NOTE// " + torrent.metainfo().name() + ": pieces are fetched in order\n"));
        }
        LeavingRule rule = new LeavingRule(options.seed(), options.idleMinutes(), options.ratio());
        OneShotTransfer transfer = new OneShotTransfer(opened, rule, terminal, this::sleep, this::report);
        Optional<ControlServer> statusServer = statusServer(opened, options);
        boolean done;
        try {
            done = transfer.run();
        } finally {
            statusServer.ifPresent(ControlServer::close);
        }
        endSession(END_LIMIT);
        if (done) {
            terminal.print("\nDone, shutting down\n");
        }
        return done ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static Optional<ControlServer> statusServer(TransferSession session, EzioV1Options options)
            throws IOException {
        if (options.listen().isEmpty()) {
            return Optional.empty();
        }
        TorrentCatalog catalog = new TorrentCatalog(session, options.layout());
        return Optional.of(ControlServer.start(options.listen().get(), new StatusService(catalog)));
    }

    private static PrintStream open(Path log) throws UsageException {
        try {
            return new PrintStream(
                    Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    false,
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException("can't write log file " + log + ": " + TorrentFile.reason(e));
        }
    }

    private static List<TorrentOptions> torrents(EzioV1Options options) throws UsageException {
        List<TorrentOptions> torrents = new ArrayList<>();
        for (int i = 0; i < options.torrents().size(); i++) {
            torrents.add(new TorrentOptions(
                    TorrentFile.read(options.torrents().get(i)),
                    options.targets().get(i),
                    options.layout(),
                    options.seed(),
                    options.maxConnections(),
                    options.maxUploads(),
                    options.sequential()));
        }
        return torrents;
    }

    private synchronized TransferSession openSession(EzioV1Options options)
            throws IOException, InterruptedException {
        throwIfStopped();
        long cacheBytes = options.cacheBytes().orElseGet(() -> PhysicalMemory.cacheBytes(PhysicalMemory.MEMINFO));
        session = sessions.open(new SessionOptions(SessionOptions.DEFAULT_LISTEN_PORT, cacheBytes));
        return session;
    }

    private void sleep(Duration length) throws InterruptedException {
        pacer.sleep(length);
        throwIfStopped();
    }

    private void throwIfStopped() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped");
        }
    }

    /** Whoever comes second waits here until the session is closed. */
    private synchronized void endSession(Duration limit) {
        if (session != null) {
            report(session.statuses());
            session.close(limit);
            session = null;
        }
    }

    private void report(List<TorrentStatus> torrents) {
        if (reportFile.isPresent()) {
            try {
                TransferReport.write(reportFile.get(), torrents);
            } catch (IOException e) {
                terminal.complain("can't write report " + reportFile.get() + ": " + TorrentFile.reason(e));
            }
        }
    }
}
