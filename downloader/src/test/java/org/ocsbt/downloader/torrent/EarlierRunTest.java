package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ocsbt.piece.Bitfield;

/** A medium, and a network that delivers one piece after the other while it is looked at. */
class EarlierRunTest {
    private static final int PIECES = 640;
    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 300;

    /** One run from the first look to the last piece. */
    private static final class Play {
        private final Bitfield onMedium = new Bitfield(PIECES);
        private final Bitfield have = new Bitfield(PIECES);
        private final Deque<Runnable> looks = new ArrayDeque<>();
        private final List<Integer> looked = new ArrayList<>();
        private final List<Integer> fetched = new ArrayList<>();
        private final Fetching fetching;
        private final EarlierRun earlierRun;
        private final List<Integer> network = new ArrayList<>(IntStream.range(0, PIECES).boxed().toList());
        private int mostAtOnce;

        Play(long seed, int percentThere) {
            Random random = new Random(seed);
            List<Integer> all = new ArrayList<>(network);
            Collections.shuffle(all, random);
            all.subList(0, PIECES * percentThere / 100).forEach(onMedium::set);
            Collections.shuffle(network, random);
            fetching = new Fetching(new NoMemory(), have, new Bitfield(PIECES), Bitfield.full(PIECES), false,
                    List.of(), 5, random, () -> 0);
            earlierRun = new EarlierRun(PIECES, fetching, (piece, reply) -> {
                looked.add(piece);
                looks.add(() -> reply.accept(onMedium.get(piece)));
                mostAtOnce = Math.max(mostAtOnce, looks.size());
            }, AT_ONCE, fetching::here, random);
        }

        /** A look takes as long as {@code fetchesPerLook} fetches. */
        Play play(int fetchesPerLook) {
            earlierRun.look();
            for (int time = 1; !have.isFull(); time++) {
                assertThat(time).isLessThan(100 * PIECES);
                if (!looks.isEmpty() && (time % fetchesPerLook == 0 || !fetchOne())) {
                    looks.remove().run();
                } else {
                    fetchOne();
                }
            }
            while (!looks.isEmpty()) {
                looks.remove().run();
            }
            return this;
        }

        private boolean fetchOne() {
            for (int i = 0; i < network.size(); i++) {
                int piece = network.get(i);
                if (fetching.reserve(piece)) { // takes it, as a peer that delivers it does
                    network.remove(i);
                    fetched.add(piece);
                    fetching.here(piece);
                    earlierRun.fetched();
                    return true;
                }
            }
            return false;
        }

        int fetchedInVain() {
            return (int) fetched.stream().filter(onMedium::get).count();
        }
    }

    @Test
    void ofAnEarlierRunHoweverShortOnlyAFewPiecesAreFetchedAgain() {
        for (int percent : new int[] {1, 2, 5, 10, 30}) {
            int inVain = 0;
            for (int seed = 0; seed < ROUNDS; seed++) {
                inVain += new Play(seed, percent).play(3).fetchedInVain();
            }
            assertThat((double) inVain / ROUNDS).as("%d %% were there", percent).isLessThan(EarlierRun.FETCHED_PER_LOOK);
        }
    }

    @Test
    void ofAnAlmostFinishedRunNothingIsFetchedAgain() {
        Play play = new Play(1, 99).play(2);
        assertThat(play.fetchedInVain()).isZero();
        assertThat(play.fetched).hasSize(PIECES - PIECES * 99 / 100);
        assertThat(play.earlierRun.outcome()).contains("633 of 640 pieces were on the target already; the rest is fetched");
    }

    @Test
    void ofADiskFullOfSomethingElseAnEighthIsReadAtMost() {
        Play play = new Play(1, 0).play(3);
        assertThat(play.looked).hasSizeLessThanOrEqualTo(EarlierRun.DRAWN + PIECES / EarlierRun.FETCHED_PER_LOOK);
        assertThat(play.looked).doesNotHaveDuplicates();
        assertThat(play.earlierRun.outcome()).isEmpty();
    }

    @Test
    void afterTheFirstFindAllIsReadInOrderAndWithAllThreads() {
        Play play = new Play(1, 50).play(1);
        List<Integer> afterTheDraw = play.looked.subList(EarlierRun.DRAWN, play.looked.size());
        assertThat(afterTheDraw).isSorted();
        assertThat(play.looked).doesNotHaveDuplicates();
        assertThat(play.mostAtOnce).isEqualTo(AT_ONCE);
    }

    @Test
    void nothingIsFetchedBeforeItWasLookedAtOnceSomethingWasFound() {
        Play play = new Play(1, 50);
        play.earlierRun.look();
        while (play.earlierRun.outcome().isEmpty()) {
            play.looks.remove().run();
        }
        while (play.fetchOne()) {
            assertThat(play.looked).contains(play.fetched.get(play.fetched.size() - 1));
        }
        assertThat(play.fetched).hasSizeLessThan(EarlierRun.DRAWN);
    }
}
