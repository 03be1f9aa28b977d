package org.ocsbt.downloader.torrent;

import java.util.HashSet;
import java.util.Set;
import org.ocsbt.downloader.pick.PieceDownload;

/** A piece that has been begun. Owned by the torrent's loop. */
final class BegunPiece {
    final PieceDownload download;
    /** Peers that were given blocks of it. */
    final Set<Peer> sources = new HashSet<>();
    private final boolean fromOneSource;
    /** When blocks of it were last taken from one peer for another. */
    long lastCutMillis;
    private boolean spoilt;
    /** For whom they were taken; null once it has been asked. */
    Peer heir;

    /** @param fromOneSource it was corrupt with several sources: one alone this time, to find the liar */
    BegunPiece(PieceDownload download, boolean fromOneSource) {
        this.download = download;
        this.fromOneSource = fromOneSource;
    }

    int index() {
        return download.pieceIndex();
    }

    /**
     * Whether this peer may be given blocks of it. One that has only promised the piece is whom it is begun with, or no source
     * of it: two that promise it to each other would wait for ever.
     */
    boolean mayJoin(Peer peer) {
        if (spoilt) {
            return false;
        }
        return sources.contains(peer) || peer.pieces.get(index()) && (!fromOneSource || sources.isEmpty());
    }

    /** How long the rest takes at its sources' rates, in milliseconds; 0 where they have been at it for too short to tell. */
    long restMillis() {
        long bytesPerSecond = 0;
        for (Peer source : sources) {
            bytesPerSecond += source.downloadRate.bytesPerSecond();
        }
        long restBytes = download.lengthBytes() - download.receivedBytes();
        return bytesPerSecond == 0 ? 0 : restBytes * 1000 / bytesPerSecond;
    }

    /** A source says that what it has sent may be wrong: nobody is asked for more. */
    void spoil() {
        spoilt = true;
        sources.forEach(source -> source.connection.withdraw(download, 0));
    }

    boolean isSpoilt() {
        return spoilt;
    }

    /** Whether nobody is asked for more of it, and nothing of it is on its way. */
    boolean isSpoiltAndIdle() {
        return spoilt && !download.isComplete() && download.isIdle();
    }

    /** Whether nobody delivers it now or could at once, so that its memory is held in vain. */
    boolean isStranded(Iterable<Peer> peers, long nowMillis) {
        if (download.isComplete() || !download.isIdle()) {
            return false;
        }
        for (Peer peer : peers) {
            if (peer.canDeliver(nowMillis) && mayJoin(peer)) {
                return false;
            }
        }
        return true;
    }

    boolean isFromOneSource() {
        return fromOneSource;
    }
}
