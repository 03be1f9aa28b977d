package org.ocsbt.downloader.torrent;

import java.util.Collection;

/**
 * What a torrent's connected peers are like together, by which a single one is judged. Loops without streams, as most of it is
 * interpreted. On the torrent's loop.
 */
final class Neighbours {
    private Neighbours() {}

    /** How many pieces those have on average that fetch, too; 0 if there is nobody. */
    static double usualPieces(Collection<Peer> peers) {
        int count = 0;
        int pieces = 0;
        for (Peer peer : peers) {
            if (!peer.isSeed()) {
                count++;
                pieces += peer.pieceCount();
            }
        }
        return count == 0 ? 0 : (double) pieces / count;
    }

    /** The highest rate at which one of them ever delivered, in bytes per second. */
    static long bestDownload(Collection<Peer> peers) {
        long best = 0;
        for (Peer peer : peers) {
            best = Math.max(best, peer.downloadRate.best());
        }
        return best;
    }
}
