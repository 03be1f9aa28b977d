package org.ocsbt.downloader.face;

import java.time.Duration;
import java.util.Optional;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.session.TorrentState;
import org.ocsbt.downloader.session.TorrentStatus;

/** A torrent as the control service tells of it (contracts/ezio-v2.md, "Torrent message"). */
final class TorrentMessage {
    /** libtorrent's numbers of a torrent's states, which the original passes on. */
    private static final int STATE_DOWNLOADING = 3;
    private static final int STATE_SEEDING = 5;

    /** In {@code last_upload} and {@code last_download}. */
    private static final long NEVER = -1;

    private TorrentMessage() {}

    static Torrent of(TorrentStatus torrent, String savePath) {
        return Torrent.newBuilder()
                .setHash(torrent.infoHash().hex())
                .setName(torrent.name())
                .setProgress((double) torrent.doneBytes() / torrent.totalBytes())
                .setDownloadRate(torrent.downloadRate())
                .setUploadRate(torrent.uploadRate())
                .setActiveTime(torrent.activeTime().toSeconds())
                .setIsFinished(torrent.finished())
                .setNumPeers(torrent.peerCount())
                .setState(torrent.finished() ? STATE_SEEDING : STATE_DOWNLOADING)
                .setTotalDone(torrent.doneBytes())
                .setTotal(torrent.totalBytes())
                .setNumPieces(torrent.verifiedPieces())
                .setFinishedTime(torrent.seedingTime().toSeconds())
                .setSeedingTime(torrent.seedingTime().toSeconds())
                .setTotalPayloadDownload(torrent.downloadedBytes())
                .setTotalPayloadUpload(torrent.uploadedBytes())
                .setIsPaused(torrent.state() == TorrentState.PAUSED)
                .setSavePath(savePath)
                .setLastUpload(seconds(torrent.sinceUpload()))
                .setLastDownload(seconds(torrent.sinceDownload()))
                .setError(torrent.error().orElse(""))
                .build();
    }

    /** A torrent that never came to be: unfinished for ever, so that nobody takes the whole for done. */
    static Torrent refused(String hash, String name, String savePath, String error) {
        return Torrent.newBuilder()
                .setHash(hash)
                .setName(name)
                .setState(STATE_DOWNLOADING)
                .setSavePath(savePath)
                .setLastUpload(NEVER)
                .setLastDownload(NEVER)
                .setError(error)
                .build();
    }

    private static long seconds(Optional<Duration> since) {
        return since.map(Duration::toSeconds).orElse(NEVER);
    }
}
