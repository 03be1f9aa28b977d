package org.ocsbt.downloader.torrent;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
    private final PieceMemory memory;
    private final Bitfield have;
    private final Bitfield wanted;
    private final PiecePicker picker;
    private final Collection<Peer> peers;
    /** Begun pieces by index, the oldest first. */
    private final Map<Integer, BegunPiece> begun = new LinkedHashMap<>();
    /** Pieces that were corrupt with several sources: from one source each time, to find the liar. */
    private final Set<Integer> suspect = new HashSet<>();
    private final Relief relief;
    private final Interest interest;
    private final Retention retention;
    private final LongSupplier clock;
    private boolean stopped;
    private boolean ended;

    /**
     * @param have pieces that are verified; this object adds to it
     * @param wanted pieces to fetch where they are missing
     * @param peers the connected ones, kept by the torrent
     * @param maxUploads as many are asked at once as are served
     * @param clock milliseconds
     */
    Fetching(PieceMemory memory, Bitfield have, Bitfield wanted, boolean sequential, Collection<Peer> peers,
            int maxUploads, Random random, LongSupplier clock) {
        this.memory = memory;
        this.have = have;
        this.wanted = wanted;
        this.picker = new PiecePicker(needless(), sequential, random);
        this.peers = peers;
        this.clock = clock;
        this.relief = new Relief(begun, peers);
        this.interest = new Interest(maxUploads, picker, peers, have, this::wantsAnythingOf);
        this.retention = new Retention(memory, peers);
    }

    /** Bytes of begun pieces that are here. */
    long receivedBytes() {
        return begun.values().stream().mapToLong(b -> b.download.receivedBytes()).sum();
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
        picker.peerHas(piece);
        if (isMissing(piece)) {
            interest.offered(peer, piece);
        }
        retention.peerHas(piece);
    }

    void peerGone(Peer peer) {
        picker.peerGone(peer.pieces);
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
        BlockRun run = continueOne(piece -> piece.sources.contains(peer) || piece.download.isIdle(), peer, most);
        if (run == null) {
            int index = picker.take(peer.pieces);
            run = index == PiecePicker.NONE ? null : begin(index, most);
        }
        if (run == null) {
            run = continueOne(piece -> true, peer, most);
        }
        if (run == null && !peer.owesBlocks()) {
            relief.takeOver(peer, nowMillis);
        }
        return run;
    }

    /** The next blocks of the oldest such piece that this peer can help with. */
    private BlockRun continueOne(Predicate<BegunPiece> which, Peer peer, int maxBlocks) {
        for (BegunPiece piece : begun.values()) {
            if (piece.mayJoin(peer) && which.test(piece)) {
                BlockRun run = piece.download.giveFreeRun(maxBlocks);
                if (run != null) {
                    return run;
                }
            }
        }
        return null;
    }

    private BlockRun begin(int index, int maxBlocks) {
        PieceDownload download = memory.begin(index);
        if (download == null) {
            picker.putBack(index);
            return null;
        }
        begun.put(index, new BegunPiece(download, suspect.contains(index)));
        return download.giveFreeRun(maxBlocks);
    }

    /** Time passes: finds peers that send nothing, and pieces that nobody delivers any more. */
    void tick(boolean memoryIsShort, long nowMillis) {
        if (!ended) {
            relief.relieve(memoryIsShort, nowMillis);
        }
        for (BegunPiece piece : List.copyOf(begun.values())) {
            boolean unwanted = ended && piece.download.isIdle() && !piece.download.isComplete();
            boolean stranded = (memoryIsShort || piece.isFromOneSource()) && piece.isStranded(peers, nowMillis);
            if (unwanted || stranded) {
                giveUp(piece);
            }
        }
        feedAll();
        interest.tick();
        peers.forEach(peer -> peer.news.tell());
    }

    /** The piece's memory goes back; it is begun anew when somebody can deliver it. */
    private void giveUp(BegunPiece piece) {
        forget(piece.index());
        picker.putBack(piece.index());
        memory.abandon(piece.download);
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
        forget(piece);
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
            if (peer.pieces.get(piece) && isMissing(piece)) {
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

    private BegunPiece forget(int piece) {
        BegunPiece gone = begun.remove(piece);
        peers.forEach(peer -> peer.forget(gone.download));
        return gone;
    }

    /**
     * The piece's hash was wrong; it is fetched again.
     *
     * @return the peer that is to blame, or null if several took part
     */
    Peer corrupt(PieceDownload download) {
        BegunPiece gone = forget(download.pieceIndex());
        picker.putBack(download.pieceIndex());
        Peer culprit = gone.sources.size() == 1 ? gone.sources.iterator().next() : null;
        if (culprit == null) {
            suspect.add(download.pieceIndex());
        }
        return culprit;
    }
}
