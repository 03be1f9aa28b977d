package org.ocsbt.downloader.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.ocsbt.downloader.disk.DiskThreads;
import org.ocsbt.downloader.disk.PieceBufferPool;
import org.ocsbt.downloader.peer.PeerEvents;
import org.ocsbt.downloader.peer.RateLimit;
import org.ocsbt.downloader.torrent.Environment;
import org.ocsbt.downloader.torrent.Torrent;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.storage.BlockStore;

/** The transfer engine in this process. Torrents live on one loop; faces wait for its answers. */
final class LocalSession implements TransferSession {
    private static final long TICK_MILLIS = 250;
    /** Less piece memory than this and peers wait for the disk. */
    private static final int LEAST_PIECES = 4;

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(daemon("torrents"));
    private final ExecutorService announcers = Executors.newCachedThreadPool(daemon("announce"));
    private final DiskThreads disk;
    private final Media media;
    private final PieceBufferPool pool;
    private final Sockets sockets;
    private final Environment environment;
    private final Optional<LocalPeers> localPeers;
    private final Optional<SlowStart> slowStart;
    private final AtomicBoolean feedDue = new AtomicBoolean();
    /** In the order they were added; only the loop touches it. */
    private final Map<InfoHash, Torrent> torrents = new LinkedHashMap<>();
    /** The same for incoming handshakes, which come on the socket loops. */
    private final Map<InfoHash, PeerEvents> byHash = new ConcurrentHashMap<>();
    /** The same for whoever waits until all is done. */
    private final List<Torrent> started = new CopyOnWriteArrayList<>();
    /** What there is to tell once the loop is gone; null until then. */
    private volatile List<TorrentStatus> lastStatuses;

    /** Opens the media of torrents: all, or none. */
    interface Media {
        List<BlockStore> openAll(List<TorrentOptions> all) throws TorrentException;
    }

