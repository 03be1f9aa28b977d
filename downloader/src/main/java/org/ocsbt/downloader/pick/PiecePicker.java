package org.ocsbt.downloader.pick;

import java.util.BitSet;
import java.util.Random;
import org.ocsbt.piece.Bitfield;

/**
 * Chooses the next piece to begin: the one that the fewest peers have, by lot among equals, or the lowest
 * one. Owned by one torrent's loop; does no I/O, and the random source is given.
 */
public final class PiecePicker {
    public static final int NONE = -1;

    private final int pieceCount;
    private final boolean sequential;
    private final Random random;
    private final int[] availability;
    /** Pieces nobody has begun to fetch. */
    private final BitSet wanted;

    /**
     * @param have pieces that need no fetching
     * @param sequential lowest piece first instead of rarest first
     */
    public PiecePicker(Bitfield have, boolean sequential, Random random) {
        this.pieceCount = have.pieceCount();
        this.sequential = sequential;
        this.random = random;
        this.availability = new int[pieceCount];
        this.wanted = new BitSet(pieceCount);
        for (int piece = 0; piece < pieceCount; piece++) {
            wanted.set(piece, !have.get(piece));
        }
    }

    /** Whether there is a piece that nobody has begun to fetch. */
    public boolean hasUnbegun() {
        return !wanted.isEmpty();
    }

    /** Whether this piece is missing and nobody has begun to fetch it. */
    public boolean isUnbegun(int piece) {
        return wanted.get(piece);
    }

    /** Whether a peer that has {@code offered} has something that nobody has begun to fetch. */
    public boolean isUnbegunAmong(Bitfield offered) {
        int piece = wanted.nextSetBit(0);
        while (piece >= 0 && !offered.get(piece)) {
            piece = wanted.nextSetBit(piece + 1);
        }
        return piece >= 0;
    }

    /** One more peer has this piece. */
    public void peerHas(int piece) {
        availability[piece]++;
    }

    /** A peer does not have this piece after all. */
    public void peerLacks(int piece) {
        availability[piece]--;
    }

    /** A peer with these pieces is gone. */
    public void peerGone(Bitfield pieces) {
        for (int piece = 0; piece < pieceCount; piece++) {
            if (pieces.get(piece)) {
                peerLacks(piece);
            }
        }
    }

    /** How many connected peers have this piece. */
    public int availability(int piece) {
        return availability[piece];
    }

    /**
     * Takes the next piece to begin from a peer that has {@code offered}; it is not chosen again before
     * {@link #putBack}. {@link #NONE} if that peer has nothing that is still to be begun.
     */
    public int take(Bitfield offered) {
        int best = NONE;
        int ties = 0;
        for (int piece = wanted.nextSetBit(0); piece >= 0; piece = wanted.nextSetBit(piece + 1)) {
            if (!offered.get(piece)) {
                continue;
            }
            if (sequential) {
                best = piece;
                break;
            }
            if (best == NONE || availability[piece] < availability[best]) {
                best = piece;
                ties = 1;
            } else if (availability[piece] == availability[best] && random.nextInt(++ties) == 0) {
                best = piece;
            }
        }
        if (best != NONE) {
            wanted.clear(best);
        }
        return best;
    }

    /** Takes this piece, as {@link #take} does; false if it is begun or here already. */
    public boolean takeExactly(int piece) {
        boolean free = wanted.get(piece);
        wanted.clear(piece);
        return free;
    }

    /** The piece must be fetched again after all. */
    public void putBack(int piece) {
        wanted.set(piece);
    }
}
