package org.ocsbt.downloader.face;

import java.time.Duration;
import org.ocsbt.downloader.session.TorrentStatus;

/**
 * When one-shot ezio lets go of a finished torrent (contracts/ezio-v1.md, "Phases and leaving").
 *
 * @param never a seeder ({@code -U}) stays until a signal ends it
 * @param idleMinutes leave after more than this many minutes in which nobody asked for anything
 * @param ratio leave once the upload, in whole multiples of the torrent's size, exceeds this
 */
record LeavingRule(boolean never, int idleMinutes, int ratio) {

    boolean allowsLeaving(TorrentStatus finished) {
        return !never && (isIdle(finished) || finished.uploadedBytes() / finished.totalBytes() > ratio);
    }

    /** It serves what it has verified, if anything, until nobody has asked for it for the same time. */
    boolean allowsLeavingFailed(TorrentStatus failed) {
        return failed.verifiedPieces() == 0 || !never && isIdle(failed);
    }

    /** Idle since the last upload; without one since the last download, or since all was found in place. */
    private boolean isIdle(TorrentStatus torrent) {
        Duration idle = torrent.sinceUpload()
                .or(torrent::sinceDownload)
                .orElse(torrent.seedingTime());
        return idle.toSeconds() > idleMinutes * 60L;
    }
}
