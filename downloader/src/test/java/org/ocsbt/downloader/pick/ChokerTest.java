package org.ocsbt.downloader.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChokerTest {
    private static final long NOW = 100_000;
    private static final int BEHIND = Choker.STRAGGLING_PIECES + 1;

    private record Candidate(String name, boolean isInterested, boolean isServed, boolean isSlow, int pieceCount,
            boolean isBetweenPieces, int lot, boolean waitsForBlocks, long lastActiveMillis)
            implements Choker.Candidate {
        private Candidate slow() {
            return new Candidate(name, isInterested, isServed, true, pieceCount, isBetweenPieces, lot,
                    waitsForBlocks, lastActiveMillis);
        }

        private Candidate bored() {
            return new Candidate(name, false, isServed, isSlow, pieceCount, isBetweenPieces, lot,
                    waitsForBlocks, lastActiveMillis);
        }

        private Candidate activeAt(long millis) {
            return new Candidate(name, isInterested, isServed, isSlow, pieceCount, isBetweenPieces, lot,
                    waitsForBlocks, millis);
        }

        private Candidate waitingForBlocks() {
            return new Candidate(name, isInterested, isServed, isSlow, pieceCount, isBetweenPieces, lot, true,
                    lastActiveMillis);
        }
    }

    private static Candidate waiting(String name, int pieces) {
        return new Candidate(name, true, false, false, pieces, true, 0, false, 0);
    }

    private static Candidate served(String name, int pieces, boolean betweenPieces) {
        return new Candidate(name, true, true, false, pieces, betweenPieces, 0, false, NOW);
    }

    private static Set<Candidate> choose(int slots, int most, Candidate... peers) {
        return new Choker(slots, most).choose(List.of(peers), true, Choker.IDLE_MILLIS, NOW);
    }

    @Test
    void aFreeSlotGoesToWhoHasTheFewestPieces() {
        Candidate many = waiting("many", 30);
        Candidate few = waiting("few", 20);
        Candidate some = waiting("some", 25);
        assertThat(choose(2, 2, many, few, some)).containsExactlyInAnyOrder(few, some);
    }

    @Test
    void aLotDecidesBetweenEquals() {
        Candidate one = new Candidate("one", true, false, false, 5, true, 30, false, 0);
        Candidate other = new Candidate("other", true, false, false, 5, true, -10, false, 0);
        assertThat(choose(1, 1, one, other)).containsExactly(other);
    }

    @Test
    void whoIsServedKeepsItsSlotFromWhoIsNotFarBehind() {
        Candidate served = served("served", 60, true);
        assertThat(choose(1, 5, served, waiting("next", 60 - Choker.STRAGGLING_PIECES))).containsExactly(served);
    }

    @Test
    void whoWantsNothingGetsNoSlotAndMakesRoomForWhoDoes() {
        Candidate bored = served("bored", 1, true).bored();
        Candidate away = waiting("away", 0).bored();
        Candidate busy = served("busy", 50, false);
        Candidate eager = waiting("eager", 50);
        assertThat(choose(3, 3, bored, away, eager)).containsExactlyInAnyOrder(bored, eager);
        assertThat(choose(2, 2, busy, bored, away, eager)).containsExactlyInAnyOrder(busy, eager);
        assertThat(choose(2, 2, busy, bored)).containsExactlyInAnyOrder(busy, bored);
    }

    @Test
    void whoAsksForNothingMakesRoomForAnybody() {
        Candidate idle = served("idle", 1, false).activeAt(NOW - Choker.IDLE_MILLIS - 1);
        Candidate active = served("active", 1, false).activeAt(NOW - Choker.IDLE_MILLIS);
        Candidate next = waiting("next", 50);
        assertThat(choose(1, 1, idle, next)).containsExactly(next);
        assertThat(choose(1, 1, active, next)).containsExactly(active);
    }

    @Test
    void whoWaitsForWhatItAskedForKeepsItsSlotForLonger() {
        Candidate patient = served("patient", 1, false).waitingForBlocks();
        Candidate waits = patient.activeAt(NOW - Choker.STALLED_MILLIS);
        Candidate stalled = patient.activeAt(NOW - Choker.STALLED_MILLIS - 1);
        Candidate next = waiting("next", 50);
        assertThat(choose(1, 1, waits, next)).containsExactly(waits);
        assertThat(choose(1, 1, stalled, next)).containsExactly(next);
    }

    @Test
    void aStragglerIsServedBesideTheOthersUntilItHasBegun() {
        Candidate rich = served("rich", 60, true);
        Candidate straggler = waiting("straggler", 60 - BEHIND);
        assertThat(choose(1, 2, rich, straggler)).containsExactlyInAnyOrder(rich, straggler);
        Candidate granted = served("straggler", 60 - BEHIND, true);
        assertThat(choose(1, 2, rich, granted)).containsExactlyInAnyOrder(rich, granted);
        Candidate begun = served("straggler", 60 - BEHIND, false);
        assertThat(choose(1, 2, rich, begun)).containsExactly(begun);
        Candidate richInMidst = served("rich", 60, false);
        assertThat(choose(1, 2, richInMidst, begun)).containsExactlyInAnyOrder(richInMidst, begun);
    }

    @Test
    void aStragglerThatWantsNothingAfterAllLosesItsSlot() {
        Candidate rich = served("rich", 60, true);
        assertThat(choose(1, 2, rich, served("straggler", 1, true).bored())).containsExactly(rich);
    }

    @Test
    void whereNoMoreAreAllowedAStragglerTakesTheRichestOnesSlotBetweenPieces() {
        Candidate straggler = waiting("straggler", 60 - BEHIND);
        Candidate poorer = served("poorer", 59, true);
        Candidate between = served("rich", 60, true);
        assertThat(choose(2, 2, between, poorer, straggler)).containsExactlyInAnyOrder(poorer, straggler);
        Candidate inMidst = served("rich", 60, false);
        assertThat(choose(2, 2, inMidst, poorer, straggler)).containsExactlyInAnyOrder(inMidst, poorer);
    }

    @Test
    void nobodyIsFavouredIfThatIsNotWanted() {
        Candidate rich = served("rich", 60, true);
        Candidate straggler = waiting("straggler", 1);
        assertThat(new Choker(1, 2).choose(List.of(rich, straggler), false, Choker.IDLE_MILLIS, NOW)).containsExactly(rich);
    }

    @Test
    void whoIsSlowHoldsNoSlotAndMakesRoomWhereNoMoreAreAllowed() {
        Candidate slow = served("slow", 1, false).slow();
        Candidate next = waiting("next", 50);
        assertThat(choose(1, 2, slow, next)).containsExactlyInAnyOrder(slow, next);
        assertThat(choose(1, 1, slow, next)).containsExactly(next);
    }

    @Test
    void whoIsSlowIsServedWhenNobodyElseWaits() {
        Candidate slow = waiting("slow", 1).slow();
        Candidate rich = served("rich", 60, true);
        assertThat(choose(1, 5, slow, rich)).containsExactly(rich);
        assertThat(choose(2, 5, slow, rich)).containsExactlyInAnyOrder(slow, rich);
        assertThat(choose(1, 5, slow, waiting("next", 70))).hasSize(1).doesNotContain(slow);
    }

    @Test
    void neverServesMoreThanAreAllowed() {
        Candidate[] crowd = new Candidate[50];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = i < 5 ? served("s" + i, 100, i % 2 == 0) : waiting("w" + i, i);
        }
        assertThat(choose(5, 5, crowd)).hasSize(5);
        assertThat(choose(5, 6, crowd)).hasSize(6);
    }
}
