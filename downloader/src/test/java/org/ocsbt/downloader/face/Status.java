package org.ocsbt.downloader.face;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ocsbt.downloader.session.TorrentState;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TorrentStatus.PeerTotals;
import org.ocsbt.metainfo.InfoHash;

/** A torrent's status with the fields that a test is about; starts as one that has done nothing. */
final class Status {
    static final long GIB = 1L << 30;

    private InfoHash infoHash = InfoHash.of(new byte[InfoHash.LENGTH_BYTES]);
    private String name = "sda1";
    private TorrentState state = TorrentState.DOWNLOADING;
    private boolean finished;
    private long totalBytes = GIB;
    private long doneBytes;
    private int verifiedPieces;
    private long downloadRate;
    private long uploadRate;
    private long downloadedBytes;
    private long uploadedBytes;
    private Duration activeTime = Duration.ZERO;
    private Duration seedingTime = Duration.ZERO;
    private Optional<Duration> sinceDownload = Optional.empty();
    private Optional<Duration> sinceUpload = Optional.empty();
    private Optional<String> error = Optional.empty();
    private Optional<String> trackerProblem = Optional.empty();
    private final Map<InetSocketAddress, PeerTotals> perPeer = new LinkedHashMap<>();

    static Status downloading() {
        return new Status();
    }

    static Status finished() {
        Status status = new Status();
        status.state = TorrentState.SEEDING;
        status.finished = true;
        status.doneBytes = status.totalBytes;
        return status;
    }

    Status named(String newName) {
        name = newName;
        return this;
    }

    Status hash(InfoHash newHash) {
        infoHash = newHash;
        return this;
    }

    Status failed(String reason) {
        state = TorrentState.ERROR;
        error = Optional.of(reason);
        finished = false;
        return this;
    }

    Status total(long bytes) {
        totalBytes = bytes;
        doneBytes = finished ? bytes : doneBytes;
        return this;
    }

    Status done(long bytes) {
        doneBytes = bytes;
        return this;
    }

    Status pieces(int verified) {
        verifiedPieces = verified;
        return this;
    }

    Status rates(long down, long up) {
        downloadRate = down;
        uploadRate = up;
        return this;
    }

    Status downloaded(long bytes) {
        downloadedBytes = bytes;
        return this;
    }

    Status uploaded(long bytes) {
        uploadedBytes = bytes;
        return this;
    }

    Status active(Duration time) {
        activeTime = time;
        return this;
    }

    Status seeding(Duration time) {
        seedingTime = time;
        return this;
    }

    Status sinceDownload(Duration time) {
        sinceDownload = Optional.of(time);
        return this;
    }

    Status sinceUpload(Duration time) {
        sinceUpload = Optional.of(time);
        return this;
    }

    Status trackerProblem(String reason) {
        trackerProblem = Optional.of(reason);
        return this;
    }

    Status peer(InetSocketAddress address, long down, long up) {
        perPeer.put(address, new PeerTotals(down, up));
        return this;
    }

    TorrentStatus get() {
        return get(state);
    }

    TorrentStatus getPaused() {
        return get(TorrentState.PAUSED);
    }

    private TorrentStatus get(TorrentState now) {
        return new TorrentStatus(infoHash, name, now, finished, totalBytes, doneBytes, verifiedPieces, downloadRate, uploadRate,
                downloadedBytes, uploadedBytes, activeTime, seedingTime, sinceDownload, sinceUpload,
                perPeer.size(), error, trackerProblem, perPeer);
    }
}
