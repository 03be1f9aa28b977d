package org.ocsbt.downloader.torrent;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.peer.PeerConnection;
import org.ocsbt.downloader.peer.PeerEvents;
import org.ocsbt.downloader.peer.PeerLink;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.storage.BlockStore;

/**
 * One torrent: brings together its peers, what it fetches, whom it serves, its medium and its tracker. All
 * of it belongs to the session's loop; what other threads have to say comes as {@link TorrentReports}.
 */
public final class Torrent {
    private final Metainfo metainfo;
    private final Bitfield have;
    private final TorrentReports reports;
    private final PieceStore store;
    private final Swarm swarm;
    private final Fetching fetching;
    private final Serving serving;
    private final Announcing announcing;
    private final Conversation conversation;
    private final EarlierRun earlierRun;
    private final Completion completion;
    private final Holdings holdings;
    private final TransferClock clock = new TransferClock();
    private final TorrentNumbers numbers;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final boolean lookForMore;
    private boolean paused;
    private volatile String error;
    /** It was a fault of ours. */
    private boolean faulty;

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
        Bitfield stored = have.copy();
        // What makes it whole: all pieces, or those of the files that are asked for.
        Bitfield needed = wanted.orElseGet(() -> Bitfield.full(pieceCount));
        this.lookForMore = present.isEmpty();
        Bitfield promised = new Bitfield(pieceCount);
        this.reports = new TorrentReports(this, metainfo, have, promised, environment);
        this.store = new PieceStore(metainfo, medium, environment.pool(), environment.disk(), reports);
        Random random = new Random();
        this.swarm = new Swarm(environment.peerId(), pieceCount, maxConnections, random,
                address -> PeerConnection.connect(environment.loops().get(), address, reports));
        this.fetching = new Fetching(
                store, have, promised, needed, sequential, swarm.peers(), maxUploads, random, Torrent::nowMillis);
        this.serving = new Serving(metainfo.geometry(), have, swarm.peers(), maxUploads, seed);
        this.earlierRun = new EarlierRun(pieceCount, fetching, this::look, environment.disk().checksAtOnce(),
                this::foundOnMedium, random);
        this.completion = new Completion(store, stored, needed, environment.readBack(), reports::post,
                () -> error != null, this::finished);
        this.holdings = new Holdings(have, stored, fetching, serving, swarm, earlierRun, completion, this::mediumFailed);
        this.numbers = new TorrentNumbers(
                metainfo.geometry(), have, stored, swarm, fetching, clock, this::isFinished);
        List<URI> trackers = metainfo.announceTiers().stream().flatMap(List::stream).toList();
        this.announcing = new Announcing(trackers,
                address -> new HttpAnnouncer(address, metainfo.infoHash(), this::about, environment),
                environment.loop(), environment.announcers(), numbers::toAnnounce, this::found);
        this.conversation = new Conversation(metainfo.geometry(), swarm, fetching, serving, this::left,
                completion::isComplete, Torrent::nowMillis);
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
        clock.start(nowMillis(), completion.isComplete());
        announcing.start();
        if (completion.isComplete()) {
            settled.complete(null);
        } else if (lookForMore) {
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
        clock.sample(numbers.downloadedBytes(), numbers.uploadedBytes(), now);
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

    /** What the disk says of pieces, and what follows from it. */
    Holdings holdings() {
        return holdings;
    }

    private void foundOnMedium(int pieceIndex) {
        holdings.found(pieceIndex);
    }

    private void finished() {
        clock.finished(nowMillis());
        if (have.isFull()) {
            announcing.completed();
        }
        settled.complete(null);
        List.copyOf(swarm.peers()).forEach(conversation::closeIfUseless);
    }

    /** The medium takes nothing more. What is verified on it is served on; that it failed stays true. */
    private void mediumFailed(String reason) {
        if (error == null) {
            error = reason;
            fetching.end();
            announcing.soon();
            settled.complete(null);
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
        settled.complete(null);
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
            clock.start(nowMillis(), completion.isComplete());
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

    /** Done as soon as it is finished, or has failed and never will be. */
    public CompletableFuture<Void> settled() {
        return settled;
    }

    /** All pieces that are wanted are verified and flushed, and nothing failed since. */
    public boolean isFinished() {
        return completion.isComplete() && error == null;
    }

    /** What failed first, and how much of what was here is gone. */
    public Optional<String> error() {
        int lost = holdings.lostPieces();
        String more = lost > 1 ? "; " + lost + " pieces are lost in all" : "";
        return Optional.ofNullable(error).map(first -> first + more);
    }

    /** What people should know although nothing has failed, in one line. */
    public Optional<String> notice() {
        Optional<String> ban = swarm.latestBan(nowMillis());
        if (completion.phase() == Completion.Phase.FETCHING && ban.isPresent() && !fetching.hasSource()) {
            return Optional.of(ban.get() + ", and no other client has what is missing");
        }
        Optional<String> readBack = completion.readBackNotice();
        // Also when all is done: a short rest may have been fetched before anybody looked.
        return readBack.isPresent() ? readBack : earlierRun.outcome();
    }

    public Optional<String> trackerProblem() {
        return announcing.problem();
    }

    /** How far it is. */
    public TorrentNumbers numbers() {
        return numbers;
    }

    /** How the announces went so far. */
    public AnnounceTotals announceTotals() {
        return announcing.totals();
    }
}
