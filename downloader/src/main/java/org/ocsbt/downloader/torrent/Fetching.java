package org.ocsbt.downloader.torrent;

import bt.protocol.Have;
import bt.protocol.Interested;
import bt.protocol.NotInterested;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.pick.PiecePicker;
import org.ocsbt.piece.Bitfield;

/**
 * What to fetch from whom. A peer gets a whole piece and keeps it; only when a peer would stand idle it
 * takes over the tail of a piece that another one is slow with. Owned by the torrent's loop.
 */
final class Fetching {
    /** Taking over less than this much waiting isn't worth the messages, in milliseconds. */
    private static final long LEAST_WAIT_MILLIS = 300;
    /** A peer is not robbed again before the answer to the last time can be here, in milliseconds. */
    private static final long CUT_PAUSE_MILLIS = 250;

    /** A piece that has been begun. */
    private static final class Begun {
        private final PieceDownload download;
        private final Set<Peer> sources = new HashSet<>();
        private long lastCutMillis;

        private Begun(PieceDownload download) {
            this.download = download;
        }
    }

    private final PieceStore store;
    private final Bitfield have;
    private final PiecePicker picker;
    private final Collection<Peer> peers;
    /** Begun pieces by index, the oldest first. */
    private final Map<Integer, Begun> begun = new LinkedHashMap<>();
    /** Pieces that were corrupt with several sources: from one source each time, to find the liar. */
    private final Set<Integer> suspect = new HashSet<>();
    private boolean stopped;

    /**
     * @param have pieces on the medium; this object adds to it
     * @param peers the connected ones, kept by the torrent
     */
    Fetching(PieceStore store, Bitfield have, boolean sequential, Collection<Peer> peers, Random random) {
        this.store = store;
        this.have = have;
        this.picker = new PiecePicker(have, sequential, random);
        this.peers = peers;
    }

    /** Bytes of begun pieces that are here. */
    long receivedBytes() {
        return begun.values().stream().mapToLong(b -> b.download.receivedBytes()).sum();
    }

    /** The medium failed, or the torrent pauses: ask for nothing more. */
    void stop() {
        stopped = true;
    }

    void resume() {
        stopped = false;
    }

    void peerHas(Peer peer, int piece) {
        picker.peerHas(piece);
        if (!have.get(piece)) {
            showInterest(peer);
        }
    }

    private static void showInterest(Peer peer) {
        if (!peer.weAreInterested) {
            peer.weAreInterested = true;
            peer.connection.send(Interested.instance());
        }
    }

    void peerGone(Peer peer) {
        picker.peerGone(peer.pieces);
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
        long now = Torrent.nowMillis();
        peers.forEach(peer -> feed(peer, now));
    }

    /** Gives the peer something to do if it is idle. */
    void feed(Peer peer, long nowMillis) {
        if (stopped || peer.chokesUs || !peer.hungry) {
            return;
        }
        BlockRun run = next(peer, nowMillis);
        if (run != null) {
            peer.hungry = false;
            peer.addRun(run);
            begun.get(run.download().pieceIndex()).sources.add(peer);
            peer.connection.assign(run);
        }
    }

    private BlockRun next(Peer peer, long nowMillis) {
        for (Begun piece : begun.values()) {
            if (mayJoin(peer, piece)) {
                BlockRun run = piece.download.giveFreeRun();
                if (run != null) {
                    return run;
                }
            }
        }
        int index = picker.take(peer.pieces);
        if (index != PiecePicker.NONE) {
            return begin(index);
        }
        if (peer.runs().isEmpty()) {
            takeOver(peer, nowMillis);
        }
        return null;
    }

    private boolean mayJoin(Peer peer, Begun piece) {
        int index = piece.download.pieceIndex();
        return peer.pieces.get(index)
                && (!suspect.contains(index) || piece.sources.isEmpty() || piece.sources.contains(peer));
    }

    private BlockRun begin(int index) {
        PieceDownload download = store.begin(index);
        if (download == null) {
            picker.putBack(index);
            giveUpIdle();
            return null;
        }
        begun.put(index, new Begun(download));
        return download.giveFreeRun();
    }

