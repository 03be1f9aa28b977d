package org.ocsbt.downloader.face;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.ocsbt.downloader.session.TorrentState;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TransferSession;

/**
 * The two phases of one-shot ezio (contracts/ezio-v1.md, "Phases and leaving"): download until every
 * torrent is finished, then seed until each may leave. A torrent that fails ends either phase.
 */
final class OneShotTransfer {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LINE = 5;
    private static final Duration LOOK_INTERVAL = LINE_INTERVAL.dividedBy(LOOKS_PER_LINE);
    private static final Duration PAUSE_BEFORE_SEEDING = Duration.ofSeconds(3);

    private final TransferSession session;
    private final LeavingRule rule;
    private final Terminal terminal;
    private final Pacer pacer;
    private final Consumer<List<TorrentStatus>> report;
    private final Notices trackerProblems = Notices.ofTrackerProblems();
    private final Notices failures = Notices.ofFailures();

    /** @param report gets the torrents when all are finished */
    OneShotTransfer(
            TransferSession session,
            LeavingRule rule,
            Terminal terminal,
            Pacer pacer,
            Consumer<List<TorrentStatus>> report) {
        this.session = session;
        this.rule = rule;
        this.terminal = terminal;
        this.pacer = pacer;
        this.report = report;
    }

    /**
     * Returns when all is done, or a torrent has failed and that was told.
     *
     * @return whether every torrent is finished
     */
    boolean run() throws InterruptedException {
        terminal.print("Start downloading\n");
        if (!download()) {
            return false;
        }
        pacer.sleep(PAUSE_BEFORE_SEEDING);
        return seed();
    }

    private boolean download() throws InterruptedException {
        for (long look = 0; ; look++) {
            List<TorrentStatus> torrents = look();
            if (tellFailures(torrents)) {
                return false;
            }
            boolean finished = torrents.stream().allMatch(TorrentStatus::finished);
            if (finished || look % LOOKS_PER_LINE == 0) {
                terminal.print(ProgressLine.downloading(torrents));
            }
            if (finished) {
                terminal.print("\n");
                torrents.forEach(torrent -> terminal.print(ProgressLine.average(torrent)));
                report.accept(torrents);
                return true;
            }
            pacer.sleep(LOOK_INTERVAL);
        }
    }

    private boolean seed() throws InterruptedException {
        while (true) {
            List<TorrentStatus> torrents = look();
            if (tellFailures(torrents)) {
                return false;
            }
            terminal.print(ProgressLine.seeding(torrents));
            boolean allLeft = true;
            for (TorrentStatus torrent : torrents) {
                allLeft &= hasLeft(torrent);
            }
            if (allLeft) {
                return true;
            }
            pacer.sleep(LINE_INTERVAL);
        }
    }

    private boolean hasLeft(TorrentStatus torrent) {
        if (torrent.state() == TorrentState.PAUSED) {
            return true;
        }
        if (rule.allowsLeaving(torrent)) {
            session.pause(torrent.infoHash());
            return true;
        }
        return false;
    }

    private List<TorrentStatus> look() {
        List<TorrentStatus> torrents = session.statuses();
        trackerProblems.tell(torrents, terminal::complain);
        return torrents;
    }

    private boolean tellFailures(List<TorrentStatus> torrents) {
        return failures.tell(torrents, terminal::complain);
    }
}
