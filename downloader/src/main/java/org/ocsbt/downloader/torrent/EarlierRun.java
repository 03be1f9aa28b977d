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
 * fetched. A disk full of something else would be read in vain, and reading it holds up the writing. So:
 *
 * <ol>
 *   <li>a few pieces, by lot, are looked at before anything is fetched;
 *   <li>if none of them is there, fetching begins, and one more piece is looked at, by lot, for every few that are
 *       fetched: an eighth is read in vain at most, and of an earlier run's pieces fewer than eight are fetched
 *       again on average before one is found, whether it had a hundredth or a half of them (EarlierRunTest);
 *   <li>once one was found, all that is not fetched yet is looked at first, in the medium's own order, with all
 *       threads; what is missing is fetched meanwhile.
 * </ol>
 *
 * Blank pieces cost almost nothing. Owned by the torrent's loop.
 */
final class EarlierRun {
    /** Before anything is fetched. */
    static final int DRAWN = 12;
    /** Pieces to be fetched before another one is looked at. */
    static final int FETCHED_PER_LOOK = 8;
    /** In steps of this many percent people hear of the progress. */
    private static final int STEP_PERCENT = 10;

    /** Looks at a piece and answers on the torrent's loop. */
    interface Look {
        void at(int pieceIndex, Consumer<Boolean> reply);
    }

    private enum Step { DRAWING, SAMPLING, READING_ALL }

    private final Fetching fetching;
    private final Look look;
    private final IntConsumer onFound;
    private final int atOnce;
    /** Still to be looked at, the next one last; reserved, but for {@link Step#SAMPLING}. */
    private final List<Integer> pieces = new ArrayList<>();
    private Step step = Step.DRAWING;
    private int toLookAt;
    private int begun;
    private int answered;
    private int found;
    private int fetchedSinceLook;

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
        reserveAll();
        lookAtMore();
    }

    private void reserveAll() {
        pieces.removeIf(piece -> !fetching.reserve(piece));
        toLookAt = begun + pieces.size();
    }

    private void lookAtMore() {
        while (mayLook() && begun - answered < atOnce) {
            lookAt(pieces.remove(pieces.size() - 1));
        }
    }

    private boolean mayLook() {
        return !pieces.isEmpty() && (step == Step.READING_ALL || step == Step.DRAWING && begun < DRAWN);
    }

    private void lookAt(int piece) {
        begun++;
        look.at(piece, here -> answered(piece, here));
    }

    private void answered(int piece, boolean here) {
        answered++;
        if (here) {
            found++;
            onFound.accept(piece);
        } else {
            fetching.unreserve(List.of(piece));
        }
        if (here && step != Step.READING_ALL) {
            readAll();
        } else if (step == Step.DRAWING && answered == DRAWN) {
            step = Step.SAMPLING;
            fetching.unreserve(pieces);
        }
        lookAtMore();
    }

    private void readAll() {
        if (step == Step.SAMPLING) {
            reserveAll();
        }
        step = Step.READING_ALL;
        pieces.sort(Collections.reverseOrder());
    }

    /** A piece was fetched and written. */
    void fetched() {
        if (step == Step.SAMPLING && ++fetchedSinceLook >= FETCHED_PER_LOOK) {
            fetchedSinceLook = 0;
            lookAtOneThatIsMissing();
        }
    }

    private void lookAtOneThatIsMissing() {
        while (!pieces.isEmpty()) {
            int piece = pieces.remove(pieces.size() - 1);
            if (fetching.reserve(piece)) {
                lookAt(piece);
                return;
            }
        }
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
