package org.ocsbt.downloader.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChokerTest {
    private static final long NOW = 100_000;
    private static final long TURN_BYTES = 1000;

    private record Candidate(String name, boolean isInterested, boolean isServed, int pieceCount,
            boolean waitsForBlocks, long waitingSinceMillis, long bytesInThisTurn, long lastActiveMillis)
            implements Choker.Candidate {}

    private static Candidate waiting(String name, int pieces, long since) {
        return new Candidate(name, true, false, pieces, false, since, 0, 0);
    }

    private static Candidate served(String name, int pieces, long bytes, boolean waitsForBlocks) {
        return new Candidate(name, true, true, pieces, waitsForBlocks, 0, bytes, NOW);
    }

    private static Set<Candidate> choose(int slots, Candidate... peers) {
        return new Choker(slots, TURN_BYTES).choose(List.of(peers), NOW);
    }

    @Test
    void servesWhoHasTheFewestPiecesFirst() {
        Candidate many = waiting("many", 30, 1);
        Candidate few = waiting("few", 10, 3);
        Candidate some = waiting("some", 20, 2);
        assertThat(choose(2, many, few, some)).containsExactlyInAnyOrder(few, some);
    }

    @Test
    void amongEqualsServesWhoWaitsLongest() {
        Candidate late = waiting("late", 5, 30);
        Candidate early = waiting("early", 5, 10);
        assertThat(choose(1, late, early)).containsExactly(early);
    }

    @Test
    void whoWantsNothingGetsNoSlotAndMakesRoomFirst() {
        Candidate bored = new Candidate("bored", false, true, 1, true, 0, 0, NOW);
        Candidate away = new Candidate("away", false, false, 0, false, 0, 0, 0);
        Candidate done = served("done", 60, TURN_BYTES, false);
        Candidate eager = waiting("eager", 50, 1);
        assertThat(choose(3, bored, away, eager)).containsExactlyInAnyOrder(bored, eager);
        assertThat(choose(2, done, bored, away, eager)).containsExactlyInAnyOrder(done, eager);
    }

    @Test
    void whoIsServedKeepsItsPlaceUntilItsTurnIsOver() {
        Candidate busy = served("busy", 60, TURN_BYTES - 1, false);
        assertThat(choose(1, busy, waiting("next", 1, 1))).containsExactly(busy);
    }

    @Test
    void aTurnEndsAfterItsBytesIfSomebodyWithFewerPiecesWaits() {
        Candidate done = served("done", 60, TURN_BYTES, false);
        Candidate poorer = waiting("poorer", 59, 1);
        Candidate equal = waiting("equal", 60, 1);
        assertThat(choose(1, done, poorer)).containsExactly(poorer);
        assertThat(choose(1, done, equal)).containsExactly(done);
        assertThat(choose(1, done)).containsExactly(done);
        assertThat(choose(2, done, poorer)).containsExactlyInAnyOrder(done, poorer);
    }

    @Test
    void aTurnDoesNotEndWhileBlocksAreAskedFor() {
        Candidate asking = served("asking", 60, 10 * TURN_BYTES, true);
        assertThat(choose(1, asking, waiting("next", 1, 1))).containsExactly(asking);
    }

    @Test
    void onlyAsManyMakeRoomAsWait() {
        Candidate most = served("most", 90, TURN_BYTES, false);
        Candidate more = served("more", 80, TURN_BYTES, false);
        Candidate next = waiting("next", 1, 1);
        assertThat(choose(2, more, most, next)).containsExactlyInAnyOrder(more, next);
    }

    @Test
    void whoAsksForNothingMakesRoomForAnybody() {
        Candidate idle = new Candidate("idle", true, true, 1, true, 0, 0, NOW - Choker.IDLE_MILLIS - 1);
        Candidate active = new Candidate("active", true, true, 1, true, 0, 0, NOW - Choker.IDLE_MILLIS);
        Candidate next = waiting("next", 50, 1);
        assertThat(choose(1, idle, next)).containsExactly(next);
        assertThat(choose(1, active, next)).containsExactly(active);
    }

    @Test
    void neverServesMoreThanThereAreSlots() {
        Candidate[] crowd = new Candidate[50];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = i < 5 ? served("s" + i, 100, i * 400L, false) : waiting("w" + i, i, i);
        }
        assertThat(choose(5, crowd)).hasSize(5);
    }
}
