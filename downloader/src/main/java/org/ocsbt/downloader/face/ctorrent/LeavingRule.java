package org.ocsbt.downloader.face.ctorrent;

import java.time.Duration;
import org.ocsbt.downloader.session.TorrentStatus;

/**
 * When ctorrent leaves after all is here, or after its medium has failed, for it serves what it has verified as long
 * then: whichever comes first.
 *
 * @param after time since completion or failure
 * @param ratio served payload as a multiple of what was fetched, or of the torrent where nothing was; 0 for
 *     no such limit
 */
record LeavingRule(Duration after, double ratio) {

    /** @param sinceFailure zero where nothing has failed */
    boolean allowsLeaving(TorrentStatus torrent, Duration sinceFailure) {
        if (!torrent.finished() && torrent.error().isEmpty()) {
            return false;
        }
        // What fails after it was complete goes on counting from there.
        boolean isOver = torrent.seedingTime().compareTo(after) >= 0 || sinceFailure.compareTo(after) >= 0;
        return isOver || ratio > 0 && servedRatio(torrent) >= ratio;
    }

    private static double servedRatio(TorrentStatus torrent) {
        long fetched = torrent.downloadedBytes() > 0 ? torrent.downloadedBytes() : torrent.totalBytes();
        return (double) torrent.uploadedBytes() / fetched;
    }
}
