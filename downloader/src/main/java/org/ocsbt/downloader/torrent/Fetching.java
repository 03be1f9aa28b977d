package org.ocsbt.downloader.torrent;

import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.ocsbt.downloader.disk.PieceMemory;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.pick.PiecePicker;
import org.ocsbt.piece.Bitfield;

/**
 * What to fetch from whom. A peer gets a whole piece and keeps it; only when a peer would stand idle it
 * takes over the tail of a piece that another one is slow with. Owned by the torrent's loop.
 */
final class Fetching {
    private final Bitfield have;
    private final Bitfield wanted;
    private final PiecePicker picker;
    private final Collection<Peer> peers;
    private final BegunPieces begun;
    private final Promises promises;
    private final Relief relief;
    private final Interest interest;
    private final Retention retention;
    private final LongSupplier clock;
    private boolean stopped;
    private boolean ended;

    /**
     * @param have pieces that are verified; this object adds to it
     * @param promised pieces that others may ask for before they are verified; this object changes it
     * @param wanted pieces to fetch where they are missing
     * @param peers the connected ones, kept by the torrent
     * @param maxUploads as many are asked at once as are served
     * @param clock milliseconds
     */
    Fetching(PieceMemory memory, Bitfield have, Bitfield promised, Bitfield wanted, boolean sequential,
            Collection<Peer> peers, int maxUploads, Random random, LongSupplier clock) {
        this.have = have;
        this.wanted = wanted;
        this.picker = new PiecePicker(needless(), sequential, random);
        this.peers = peers;
        this.clock = clock;
        this.begun = new BegunPieces(memory, picker, peers);
        this.promises = new Promises(promised, peers, picker);
        this.relief = new Relief(begun.byIndex(), peers);
        this.interest = new Interest(maxUploads, picker, peers, have, this::wantsAnythingOf);
        this.retention = new Retention(memory, peers);
    }

    /** Bytes of begun pieces that are here. */
    long receivedBytes() {
        return begun.receivedBytes();
    }

    /** The torrent pauses: ask for nothing more. */
    void stop() {
        stopped = true;
    }

    /** The medium takes nothing more: gives back what others were to deliver, and tells them. */
    void end() {
        stopped = true;
        ended = true;
        for (Peer peer : peers) {
            peer.runs().forEach(run -> peer.connection.withdraw(run.download(), run.fromBlock()));
        }
        interest.end();
    }

    void resume() {
        stopped = ended;
    }

    void peerHas(Peer peer, int piece) {
        offered(peer, piece, promises.has(peer, piece));
        retention.peerHas(piece);
    }

    void peerPromises(Peer peer, int piece) {
        offered(peer, piece, promises.promised(peer, piece));
    }

    private void offered(Peer peer, int piece, boolean news) {
        if (news && isMissing(piece)) {
            interest.offered(peer, piece);
        }
    }

    /** The peer takes back that it passes the piece on: what came of it may be wrong. */
    void promiseBroken(Peer peer, int piece) {
        promises.withdraw(peer, piece);
        BegunPiece mine = begun.get(piece);
        if (mine != null && mine.sources.contains(peer)) {
            mine.spoil();
        }
    }

    /** So much of a piece is here that it can be passed on, though nobody knows yet whether it is right. */
    void arriving(int piece) {
        BegunPiece mine = begun.get(piece);
        if (mine != null && !mine.isFromOneSource() && !mine.isSpoilt()
                && mine.restMillis() >= Promises.LEAST_REST_MILLIS) {
            promises.give(piece);
        }
    }

    void peerGone(Peer peer) {
        picker.peerGone(peer.offered);
        retention.peerGone();
        feedAll();
    }

    void choked(Peer peer, boolean chokesUs, long nowMillis) {
        peer.chokesUs = chokesUs;
        feed(peer, nowMillis);
    }

    void hungry(Peer peer, long nowMillis) {
        peer.hungry = true;
        feed(peer, nowMillis);
    }

    /** Gives every idle peer something to do, if there is something. */
    void feedAll() {
        long now = clock.getAsLong();
        peers.forEach(peer -> feed(peer, now));
    }

    /** Gives the peer something to do if it is idle. */
    void feed(Peer peer, long nowMillis) {
        if (stopped || !peer.canDeliver(nowMillis) || !peer.hungry) {
            return;
        }
        BlockRun run = interest.allows(peer) ? next(peer, nowMillis) : null;
        if (run == null && !peer.owesBlocks()) {
            interest.decline(peer);
        }
        if (run != null) {
            peer.hungry = false;
            peer.addRun(run, nowMillis);
            begun.get(run.download().pieceIndex()).sources.add(peer);
            peer.connection.assign(run);
        }
    }

