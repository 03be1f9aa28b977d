package org.ocsbt.downloader.face.ctorrent;

import java.time.Duration;
import org.ocsbt.downloader.session.TorrentStatus;

/**
 * When ctorrent leaves after all is here: whichever comes first.
 *
 * @param after time since completion
 * @param ratio served payload as a multiple of what was fetched, or of the torrent where nothing was; 0 for
 *     no such limit
 */
record LeavingRule(Duration after, double ratio) {

    boolean allowsLeaving(TorrentStatus torrent) {
        // Also when some of a complete torrent was lost since: the rest is served on.
        return (torrent.finished() || torrent.error().isPresent())
                && (torrent.seedingTime().compareTo(after) >= 0 || ratio > 0 && servedRatio(torrent) >= ratio);
    }

    private static double servedRatio(TorrentStatus torrent) {
        long fetched = torrent.downloadedBytes() > 0 ? torrent.downloadedBytes() : torrent.totalBytes();
        return (double) torrent.uploadedBytes() / fetched;
    }
}
