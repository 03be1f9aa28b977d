package org.ocsbt.downloader.torrent;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.piece.Bitfield;

/**
 * The way from the last written piece to a torrent that may be called finished: flushed, and read back where
 * that is asked for. Owned by the session's loop.
 */
final class Completion {
    /** What becomes of a torrent. */
    enum Phase {
        FETCHING, FLUSHING, READING_BACK, COMPLETE
    }

    private final PieceStore store;
    private final Bitfield stored;
    private final Bitfield wanted;
    private final boolean readBack;
    private final Consumer<Runnable> loop;
    private final BooleanSupplier failed;
    private final Runnable whenComplete;
    private Phase phase;
    private int readBackPieces;

    /**
     * @param stored pieces on the medium
     * @param wanted the pieces that make it whole
     * @param readBack everything is read back from the medium and compared before it is complete
     * @param loop brings replies of the disk to the session's loop
     * @param failed something went wrong since: nothing becomes complete any more
     */
    Completion(PieceStore store, Bitfield stored, Bitfield wanted, boolean readBack, Consumer<Runnable> loop,
            BooleanSupplier failed, Runnable whenComplete) {
        this.store = store;
        this.stored = stored;
        this.wanted = wanted;
        this.readBack = readBack;
        this.loop = loop;
        this.failed = failed;
        this.whenComplete = whenComplete;
        this.phase = stored.containsAll(wanted) ? Phase.COMPLETE : Phase.FETCHING;
    }

    Phase phase() {
        return phase;
    }

    boolean isComplete() {
        return phase == Phase.COMPLETE;
    }

    /** To be called when a piece has come to the medium: with the last one the flush begins. */
    void pieceAdded() {
        if (phase == Phase.FETCHING && stored.containsAll(wanted)) {
            phase = Phase.FLUSHING;
            store.flush(() -> loop.accept(this::flushed));
        }
    }

    private void flushed() {
        if (!readBack) {
            complete();
            return;
        }
        phase = Phase.READING_BACK;
        store.readBack(checked -> loop.accept(() -> {
            readBackPieces = checked;
            if (checked == stored.pieceCount()) {
                complete();
            }
        }));
    }

    private void complete() {
        if (!failed.getAsBoolean()) {
            phase = Phase.COMPLETE;
            whenComplete.run();
        }
    }

    /** How the reading back goes or went, in one line. */
    Optional<String> readBackNotice() {
        if (phase == Phase.READING_BACK) {
            return Optional.of("all is written; reading it back, "
                    + 10L * readBackPieces / stored.pieceCount() * 10 + " % done");
        }
        return phase == Phase.COMPLETE && readBackPieces > 0
                ? Optional.of("all of it was read back and is right") : Optional.empty();
    }
}