    private BlockRun next(Peer peer, long nowMillis) {
        int most = peer.blocksAtOnce();
        BlockRun run = begun.goOn(piece -> piece.sources.contains(peer) || piece.download.isIdle(), peer, most);
        if (run == null) {
            int index = picker.take(peer.offered);
            run = index == PiecePicker.NONE ? null : begun.begin(index, most);
        }
        if (run == null) {
            run = begun.goOn(piece -> true, peer, most);
        }
        if (run == null && !peer.owesBlocks()) {
            relief.takeOver(peer, nowMillis);
        }
        return run;
    }

    /** Time passes: finds peers that send nothing, and pieces that nobody delivers any more. */
    void tick(boolean memoryIsShort, long nowMillis) {
        if (!ended) {
            relief.relieve(memoryIsShort, nowMillis);
        }
        for (BegunPiece piece : begun.all()) {
            boolean unwanted = ended && piece.download.isIdle() && !piece.download.isComplete();
            boolean stranded = (memoryIsShort || piece.isFromOneSource()) && piece.isStranded(peers, nowMillis);
            if (unwanted || stranded || piece.isSpoiltAndIdle()) {
                promises.broken(piece.index());
                begun.giveUp(piece);
            }
        }
        feedAll();
        interest.tick();
        peers.forEach(peer -> peer.news.tell());
    }

    /** These blocks come from somebody else now: from the one they were taken for, if they were. */
    void returned(BlockRun run) {
        BegunPiece piece = begun.get(run.download().pieceIndex());
        if (piece != null && piece.heir != null) {
            Peer heir = piece.heir;
            piece.heir = null;
            if (peers.contains(heir)) {
                feed(heir, clock.getAsLong());
            }
        }
        feedAll();
    }

    /** Keeps a piece that nobody has begun from being fetched, while it is looked for on the medium. */
    boolean reserve(int piece) {
        return picker.takeExactly(piece);
    }

    /** These reserved pieces are to be fetched. */
    void unreserve(List<Integer> pieces) {
        pieces.forEach(picker::putBack);
        feedAll();
    }

    /** The piece is right, and in memory. */
    void verified(int piece) {
        begun.forget(piece);
        here(piece);
        interest.review();
    }

    /** The piece is on the medium, too. */
    void written(int piece) {
        retention.written(piece);
    }

    /** Whether the piece is here or at a connected peer. */
    boolean isAvailable(int piece) {
        return have.get(piece) || picker.availability(piece) > 0;
    }

    /** The piece may be had from here: everybody hears of it. */
    void here(int piece) {
        have.set(piece);
        promises.kept(piece);
        for (Peer peer : peers) {
            peer.news.add(piece, !peer.pieces.get(piece));
            if (peer.weAreInterested && !wantsAnythingOf(peer)) {
                interest.withdraw(peer);
            }
        }
    }

    /** Whether nobody else who is connected has the piece. */
    boolean isOnlySource(Peer peer, int piece) {
        return peer.pieces.get(piece) && picker.availability(piece) == 1;
    }

    /** Whether a connected peer has something that is missing here. */
    boolean hasSource() {
        return peers.stream().anyMatch(this::wantsAnythingOf);
    }

    private boolean wantsAnythingOf(Peer peer) {
        for (int piece = 0; piece < have.pieceCount(); piece++) {
            if (peer.offered.get(piece) && isMissing(piece)) {
                return true;
            }
        }
        return false;
    }

    private Bitfield needless() {
        Bitfield needless = have.copy();
        for (int piece = 0; piece < have.pieceCount(); piece++) {
            if (!wanted.get(piece)) {
                needless.set(piece);
            }
        }
        return needless;
    }

    private boolean isMissing(int piece) {
        return wanted.get(piece) && !have.get(piece);
    }

    /**
     * The piece's hash was wrong; it is fetched again.
     *
     * @return the peer that is to blame, or null if several took part or it had not verified the piece itself
     */
    Peer corrupt(PieceDownload download) {
        promises.broken(download.pieceIndex());
        Peer source = begun.corrupt(download.pieceIndex());
        if (source != null && !source.pieces.get(download.pieceIndex())) {
            promises.distrust(source);
            return null;
        }
        return source;
    }
}
