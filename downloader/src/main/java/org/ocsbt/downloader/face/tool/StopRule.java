package org.ocsbt.downloader.face.tool;

import java.util.List;
import org.ocsbt.downloader.face.rpc.Torrent;

/**
 * When a watching tool pauses a finished torrent, and when all is over (contracts/ezio-v2.md, "Stop logic").
 *
 * @param waitSeconds a torrent serves at least this long after it is finished
 * @param lastUploadSeconds and until nobody has asked for anything for longer than this
 */
record StopRule(int waitSeconds, int lastUploadSeconds) {
    /** The seconds of both where the command line does not say. */
    static final int DEFAULT_SECONDS = 15;

    /** A torrent that has given this many times its size has done its share. */
    private static final int SHARE = 3;

    private static final long NEVER = -1;

    boolean asksToPause(Torrent torrent) {
        if (!torrent.getIsFinished() || torrent.getIsPaused()) {
            return false;
        }
        boolean isIdle = torrent.getLastUpload() > lastUploadSeconds || torrent.getLastUpload() == NEVER;
        return torrent.getTotalPayloadUpload() > SHARE * torrent.getTotalDone()
                || torrent.getFinishedTime() > waitSeconds && isIdle;
    }

    /**
     * Each torrent is finished and paused, or has failed for good and nobody asks any more for what it has
     * verified; there is one at least.
     */
    boolean isOver(List<Torrent> torrents) {
        return !torrents.isEmpty() && torrents.stream().allMatch(
                torrent -> hasFailed(torrent) ? !isAskedFor(torrent) : torrent.getIsFinished() && torrent.getIsPaused());
    }

    private boolean isAskedFor(Torrent torrent) {
        return torrent.getLastUpload() != NEVER && torrent.getLastUpload() <= lastUploadSeconds && !torrent.getIsPaused();
    }

    static boolean hasFailed(Torrent torrent) {
        return !torrent.getError().isEmpty();
    }
}
