package org.ocsbt.downloader.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.ocsbt.metainfo.InfoHash;

/**
 * A torrent at one instant.
 *
 * @param infoHash which torrent
 * @param name the torrent's name
 * @param state see {@link TorrentState}
 * @param finished every byte that is wanted is verified and flushed; stays true while paused, false in error
 * @param totalBytes length of the torrent
 * @param doneBytes verified bytes on the medium plus those received of unfinished pieces; equals
 *     {@code totalBytes} only when {@code finished}
 * @param verifiedPieces pieces whose every byte is verified and on the medium
 * @param downloadRate payload bytes per second, mean of the last seconds
 * @param uploadRate payload bytes per second, mean of the last seconds
 * @param downloadedBytes payload received in this run, discarded bytes included
 * @param uploadedBytes payload sent in this run
 * @param activeTime time since it was added, pauses left out
 * @param seedingTime time since it was finished, pauses left out; zero before
 * @param sinceDownload time since the last payload byte came in; empty when none did
 * @param sinceUpload time since the last payload byte went out; empty when none did
 * @param peerCount peers connected now
 * @param error what failed, on what, why; present exactly in state ERROR
 * @param trackerProblem why the latest announce failed; empty once one succeeded
 * @param notice what people should know although nothing has failed, one line: an earlier run's data were found,
 *     the only client that has the missing pieces is banned, the data are being read back
 * @param perPeer payload totals of this run by remote address, gone peers included
 */
public record TorrentStatus(
        InfoHash infoHash,
        String name,
        TorrentState state,
        boolean finished,
        long totalBytes,
        long doneBytes,
        int verifiedPieces,
        long downloadRate,
        long uploadRate,
        long downloadedBytes,
        long uploadedBytes,
        Duration activeTime,
        Duration seedingTime,
        Optional<Duration> sinceDownload,
        Optional<Duration> sinceUpload,
        int peerCount,
        Optional<String> error,
        Optional<String> trackerProblem,
        Optional<String> notice,
        Map<InetSocketAddress, PeerTotals> perPeer) {

    /**
     * @param downloadedBytes payload received from this peer
     * @param uploadedBytes payload sent to this peer
     */
    public record PeerTotals(long downloadedBytes, long uploadedBytes) {}
}
