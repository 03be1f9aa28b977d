package org.ocsbt.downloader.torrent;

import java.util.function.Consumer;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.Bitfield;

/**
 * Which pieces are here: what the disk says of them, and what follows from it for a torrent. A piece is served as soon as it
 * is verified, so that others need not wait for this client's disk; only what the disk has taken counts towards the end.
 * Owned by the torrent's loop.
 */
final class Holdings {
    private final Bitfield have;
    private final Bitfield stored;
    private final Fetching fetching;
    private final Serving serving;
    private final Swarm swarm;
    private final EarlierRun earlierRun;
    private final Completion completion;
    private final Consumer<String> onFailure;
    private int lostPieces;

    /**
     * @param have verified pieces, in memory or on the medium; {@code fetching} adds to it
     * @param stored those of them that are on the medium
     * @param onFailure told what the medium did not do
     */
    Holdings(Bitfield have, Bitfield stored, Fetching fetching, Serving serving, Swarm swarm, EarlierRun earlierRun,
            Completion completion, Consumer<String> onFailure) {
        this.have = have;
        this.stored = stored;
        this.fetching = fetching;
        this.serving = serving;
        this.swarm = swarm;
        this.earlierRun = earlierRun;
        this.completion = completion;
        this.onFailure = onFailure;
    }

    void arriving(int pieceIndex) {
        fetching.arriving(pieceIndex);
    }

    void verified(int pieceIndex) {
        fetching.verified(pieceIndex);
    }

    void written(int pieceIndex) {
        fetching.written(pieceIndex);
        earlierRun.fetched();
        store(pieceIndex);
    }

    /** It was on the medium before. */
    void found(int pieceIndex) {
        fetching.here(pieceIndex);
        store(pieceIndex);
    }

    private void store(int pieceIndex) {
        stored.set(pieceIndex);
        completion.pieceAdded();
    }

    void corrupt(PieceDownload download) {
        Peer culprit = fetching.corrupt(download);
        if (culprit != null && !culprit.warned && fetching.isOnlySource(culprit, download.pieceIndex())) {
            // Nobody else could be asked, and the fault may have been in between: once more.
            culprit.warned = true;
        } else if (culprit != null) {
            swarm.ban(culprit, "it sent wrong data for piece " + download.pieceIndex(), Torrent.nowMillis());
        }
        fetching.feedAll();
    }

    void failed(String reason) {
        onFailure.accept(reason);
    }

    /** It was verified, and the medium did not take it: served no longer. */
    void dropped(int pieceIndex) {
        have.remove(pieceIndex);
        serving.lost(pieceIndex);
    }

    /** It was on the medium and is not any more: it is served no longer, and all that is left still is. */
    void lost(int pieceIndex, String reason) {
        if (stored.remove(pieceIndex)) {
            dropped(pieceIndex);
            lostPieces++;
            onFailure.accept("piece " + pieceIndex + " is lost: " + reason);
        }
    }

    /** Pieces that the medium held and lost. */
    int lostPieces() {
        return lostPieces;
    }
}
