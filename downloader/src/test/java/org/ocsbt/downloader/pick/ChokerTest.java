package org.ocsbt.downloader.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChokerTest {
    private static final long NOW = 100_000;
    private static final long TURN_BYTES = 1000;

    private record Candidate(String name, boolean isInterested, boolean isServed, long waitingSinceMillis,
            long bytesInThisTurn, long lastActiveMillis) implements Choker.Candidate {}

    private static Candidate waiting(String name, long since) {
        return new Candidate(name, true, false, since, 0, 0);
    }

    private static Candidate served(String name, long bytes, long lastActive) {
        return new Candidate(name, true, true, 0, bytes, lastActive);
    }

    private static Set<Candidate> choose(int slots, Candidate... peers) {
        return new Choker(slots, TURN_BYTES).choose(List.of(peers), NOW);
    }

    @Test
    void servesWhoWaitsLongestFirst() {
        Candidate late = waiting("late", 30);
        Candidate early = waiting("early", 10);
        Candidate middle = waiting("middle", 20);
        assertThat(choose(2, late, early, middle)).containsExactlyInAnyOrder(early, middle);
    }

    @Test
    void whoWantsNothingGetsNoSlotAndMakesRoomFirst() {
        Candidate bored = new Candidate("bored", false, true, 0, 0, NOW);
        Candidate away = new Candidate("away", false, false, 0, 0, 0);
        Candidate done = served("done", TURN_BYTES, NOW);
        Candidate eager = waiting("eager", 50);
        assertThat(choose(3, bored, away, eager)).containsExactlyInAnyOrder(bored, eager);
        assertThat(choose(2, done, bored, away, eager)).containsExactlyInAnyOrder(done, eager);
    }

    @Test
    void whoIsServedKeepsItsPlaceUntilItsTurnIsOver() {
        Candidate busy = served("busy", TURN_BYTES - 1, NOW);
        assertThat(choose(1, busy, waiting("next", 1))).containsExactly(busy);
    }

    @Test
    void aTurnEndsAfterItsBytesIfSomebodyWaits() {
        Candidate done = served("done", TURN_BYTES, NOW);
        Candidate next = waiting("next", 1);
        assertThat(choose(1, done, next)).containsExactly(next);
        assertThat(choose(1, done)).containsExactly(done);
        assertThat(choose(2, done, next)).containsExactlyInAnyOrder(done, next);
    }

    @Test
    void onlyAsManyMakeRoomAsWait() {
        Candidate most = served("most", 3 * TURN_BYTES, NOW);
        Candidate more = served("more", 2 * TURN_BYTES, NOW);
        Candidate next = waiting("next", 1);
        assertThat(choose(2, more, most, next)).containsExactlyInAnyOrder(more, next);
    }

    @Test
    void whoAsksForNothingMakesRoom() {
        Candidate idle = served("idle", 0, NOW - Choker.IDLE_MILLIS - 1);
        Candidate next = waiting("next", 1);
        assertThat(choose(1, idle, next)).containsExactly(next);
        assertThat(choose(1, served("active", 0, NOW - Choker.IDLE_MILLIS), next)).doesNotContain(next);
    }

    @Test
    void neverServesMoreThanThereAreSlots() {
        Candidate[] crowd = new Candidate[50];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = i < 5 ? served("s" + i, i * 400L, NOW - i * 400L) : waiting("w" + i, i);
        }
        assertThat(choose(5, crowd)).hasSize(5);
    }
}
