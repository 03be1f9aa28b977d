package org.ocsbt.downloader.torrent;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.peer.PeerConnection;
import org.ocsbt.downloader.peer.PeerEvents;
import org.ocsbt.downloader.peer.PeerLink;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.storage.BlockStore;

/**
 * One torrent: brings together its peers, what it fetches, whom it serves, its medium and its tracker. All
 * of it belongs to the session's loop; what other threads have to say comes as {@link TorrentReports}.
 */
public final class Torrent {
    /** What becomes of a torrent. */
    public enum Phase {
        FETCHING, FLUSHING, READING_BACK, COMPLETE
    }

    private final Metainfo metainfo;
    private final Bitfield have;
    /** What makes it whole: all pieces, or those of the files that are asked for. */
    private final Bitfield wanted;
    private final TorrentReports reports;
    private final PieceStore store;
    private final Swarm swarm;
    private final Fetching fetching;
    private final Serving serving;
    private final Announcing announcing;
    private final Conversation conversation;
    private final EarlierRun earlierRun;
    private final TransferClock clock = new TransferClock();
    private final boolean lookForMore;
    private final boolean readBack;
    private Phase phase;
    private boolean paused;
    private volatile String error;
    /** It was a fault of ours. */
    private boolean faulty;
    private int lostPieces;
    private int readBackPieces;

    /**
     * @param seed the medium holds all data already
     * @param present pieces that are on the medium; when empty, they are looked for
     * @param wanted pieces to fetch; all when empty
     * @param maxConnections peers connected at once
     * @param maxUploads peers served at once
     * @param sequential fetch in torrent order
     */
    public Torrent(Metainfo metainfo, BlockStore medium, boolean seed, Optional<Bitfield> present,
            Optional<Bitfield> wanted, int maxConnections, int maxUploads, boolean sequential, Environment environment) {
        this.metainfo = metainfo;
        int pieceCount = metainfo.geometry().pieceCount();
        this.have = seed ? Bitfield.full(pieceCount) : present.orElseGet(() -> new Bitfield(pieceCount)).copy();
        this.wanted = wanted.orElseGet(() -> Bitfield.full(pieceCount));
        this.lookForMore = present.isEmpty();
        this.readBack = environment.readBack();
        this.phase = have.containsAll(this.wanted) ? Phase.COMPLETE : Phase.FETCHING;
        this.reports = new TorrentReports(this, metainfo, have, environment);
        this.store = new PieceStore(metainfo, medium, environment.pool(), environment.disk(), reports);
        this.swarm = new Swarm(environment.peerId(), pieceCount, maxConnections,
                address -> PeerConnection.connect(environment.loops().get(), address, reports));
        this.fetching = new Fetching(
                store, have, this.wanted, sequential, swarm.peers(), new Random(), Torrent::nowMillis);
        this.serving = new Serving(metainfo.geometry(), have, swarm.peers(), maxUploads, seed);
        this.earlierRun = new EarlierRun(pieceCount, fetching, this::look, environment.disk().checksAtOnce(),
                this::foundOnMedium, new Random());
        List<URI> trackers = metainfo.announceTiers().stream().flatMap(List::stream).toList();
        this.announcing = new Announcing(trackers,
                address -> new HttpAnnouncer(address, metainfo.infoHash(), this::about, environment),
                environment.loop(), environment.announcers(), this::numbers, this::found);
        this.conversation = new Conversation(metainfo.geometry(), swarm, fetching, serving, this::left,
                () -> phase == Phase.COMPLETE, Torrent::nowMillis);
    }

    /** Read by announcing threads: an error is set before the announce that tells of it is handed over. */
    private ClientReport about() {
        return new ClientReport(metainfo.name(), metainfo.geometry().totalBytes(), error == null ? "" : error);
    }

    private void look(int pieceIndex, Consumer<Boolean> reply) {
        store.look(pieceIndex, here -> reports.post(() -> reply.accept(here)));
    }

    static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /** Begins to announce and to connect. */
    public void start() {
        clock.start(nowMillis(), phase == Phase.COMPLETE);
        announcing.start();
        if (phase == Phase.FETCHING && lookForMore) {
            earlierRun.look();
        }
    }

