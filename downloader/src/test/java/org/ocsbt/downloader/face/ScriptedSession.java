package org.ocsbt.downloader.face;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.ocsbt.downloader.session.SessionOptions;
import org.ocsbt.downloader.session.SwarmView;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TransferSession;
import org.ocsbt.metainfo.InfoHash;

/**
 * A session that plays a script: what each torrent's status is at a time after the start. Time moves only
 * when the face sleeps. Notes all that it is told.
 */
public final class ScriptedSession implements TransferSession, Pacer {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
    private final BiFunction<TorrentOptions, Duration, Status> script;
    private final Map<InfoHash, TorrentOptions> torrents = new LinkedHashMap<>();
    private Duration now = Duration.ZERO;
    final List<InfoHash> paused = new ArrayList<>();
    final List<InfoHash> resumed = new ArrayList<>();
    public final List<Duration> closeLimits = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    public Runnable atEachSleep = () -> {};
    public Optional<SwarmView> swarm = Optional.empty();
    public SessionOptions options;

    public ScriptedSession(BiFunction<TorrentOptions, Duration, Status> script) {
        this.script = script;
    }

    /** One status for all torrents and times. */
    public static ScriptedSession always(Status status) {
        return new ScriptedSession((torrent, time) -> status);
    }

    public TransferSession open(SessionOptions given) {
        options = given;
        return this;
    }

    public Duration now() {
        return now;
    }

    public synchronized List<TorrentOptions> torrents() {
        return List.copyOf(torrents.values());
    }

    @Override
    public void sleep(Duration length) {
        now = now.plus(length);
        atEachSleep.run();
    }

    @Override
    public InfoHash add(TorrentOptions torrent) throws TorrentException {
        addAll(List.of(torrent));
        return torrent.metainfo().infoHash();
    }

    @Override
    public synchronized void addAll(List<TorrentOptions> added) throws TorrentException {
        if (refusal.isPresent()) {
            throw new TorrentException(refusal.get(), null);
        }
        added.forEach(torrent -> torrents.put(torrent.metainfo().infoHash(), torrent));
    }

    @Override
    public synchronized List<TorrentStatus> statuses() {
        return torrents.values().stream().map(this::status).toList();
    }

    @Override
    public void awaitSettled(Duration limit) {
        Duration end = now.plus(limit);
        while (now.compareTo(end) < 0 && !isSettled()) {
            sleep(LOOK_INTERVAL);
        }
    }

    private boolean isSettled() {
        return statuses().stream().allMatch(torrent -> torrent.finished() || torrent.error().isPresent());
    }

    private TorrentStatus status(TorrentOptions torrent) {
        InfoHash hash = torrent.metainfo().infoHash();
        Status status = script.apply(torrent, now).hash(hash).named(torrent.metainfo().name());
        return paused.contains(hash) ? status.getPaused() : status.get();
    }

    @Override
    public Optional<SwarmView> swarm(InfoHash infoHash) {
        return swarm;
    }

    @Override
    public int port() {
        return options.firstListenPort();
    }

    @Override
    public synchronized void pause(InfoHash infoHash) {
        paused.add(infoHash);
    }

    @Override
    public synchronized void resume(InfoHash infoHash) {
        resumed.add(infoHash);
        paused.remove(infoHash);
    }

    @Override
    public synchronized void close(Duration limit) {
        closeLimits.add(limit);
    }
}
