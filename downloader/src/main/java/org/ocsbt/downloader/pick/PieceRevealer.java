package org.ocsbt.downloader.pick;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ocsbt.piece.Bitfield;

/**
 * Decides which pieces the first seeder shows to whom, so that each piece leaves it once before any
 * leaves it twice (BEP 16). A peer sees a few pieces at a time and gets the next as it has fetched one.
 * Owned by one torrent's loop; does no I/O.
 *
 * @param <P> what stands for a peer; compared by identity or equals
 */
public final class PieceRevealer<P> {
    /** Pieces that no other peer has and that are shown to none now, next first. */
    private final Deque<Integer> unseen = new ArrayDeque<>();
    private final BitSet spread;
    private final Map<P, BitSet> shown = new HashMap<>();

    public PieceRevealer(int pieceCount) {
        this.spread = new BitSet(pieceCount);
        for (int piece = 0; piece < pieceCount; piece++) {
            unseen.add(piece);
        }
    }

    /**
     * Shows a peer the pieces that it may fetch next.
     *
     * @param peerHas what the peer has already
     * @param wanted how many undelivered pieces it should see from now on
     * @return the pieces to announce to it now
     */
    public List<Integer> show(P peer, Bitfield peerHas, int wanted) {
        BitSet mine = shown.computeIfAbsent(peer, p -> new BitSet());
        List<Integer> news = new ArrayList<>();
        List<Integer> skipped = new ArrayList<>();
        while (mine.cardinality() < wanted && !unseen.isEmpty()) {
            int piece = unseen.poll();
            if (spread.get(piece)) {
                continue;
            }
            if (peerHas.get(piece)) {
                skipped.add(piece);
                continue;
            }
            mine.set(piece);
            news.add(piece);
        }
        skipped.forEach(unseen::addFirst);
        return news;
    }

    /** All of the piece was sent to this peer, or a peer says that it has it. */
    public void delivered(int piece) {
        spread.set(piece);
        shown.values().forEach(pieces -> pieces.clear(piece));
    }

    /** What a gone or stalled peer was shown and did not fetch is shown to others next. */
    public void withdraw(P peer) {
        BitSet pieces = shown.remove(peer);
        if (pieces != null) {
            for (int piece = pieces.length() - 1; piece >= 0; piece = pieces.previousSetBit(piece - 1)) {
                if (pieces.get(piece)) {
                    unseen.addFirst(piece);
                }
            }
        }
    }

    /** Whether this peer sees a piece that it has not fetched. */
    public boolean waitsFor(P peer) {
        return shown.containsKey(peer) && !shown.get(peer).isEmpty();
    }

    /** Whether each piece was shown to somebody, fetched or not. */
    public boolean hasShownAll() {
        return unseen.isEmpty();
    }

    /** Whether nothing that was shown is still to be fetched, either; then everybody may see everything. */
    public boolean isDone() {
        return hasShownAll() && shown.values().stream().allMatch(BitSet::isEmpty);
    }
}
