package org.ocsbt.downloader.torrent;

import java.util.BitSet;
import java.util.Collection;
import org.ocsbt.downloader.disk.PieceMemory;

/**
 * Which written pieces stay in memory: those that a neighbour will ask for. As soon as none lacks a piece its memory is used
 * again, which costs less than new memory. Owned by the torrent's loop.
 */
final class Retention {
    private final PieceMemory memory;
    private final Collection<Peer> peers;
    private final BitSet kept = new BitSet();

    /** @param peers the connected ones, kept by the torrent */
    Retention(PieceMemory memory, Collection<Peer> peers) {
        this.memory = memory;
        this.peers = peers;
    }

    /** The piece is on the medium, and still in memory. */
    void written(int piece) {
        kept.set(piece);
        review(piece);
    }

    /** One more of the peers has the piece. */
    void peerHas(int piece) {
        if (kept.get(piece)) {
            review(piece);
        }
    }

    /** A peer left that may have been the last to need some of the pieces. */
    void peerGone() {
        for (int piece = kept.nextSetBit(0); piece >= 0; piece = kept.nextSetBit(piece + 1)) {
            review(piece);
        }
    }

    private void review(int piece) {
        for (Peer peer : peers) {
            if (mayAskFor(peer, piece)) {
                return;
            }
        }
        kept.clear(piece);
        memory.release(piece);
    }

    /** A first seeder shows little of what it has; who has nothing at all yet is no seeder. */
    private static boolean mayAskFor(Peer peer, int piece) {
        return !peer.pieces.get(piece) && (!peer.isSeed() || peer.pieces.isEmpty());
    }
}