    /** To be called four times a second. */
    public void tick() {
        reports.post(this::passTime);
    }

    private void passTime() {
        long now = nowMillis();
        swarm.peers().forEach(peer -> peer.sampleRates(now));
        clock.sample(downloadedBytes(), uploadedBytes(), now);
        if (!paused) {
            serving.tick(now);
            swarm.dial(now);
        }
        fetching.tick(store.isMemoryShort(), now);
    }

    /** Piece memory may have become free. */
    public void feedAll() {
        reports.post(fetching::feedAll);
    }

    private Announcing.Numbers numbers() {
        long leftBytes = isFinished() && have.isFull() ? 0 : Math.max(1, metainfo.geometry().totalBytes() - doneBytes());
        return new Announcing.Numbers(
                uploadedBytes(), downloadedBytes(), leftBytes, swarm.peers().size(), swarm.room());
    }

    private void found(HttpAnnouncer.Answer answer) {
        swarm.add(answer.peers(), nowMillis());
    }

    /** Somebody who takes part in this swarm, not told by a tracker. */
    public void found(InetSocketAddress peer) {
        swarm.add(List.of(peer), nowMillis());
    }

    /** What connected peers say, and what follows from it. */
    Conversation conversation() {
        return conversation;
    }

    private void left(PeerLink connection) {
        clock.left(connection.downloadedBytes(), connection.uploadedBytes());
        if (swarm.peers().isEmpty()) {
            announcing.soon();
        }
    }

    // ---- reports of the disk ----

    void written(int pieceIndex) {
        fetching.written(pieceIndex);
        flushIfWhole();
    }

    private void foundOnMedium(int pieceIndex) {
        fetching.here(pieceIndex);
        flushIfWhole();
    }

    private void flushIfWhole() {
        if (have.containsAll(wanted) && phase == Phase.FETCHING) {
            phase = Phase.FLUSHING;
            store.flush(() -> reports.post(this::flushed));
        }
    }

    private void flushed() {
        if (!readBack) {
            finished();
            return;
        }
        phase = Phase.READING_BACK;
        store.readBack(checked -> reports.post(() -> {
            readBackPieces = checked;
            if (checked == have.pieceCount()) {
                finished();
            }
        }));
    }

    private void finished() {
        if (error != null) {
            return;
        }
        phase = Phase.COMPLETE;
        clock.finished(nowMillis());
        if (have.isFull()) {
            announcing.completed();
        }
        List.copyOf(swarm.peers()).forEach(conversation::closeIfUseless);
    }

    void corrupt(PieceDownload download) {
        Peer culprit = fetching.corrupt(download);
        if (culprit != null && !culprit.warned && fetching.isOnlySource(culprit, download.pieceIndex())) {
            // Nobody else could be asked, and the fault may have been in between: once more.
            culprit.warned = true;
        } else if (culprit != null) {
            swarm.ban(culprit, "it sent wrong data for piece " + download.pieceIndex(), nowMillis());
        }
        fetching.feedAll();
    }

    /** The medium takes nothing more. What is verified on it is served on; that it failed stays true. */
    void mediumFailed(String reason) {
        if (error == null) {
            error = reason;
            fetching.end();
            announcing.soon();
        }
    }

    /** A piece that was here is not any more: it is served no longer, and all that is left still is. */
    void lost(int pieceIndex, String reason) {
        if (have.remove(pieceIndex)) {
            serving.lost(pieceIndex);
            lostPieces++;
            mediumFailed("piece " + pieceIndex + " is lost: " + reason);
        }
    }

    /** A fault of ours: nobody can rely on this torrent any more, so its traffic ends. */
    void fail(String reason) {
        if (error == null) {
            error = reason;
        }
        faulty = true;
        clock.stop(nowMillis());
        fetching.stop();
        swarm.closeAll("internal fault");
        announcing.stop();
    }

    // ---- what the session asks ----

