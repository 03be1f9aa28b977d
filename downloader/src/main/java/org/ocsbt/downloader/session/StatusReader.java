package org.ocsbt.downloader.session;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.ocsbt.downloader.session.TorrentStatus.PeerTotals;
import org.ocsbt.downloader.torrent.AnnounceTotals;
import org.ocsbt.downloader.torrent.Torrent;
import org.ocsbt.downloader.torrent.TorrentNumbers;
import org.ocsbt.downloader.torrent.TransferClock;

/** Puts what a torrent knows of itself in the words of a face. On the session's loop. */
final class StatusReader {
    private StatusReader() {}

    static TorrentStatus read(Torrent torrent) {
        long now = System.nanoTime() / 1_000_000;
        TorrentNumbers numbers = torrent.numbers();
        TransferClock clock = numbers.clock();
        return new TorrentStatus(
                torrent.metainfo().infoHash(),
                torrent.metainfo().name(),
                stateOf(torrent),
                torrent.isFinished(),
                torrent.metainfo().geometry().totalBytes(),
                numbers.doneBytes(),
                numbers.verifiedPieces(),
                clock.downloadBytesPerSecond(),
                clock.uploadBytesPerSecond(),
                numbers.downloadedBytes(),
                numbers.uploadedBytes(),
                clock.activeTime(now),
                clock.seedingTime(now),
                clock.sinceDownload(now),
                clock.sinceUpload(now),
                numbers.peerCount(),
                torrent.error(),
                torrent.trackerProblem(),
                torrent.notice(),
                perPeer(torrent));
    }

    static SwarmView readSwarm(Torrent torrent) {
        TorrentNumbers numbers = torrent.numbers();
        int seeders = numbers.seederCount();
        AnnounceTotals announces = torrent.announceTotals();
        return new SwarmView(seeders, numbers.peerCount() - seeders, announces.knownPeers(),
                numbers.availablePieces(), announces.failures(), announces.successes(), numbers.verified());
    }

    private static TorrentState stateOf(Torrent torrent) {
        if (torrent.error().isPresent()) {
            return TorrentState.ERROR;
        }
        if (torrent.isPaused()) {
            return TorrentState.PAUSED;
        }
        return torrent.isFinished() ? TorrentState.SEEDING : TorrentState.DOWNLOADING;
    }

    private static Map<InetSocketAddress, PeerTotals> perPeer(Torrent torrent) {
        Map<InetSocketAddress, PeerTotals> totals = new HashMap<>();
        torrent.numbers().traffic().forEach((address, traffic) ->
                totals.put(address, new PeerTotals(traffic.downloadedBytes(), traffic.uploadedBytes())));
        return totals;
    }
}