    /**
     * Memory is short, and a piece that nobody delivers keeps some. Its memory goes back; the release has
     * everybody fed again.
     */
    private void giveUpIdle() {
        for (Begun piece : begun.values()) {
            PieceDownload download = piece.download;
            if (!download.isComplete() && download.isIdle() && peers.stream().noneMatch(p -> mayDeliver(p, piece))) {
                begun.remove(download.pieceIndex());
                picker.putBack(download.pieceIndex());
                store.abandon(download);
                return;
            }
        }
    }

    private boolean mayDeliver(Peer peer, Begun piece) {
        return !peer.chokesUs && mayJoin(peer, piece);
    }

    /** An idle peer takes over the tail of the piece that would be waited for longest. */
    private void takeOver(Peer idle, long nowMillis) {
        Peer victim = null;
        BlockRun victimRun = null;
        long longest = LEAST_WAIT_MILLIS;
        for (Peer peer : peers) {
            for (BlockRun run : peer.runs()) {
                Begun piece = begun.get(run.download().pieceIndex());
                if (peer != idle && piece != null && mayJoin(idle, piece)
                        && nowMillis - piece.lastCutMillis > CUT_PAUSE_MILLIS && waitMillis(peer, run) > longest) {
                    victim = peer;
                    victimRun = run;
                    longest = waitMillis(peer, run);
                }
            }
        }
        if (victim != null) {
            begun.get(victimRun.download().pieceIndex()).lastCutMillis = nowMillis;
            victim.connection.withdraw(victimRun.download(), cut(victim, victimRun, idle));
        }
    }

    private static long waitMillis(Peer peer, BlockRun run) {
        long missingBlocks = run.endBlock() - run.download().firstMissing(run);
        return missingBlocks * run.download().blockLength(0) * 1000 / Math.max(1, peer.downloadRate.bytesPerSecond());
    }

    /** Where to cut so that both are done at the same time, as far as their rates tell. */
    private static int cut(Peer victim, BlockRun run, Peer idle) {
        int firstMissing = run.download().firstMissing(run);
        double slow = victim.downloadRate.bytesPerSecond();
        double fast = Math.max(slow, idle.downloadRate.bytesPerSecond());
        double kept = fast == 0 ? 0 : slow / (slow + fast);
        return firstMissing + (int) ((run.endBlock() - firstMissing) * kept);
    }

    /** Keeps a piece that nobody has begun from being fetched, while it is looked for on the medium. */
    boolean reserve(int piece) {
        return picker.takeExactly(piece);
    }

    /** The reserved piece isn't on the medium. */
    void unreserve(int piece) {
        picker.putBack(piece);
        feedAll();
    }

    /** The piece has been written. */
    void written(int piece) {
        forget(piece);
        here(piece);
    }

    /** The piece is on the medium: everybody hears of it. */
    void here(int piece) {
        have.set(piece);
        Have message = new Have(piece);
        for (Peer peer : peers) {
            peer.connection.send(message);
            if (peer.weAreInterested && !wantsAnythingOf(peer)) {
                peer.weAreInterested = false;
                peer.connection.send(NotInterested.instance());
            }
        }
    }

    private boolean wantsAnythingOf(Peer peer) {
        for (int piece = 0; piece < have.pieceCount(); piece++) {
            if (peer.pieces.get(piece) && !have.get(piece)) {
                return true;
            }
        }
        return false;
    }

    private Begun forget(int piece) {
        Begun gone = begun.remove(piece);
        peers.forEach(peer -> peer.forget(gone.download));
        return gone;
    }

    /**
     * The piece's hash was wrong; it is fetched again.
     *
     * @return the peer that is to blame, or null if several took part
     */
    Peer corrupt(PieceDownload download) {
        Begun gone = forget(download.pieceIndex());
        picker.putBack(download.pieceIndex());
        Peer culprit = gone.sources.size() == 1 ? gone.sources.iterator().next() : null;
        if (culprit == null) {
            suspect.add(download.pieceIndex());
        }
        return culprit;
    }
}
