package org.ocsbt.downloader.session;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.ocsbt.downloader.session.TorrentStatus.PeerTotals;
import org.ocsbt.downloader.torrent.AnnounceTotals;
import org.ocsbt.downloader.torrent.Torrent;
import org.ocsbt.downloader.torrent.TransferClock;

/** Puts what a torrent knows of itself in the words of a face. On the session's loop. */
final class StatusReader {
    private StatusReader() {}

    static TorrentStatus read(Torrent torrent) {
        long now = System.nanoTime() / 1_000_000;
        TransferClock clock = torrent.clock();
        return new TorrentStatus(
                torrent.metainfo().infoHash(),
                torrent.metainfo().name(),
                stateOf(torrent),
                torrent.isFinished(),
                torrent.metainfo().geometry().totalBytes(),
                torrent.doneBytes(),
                torrent.verifiedPieces(),
                clock.downloadBytesPerSecond(),
                clock.uploadBytesPerSecond(),
                torrent.downloadedBytes(),
                torrent.uploadedBytes(),
                clock.activeTime(now),
                clock.seedingTime(now),
                clock.sinceDownload(now),
                clock.sinceUpload(now),
                torrent.peerCount(),
                torrent.error(),
                torrent.trackerProblem(),
                torrent.notice(),
                perPeer(torrent));
    }

    static SwarmView readSwarm(Torrent torrent) {
        int seeders = torrent.seederCount();
        AnnounceTotals announces = torrent.announceTotals();
        return new SwarmView(seeders, torrent.peerCount() - seeders, announces.knownPeers(),
                torrent.availablePieces(), announces.failures(), announces.successes(), torrent.verified());
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
        torrent.traffic().forEach((address, traffic) ->
                totals.put(address, new PeerTotals(traffic.downloadedBytes(), traffic.uploadedBytes())));
        return totals;
    }
}