    /** Ends traffic; what is here stays here. */
    public CompletableFuture<Void> pause() {
        if (paused) {
            return CompletableFuture.completedFuture(null);
        }
        paused = true;
        clock.stop(nowMillis());
        fetching.stop();
        swarm.closeAll("paused");
        return announcing.stop();
    }

    public void resume() {
        if (paused && !faulty) {
            clock.start(nowMillis(), phase == Phase.COMPLETE);
            swarm.reopen();
            fetching.resume();
            announcing.start();
        }
        paused = false;
    }

    /** Closes the medium; {@link #pause} comes first. */
    public void close() {
        store.close();
    }

    /** Waits no longer for trackers. */
    public void abortAnnounces() {
        announcing.abort();
    }

    /** Where connections that come in for this torrent report. */
    public PeerEvents events() {
        return reports;
    }

    PieceStore store() {
        return store;
    }

    public Metainfo metainfo() {
        return metainfo;
    }

    public boolean isPaused() {
        return paused;
    }

    /** All pieces that are wanted are verified and flushed, and nothing failed since. */
    public boolean isFinished() {
        return phase == Phase.COMPLETE && error == null;
    }

    /** What failed first, and how much of what was here is gone. */
    public Optional<String> error() {
        String more = lostPieces > 1 ? "; " + lostPieces + " pieces are lost in all" : "";
        return Optional.ofNullable(error).map(first -> first + more);
    }

    /** What people should know although nothing has failed, in one line. */
    public Optional<String> notice() {
        if (phase == Phase.READING_BACK) {
            return Optional.of("all is written; reading it back, "
                    + 10L * readBackPieces / have.pieceCount() * 10 + " % done");
        }
        Optional<String> ban = swarm.latestBan(nowMillis());
        if (phase == Phase.FETCHING && ban.isPresent() && !fetching.hasSource()) {
            return Optional.of(ban.get() + ", and no other client has what is missing");
        }
        if (phase == Phase.COMPLETE) {
            return readBackPieces > 0 ? Optional.of("all of it was read back and is right") : Optional.empty();
        }
        return earlierRun.outcome();
    }

    public Optional<String> trackerProblem() {
        return announcing.problem();
    }

    public TransferClock clock() {
        return clock;
    }

    public int peerCount() {
        return swarm.peers().size();
    }

    /** Connected peers that have every piece. */
    public int seederCount() {
        return (int) swarm.peers().stream().filter(peer -> peer.pieces.isFull()).count();
    }

    /** Pieces that are here or at a connected peer. */
    public int availablePieces() {
        return (int) IntStream.range(0, have.pieceCount()).filter(fetching::isAvailable).count();
    }

    /** How the announces went so far. */
    public AnnounceTotals announceTotals() {
        return announcing.totals();
    }

    /** A copy of what is here, verified and written. */
    public Bitfield verified() {
        return have.copy();
    }

    public Map<InetSocketAddress, Swarm.Traffic> traffic() {
        return swarm.traffic();
    }

    /** Bytes that are here; all of them only when they are flushed too. */
    public long doneBytes() {
        long total = metainfo.geometry().totalBytes();
        if (isFinished() && have.isFull()) {
            return total;
        }
        int last = have.pieceCount() - 1;
        long whole = (long) have.count() * metainfo.geometry().pieceLengthBytes();
        long missingOfLast = metainfo.geometry().pieceLengthBytes() - metainfo.geometry().pieceLength(last);
        return Math.min(whole - (have.get(last) ? missingOfLast : 0) + fetching.receivedBytes(), total - 1);
    }

    /** Pieces that are here, verified and written. */
    public int verifiedPieces() {
        return have.count();
    }

    public long downloadedBytes() {
        return clock.leftDownloadedBytes() + sum(swarm.peers(), true);
    }

    public long uploadedBytes() {
        return clock.leftUploadedBytes() + sum(swarm.peers(), false);
    }

    private static long sum(Collection<Peer> peers, boolean downloaded) {
        return peers.stream().mapToLong(peer ->
                downloaded ? peer.connection.downloadedBytes() : peer.connection.uploadedBytes()).sum();
    }
}
