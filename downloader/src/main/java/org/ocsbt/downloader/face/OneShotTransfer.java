package org.ocsbt.downloader.face;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.ocsbt.downloader.session.TorrentState;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TransferSession;
import org.ocsbt.metainfo.InfoHash;

/**
 * The two phases of one-shot ezio (contracts/ezio-v1.md, "Phases and leaving"): download until every
 * torrent is finished or has failed, then seed until each may leave. A torrent that fails serves what it has
 * verified as long as a finished one would, and is told of once more at the end.
 */
final class OneShotTransfer {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PAUSE_BEFORE_SEEDING = Duration.ofSeconds(3);

    private final TransferSession session;
    private final LeavingRule rule;
    private final Terminal terminal;
    private final Pacer pacer;
    private final Consumer<List<TorrentStatus>> report;
    private final Notices trackerProblems = Notices.ofTrackerProblems();
    private final Notices news = Notices.ofNews();
    private final Notices failures = Notices.ofFailures();
    private final Set<InfoHash> left = new HashSet<>();

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
     * Returns when each torrent has left; those that failed were told of.
     *
     * @return whether every torrent is finished
     */
    boolean run() throws InterruptedException {
        terminal.print("Start downloading\n");
        download();
        pacer.sleep(PAUSE_BEFORE_SEEDING);
        return seed();
    }

    private void download() throws InterruptedException {
        while (true) {
            List<TorrentStatus> torrents = look();
            boolean finished = torrents.stream().allMatch(TorrentStatus::finished);
            if (!finished && torrents.stream().allMatch(torrent -> torrent.finished() || hasFailed(torrent))) {
                return;
            }
            terminal.print(ProgressLine.downloading(torrents));
            if (finished) {
                finish(torrents);
                return;
            }
            session.awaitSettled(LINE_INTERVAL);
        }
    }

    private void finish(List<TorrentStatus> torrents) {
        terminal.print("\n");
        torrents.forEach(torrent -> terminal.print(ProgressLine.average(torrent)));
        report.accept(torrents);
    }

    private boolean seed() throws InterruptedException {
        while (true) {
            List<TorrentStatus> torrents = look();
            boolean anyFailed = torrents.stream().anyMatch(OneShotTransfer::hasFailed);
            if (!anyFailed) {
                terminal.print(ProgressLine.seeding(torrents));
            }
            boolean allLeft = true;
            for (TorrentStatus torrent : torrents) {
                allLeft &= hasLeft(torrent);
            }
            if (allLeft) {
                // Once more, so that it is the last that is read.
                Notices.ofFailures().tell(torrents, line -> terminal.complain("FAILED: " + line));
                return !anyFailed;
            }
            pacer.sleep(LINE_INTERVAL);
        }
    }

    private boolean hasLeft(TorrentStatus torrent) {
        if (torrent.state() == TorrentState.PAUSED || left.contains(torrent.infoHash())) {
            return true;
        }
        if (hasFailed(torrent) ? rule.allowsLeavingFailed(torrent) : rule.allowsLeaving(torrent)) {
            session.pause(torrent.infoHash());
            left.add(torrent.infoHash());
            return true;
        }
        return false;
    }

    private static boolean hasFailed(TorrentStatus torrent) {
        return torrent.error().isPresent();
    }

    private List<TorrentStatus> look() {
        List<TorrentStatus> torrents = session.statuses();
        trackerProblems.tell(torrents, terminal::complain);
        news.tell(torrents, terminal::complain);
        failures.tell(torrents, terminal::complain);
        return torrents;
    }
}
