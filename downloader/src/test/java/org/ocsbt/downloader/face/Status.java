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
public final class Status {
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
    private Optional<String> notice = Optional.empty();
    private final Map<InetSocketAddress, PeerTotals> perPeer = new LinkedHashMap<>();

    public static Status downloading() {
        return new Status();
    }

    public static Status finished() {
        Status status = new Status();
        status.state = TorrentState.SEEDING;
        status.finished = true;
        status.doneBytes = status.totalBytes;
        return status;
    }

    public Status named(String newName) {
        name = newName;
        return this;
    }

    public Status hash(InfoHash newHash) {
        infoHash = newHash;
        return this;
    }

    public Status failed(String reason) {
        state = TorrentState.ERROR;
        error = Optional.of(reason);
        finished = false;
        return this;
    }

    public Status total(long bytes) {
        totalBytes = bytes;
        doneBytes = finished ? bytes : doneBytes;
        return this;
    }

    public Status done(long bytes) {
        doneBytes = bytes;
        return this;
    }

    public Status pieces(int verified) {
        verifiedPieces = verified;
        return this;
    }

    public Status rates(long down, long up) {
        downloadRate = down;
        uploadRate = up;
        return this;
    }

    public Status downloaded(long bytes) {
        downloadedBytes = bytes;
        return this;
    }

    public Status uploaded(long bytes) {
        uploadedBytes = bytes;
        return this;
    }

    public Status active(Duration time) {
        activeTime = time;
        return this;
    }

    public Status seeding(Duration time) {
        seedingTime = time;
        return this;
    }

    public Status sinceDownload(Duration time) {
        sinceDownload = Optional.of(time);
        return this;
    }

    public Status sinceUpload(Duration time) {
        sinceUpload = Optional.of(time);
        return this;
    }

    public Status trackerProblem(String reason) {
        trackerProblem = Optional.of(reason);
        return this;
    }

    public Status notice(String text) {
        notice = Optional.of(text);
        return this;
    }

    public Status peer(InetSocketAddress address, long down, long up) {
        perPeer.put(address, new PeerTotals(down, up));
        return this;
    }

    public TorrentStatus get() {
        return get(state);
    }

    public TorrentStatus getPaused() {
        return get(TorrentState.PAUSED);
    }

    private TorrentStatus get(TorrentState now) {
        return new TorrentStatus(infoHash, name, now, finished, totalBytes, doneBytes, verifiedPieces, downloadRate, uploadRate,
                downloadedBytes, uploadedBytes, activeTime, seedingTime, sinceDownload, sinceUpload,
                perPeer.size(), error, trackerProblem, notice, perPeer);
    }
}
