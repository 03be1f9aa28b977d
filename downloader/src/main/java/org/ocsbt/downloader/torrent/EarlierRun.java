package org.ocsbt.downloader.torrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Finds what an earlier run, cut short, has left on the medium, so that only the rest is fetched. Fetching
 * goes on meanwhile: a piece is only kept out of it while it is looked at.
 *
 * <p>A disk full of something else would be read in vain, so a few pieces drawn by lot decide: only if one
 * of them is there, all are looked at. After a run that was one third done, eight miss it once in 25 times.
 * Owned by the torrent's loop.
 */
final class EarlierRun {
    private static final int DRAWN = 8;
    private static final int AT_ONCE = 2;

    /** Looks at a piece and answers on the torrent's loop. */
    interface Look {
        void at(int pieceIndex, Consumer<Boolean> reply);
    }

    private final Fetching fetching;
    private final Look look;
    private final IntConsumer onFound;
    /** Still to be looked at, the next one last. */
    private final List<Integer> pieces = new ArrayList<>();
    private int looked;
    private int found;

    /** @param onFound told of each piece that is there */
    EarlierRun(int pieceCount, Fetching fetching, Look look, IntConsumer onFound, Random random) {
        this.fetching = fetching;
        this.look = look;
        this.onFound = onFound;
        for (int piece = 0; piece < pieceCount; piece++) {
            pieces.add(piece);
        }
        Collections.shuffle(pieces, random);
    }

    /** Begins to look. */
    void look() {
        for (int i = 0; i < AT_ONCE; i++) {
            next();
        }
    }

    private void next() {
        while (!pieces.isEmpty() && (found > 0 || looked < DRAWN)) {
            int piece = pieces.remove(pieces.size() - 1);
            if (fetching.reserve(piece)) {
                looked++;
                look.at(piece, here -> answered(piece, here));
                return;
            }
        }
    }

    private void answered(int piece, boolean here) {
        if (here) {
            if (found++ == 0) {
                // From here on the whole medium is read: in its own order.
                pieces.sort(Collections.reverseOrder());
            }
            onFound.accept(piece);
        } else {
            fetching.unreserve(piece);
        }
        next();
    }
}
