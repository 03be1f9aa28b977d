package org.ocsbt.downloader.torrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Finds what an earlier run, cut short, or an earlier image has left on the medium, so that only the rest is
 * fetched: no piece is asked of anybody before it was looked at. What is missing is fetched meanwhile.
 *
 * <p>A disk full of something else would be read in vain, so a few pieces drawn by lot decide: only if one
 * of them is there, all are looked at, in the medium's own order. After a run that was one third done, twelve
 * miss it once in 130 times. Blank pieces cost almost nothing. Owned by the torrent's loop.
 */
final class EarlierRun {
    private static final int DRAWN = 12;
    /** In steps of this many percent people hear of the progress. */
    private static final int STEP_PERCENT = 10;

    /** Looks at a piece and answers on the torrent's loop. */
    interface Look {
        void at(int pieceIndex, Consumer<Boolean> reply);
    }

    private final Fetching fetching;
    private final Look look;
    private final IntConsumer onFound;
    private final int atOnce;
    /** Reserved, and still to be looked at, the next one last. */
    private final List<Integer> pieces = new ArrayList<>();
    private int toLookAt;
    private int begun;
    private int answered;
    private int found;

    /**
     * @param atOnce pieces looked at at the same time
     * @param onFound told of each piece that is there
     */
    EarlierRun(int pieceCount, Fetching fetching, Look look, int atOnce, IntConsumer onFound, Random random) {
        this.fetching = fetching;
        this.look = look;
        this.atOnce = atOnce;
        this.onFound = onFound;
        for (int piece = 0; piece < pieceCount; piece++) {
            pieces.add(piece);
        }
        Collections.shuffle(pieces, random);
    }

    /** Begins to look. */
    void look() {
        pieces.removeIf(piece -> !fetching.reserve(piece));
        toLookAt = pieces.size();
        for (int i = 0; i < atOnce; i++) {
            next();
        }
    }

    private void next() {
        if (!pieces.isEmpty() && (found > 0 || begun < DRAWN)) {
            begun++;
            int piece = pieces.remove(pieces.size() - 1);
            look.at(piece, here -> answered(piece, here));
        }
    }

    private void answered(int piece, boolean here) {
        answered++;
        if (here) {
            if (found++ == 0) {
                // From here on the whole medium is read: in its own order.
                pieces.sort(Collections.reverseOrder());
            }
            onFound.accept(piece);
        } else {
            fetching.unreserve(List.of(piece));
        }
        if (found == 0 && answered == DRAWN) {
            fetching.unreserve(pieces);
            pieces.clear();
        }
        next();
    }

    /** What came of it so far, in a line; empty while nothing was found. */
    Optional<String> outcome() {
        if (found == 0) {
            return Optional.empty();
        }
        if (answered == toLookAt) {
            return Optional.of(found + " of " + toLookAt + " pieces were on the target already; the rest is fetched");
        }
        int percent = (int) (100L * answered / toLookAt) / STEP_PERCENT * STEP_PERCENT;
        return Optional.of("the target holds pieces already; looking for more, " + percent + " % done");
    }
}