    LocalSession(SessionOptions options, Media media) throws IOException {
        this.media = media;
        disk = options.diskThreads().isPresent()
                ? new DiskThreads(options.diskThreads().getAsInt()) : new DiskThreads();
        pool = new PieceBufferPool(options.cacheBytes(), this::memoryReleased);
        RateLimit download = RateLimit.of(options.downloadLimit());
        RateLimit upload = RateLimit.of(options.uploadLimit());
        slowStart = options.slowStartPeriod().map(period -> new SlowStart(upload, options.uploadLimit(), period));
        byte[] peerId = newPeerId(options.peerIdPrefix());
        sockets = new Sockets(options, download, upload, byHash::get);
        environment = new Environment(loop, announcers, disk, pool, sockets::nextLoop, sockets.port(),
                options.announcedAddress(), peerId, options.readBack());
        localPeers = options.localDiscovery() ? Optional.of(localPeers()) : Optional.empty();
        loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private LocalPeers localPeers() throws IOException {
        try {
            return new LocalPeers(environment.port(), torrents, loop);
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Its random part comes from the system, without Java's list of security providers, which takes long to make. */
    private static byte[] newPeerId(String prefix) throws IOException {
        byte[] id = Arrays.copyOf(prefix.getBytes(StandardCharsets.US_ASCII), InfoHash.LENGTH_BYTES);
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            for (int i = prefix.length(); i < id.length; i++) {
                id[i] = (byte) ('a' + random.read() % 26);
            }
        }
        return id;
    }

    private void tick() {
        torrents.values().forEach(Torrent::tick);
        localPeers.ifPresent(LocalPeers::tick);
        slowStart.ifPresent(ramp -> ramp.tick(this::hasUploaded, System.nanoTime()));
    }

    private boolean hasUploaded() {
        return torrents.values().stream().anyMatch(torrent -> torrent.numbers().uploadedBytes() > 0);
    }

    /** On any thread; many releases become one round of feeding. */
    private void memoryReleased() {
        if (feedDue.compareAndSet(false, true)) {
            try {
                loop.execute(() -> {
                    feedDue.set(false);
                    torrents.values().forEach(Torrent::feedAll);
                });
            } catch (RejectedExecutionException e) {
                // The session is closed; nobody needs the memory any more.
            }
        }
    }

    @Override
    public int port() {
        return environment.port();
    }

    @Override
    public InfoHash add(TorrentOptions options) throws TorrentException {
        addAll(List.of(options));
        return options.metainfo().infoHash();
    }

    @Override
    public synchronized void addAll(List<TorrentOptions> all) throws TorrentException {
        Set<InfoHash> known = onLoop(() -> new HashSet<>(torrents.keySet()));
        for (TorrentOptions options : all) {
            if (!known.add(options.metainfo().infoHash())) {
                throw new TorrentException("torrent \"" + options.metainfo().name() + "\" is here already", null);
            }
        }
        List<BlockStore> stores = media.openAll(all);
        onLoop(() -> {
            for (int i = 0; i < stores.size(); i++) {
                start(all.get(i), stores.get(i));
            }
            return null;
        });
    }

    private void start(TorrentOptions options, BlockStore store) {
        InfoHash infoHash = options.metainfo().infoHash();
        pool.ensureBudget((long) LEAST_PIECES * options.metainfo().geometry().pieceLengthBytes());
        Torrent torrent = new Torrent(options.metainfo(), store, options.seed(), options.present(),
                options.wanted(), options.maxConnections(), options.maxUploads(), options.sequential(), environment);
        torrents.put(infoHash, torrent);
        started.add(torrent);
        byHash.put(infoHash, torrent.events());
        torrent.start();
    }

    @Override
    public List<TorrentStatus> statuses() {
        List<TorrentStatus> last = lastStatuses;
        return last == null ? onLoop(this::readStatuses) : last;
    }

    @Override
    public void awaitSettled(Duration limit) throws InterruptedException {
        CompletableFuture<?>[] all = started.stream().map(Torrent::settled).toArray(CompletableFuture<?>[]::new);
        awaitUntil(CompletableFuture.allOf(all), System.nanoTime() + limit.toNanos());
    }

    private List<TorrentStatus> readStatuses() {
        return torrents.values().stream().map(StatusReader::read).toList();
    }

    @Override
    public void pause(InfoHash infoHash) {
        onLoop(() -> {
            Torrent torrent = torrents.get(infoHash);
            return torrent == null ? null : torrent.pause();
        });
    }

    @Override
    public void resume(InfoHash infoHash) {
        onLoop(() -> {
            Torrent torrent = torrents.get(infoHash);
            if (torrent != null) {
                torrent.resume();
            }
            return torrent;
        });
    }

    @Override
    public Optional<SwarmView> swarm(InfoHash infoHash) {
        return onLoop(() -> Optional.ofNullable(torrents.get(infoHash)).map(StatusReader::readSwarm));
    }

    private <T> T onLoop(Supplier<T> question) {
        try {
            return loop.submit(question::get).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the session", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the session's loop failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public synchronized void close(Duration limit) {
        if (loop.isShutdown()) {
            return;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            // The trackers hear of it while the disks finish, so that a silent one takes no time from the data.
            CompletableFuture<?>[] farewells = onLoop(
                    () -> torrents.values().stream().map(Torrent::pause).toArray(CompletableFuture<?>[]::new));
            localPeers.ifPresent(LocalPeers::close);
            sockets.close();
            closeMedia(deadline);
            awaitUntil(CompletableFuture.allOf(farewells), deadline);
            lastStatuses = onLoop(this::readStatuses);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            torrents.values().forEach(Torrent::abortAnnounces);
            loop.shutdown();
            announcers.shutdown();
        }
    }

    /** Writes and flushes what is here, then closes. */
    private void closeMedia(long deadlineNanos) throws InterruptedException {
        disk.endHashing(untilNanos(deadlineNanos));
        onLoop(() -> {
            torrents.values().forEach(Torrent::close);
            return null;
        });
        disk.close(untilNanos(deadlineNanos));
    }

    private static Duration untilNanos(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private static void awaitUntil(CompletableFuture<?> future, long deadlineNanos) throws InterruptedException {
        try {
            future.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Whoever asked finds out; a tracker that does not answer in time will forget us by itself.
        }
    }
}
