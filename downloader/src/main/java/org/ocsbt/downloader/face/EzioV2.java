package org.ocsbt.downloader.face;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.session.SessionOptions;
import org.ocsbt.downloader.session.TransferSession;

/** The ezio daemon: transfers what its control service is told to (contracts/ezio-v2.md). */
final class EzioV2 {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

    /** For the last announce and flush. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /** {@link #END_LIMIT} and the control service's drain, with something to spare. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Terminal terminal;
    private final DaemonLog log;
    private final SessionFactory sessions;
    private final CountDownLatch endRequested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Notices trackerProblems = Notices.ofTrackerProblems();
    private final Notices news = Notices.ofNews();
    private final Notices failures = Notices.ofFailures();

    EzioV2(Terminal terminal, DaemonLog log, SessionFactory sessions) {
        this.terminal = terminal;
        this.log = log;
        this.sessions = sessions;
    }

    /** @return the process's status, see {@link ExitStatus} */
    int run(String... args) {
        try {
            EzioV2Options options = EzioV2Options.of(Arguments.parse(EzioV2Options.syntax(), args));
            if (options.help()) {
                terminal.print(EzioUsage.TEXT);
            } else if (options.version()) {
                terminal.print("ezio " + EzioVersion.TEXT + "\n");
            } else {
                serve(options);
            }
            return ExitStatus.DONE;
        } catch (UsageException | IOException e) {
            terminal.complain(e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            terminal.complain("interrupted");
            return ExitStatus.FAILED;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Ends {@link #run} from another thread and waits until it has announced and flushed.
     *
     * @return whether it was running and has ended; false too where that takes too long
     */
    boolean stop() {
        if (ended.getCount() == 0) {
            return false;
        }
        endRequested.countDown();
        try {
            return ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void serve(EzioV2Options options) throws IOException, InterruptedException {
        terminal.print("ezio " + EzioVersion.TEXT + "\n");
        options.notes().forEach(log::warning);
        try (TransferSession session = open(options)) {
            serve(session, options);
        }
    }

    /** Local discovery is a help, no need: without it peers come from the tracker. */
    private TransferSession open(EzioV2Options options) throws IOException {
        long usualCacheBytes = PhysicalMemory.cacheBytes(PhysicalMemory.MEMINFO);
        if (options.localDiscovery()) {
            try {
                return sessions.open(options.session(usualCacheBytes, true));
            } catch (IOException e) {
                log.warning("--enable-lsd: " + e.getMessage());
            }
        }
        return sessions.open(options.session(usualCacheBytes, false));
    }

    private void serve(TransferSession session, EzioV2Options options) throws IOException, InterruptedException {
        TorrentCatalog catalog = new TorrentCatalog(session, options.layout());
        EzioGrpcService service = new EzioGrpcService(catalog, log, endRequested::countDown);
        try (ControlServer server = ControlServer.start(options.listen(), service)) {
            log.info("Server listening on " + options.listen().getHostString() + ":" + server.port());
            while (!endRequested.await(LOG_INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
                trackerProblems.tell(session.statuses(), log::warning);
                news.tell(session.statuses(), log::warning);
                failures.tell(session.statuses(), log::error);
                catalog.torrents(List.of()).forEach(torrent -> log.info(progress(torrent)));
            }
            log.info("shutting down");
            // Before the control port goes away: that it is gone tells the tools that all is flushed.
            session.close(END_LIMIT);
        }
    }

    /** {@code [/dev/sda1][100%][D: 7.77MB/s][U: 0.00MB/s][ F][A: 3][F: 2][S: 2]} */
    static String progress(Torrent torrent) {
        return "[" + torrent.getSavePath() + "]"
                + "[" + (int) (torrent.getProgress() * 100) + "%]"
                + "[D: " + Rates.mibPerSecond(torrent.getDownloadRate()) + "MB/s]"
                + "[U: " + Rates.mibPerSecond(torrent.getUploadRate()) + "MB/s]"
                + "[" + (torrent.getIsPaused() ? "P" : " ") + (torrent.getIsFinished() ? "F" : " ") + "]"
                + "[A: " + torrent.getActiveTime() + "]"
                + "[F: " + torrent.getFinishedTime() + "]"
                + "[S: " + torrent.getSeedingTime() + "]";
    }
}
