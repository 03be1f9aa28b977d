package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Peers that send nothing: what they owe goes to others. */
class ReliefTest extends ReliefStage {
    @Test
    void aSilentPeerIsRelievedAfterThreeSecondsAndRests() throws Exception {
        Peer silent = peer(0, 1, 2);
        peer(0, 2);
        begin(0, silent);
        begin(1, silent);
        relief.relieve(false, now + 3000);
        awaitLoop();
        assertThat(returned).isEmpty();
        assertThat(silent.canDeliver(now + 3000)).isTrue();
        relief.relieve(false, now + 3001);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
        awaitLoop();
        // Nobody else has piece 1.
        assertThat(returned).isEmpty();
        assertThat(silent.canDeliver(now + 3001)).isFalse();
        assertThat(silent.canDeliver(now + 13_001)).isTrue();
    }

    @Test
    void whoStallsAgainRestsTwiceAsLong() throws Exception {
        Peer silent = peer(0);
        for (long restMillis : new long[] {10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000}) {
            silent.rest(now);
            silent.rest(now + 1);
            assertThat(silent.canDeliver(now + restMillis - 1)).isFalse();
            now += restMillis;
            assertThat(silent.canDeliver(now)).isTrue();
        }
    }

    @Test
    void anotherThatChokesUsOrIsSilentTooIsNoRelief() throws Exception {
        Peer silent = peer(0, 1);
        Peer choking = peer(0, 1);
        choking.chokesUs = true;
        Peer alsoSilent = peer(0, 1);
        begin(0, silent);
        begin(1, alsoSilent);
        relief.relieve(false, now + 5000);
        awaitLoop();
        assertThat(returned).isEmpty();
    }

    @Test
    void whereMemoryIsShortASilentPeerGivesAllBack() throws Exception {
        Peer silent = peer(0, 1);
        begin(0, silent);
        begin(1, silent);
        relief.relieve(true, now + 3001);
        assertThat(List.of(nextReturned(), nextReturned())).containsExactlyInAnyOrder("0: 0-4", "1: 0-4");
    }

    @Test
    void theOnlySourceIsAskedAgainAfterHalfAMinute() throws Exception {
        Peer silent = peer(0);
        begin(0, silent);
        relief.relieve(false, now + 30_000);
        awaitLoop();
        assertThat(returned).isEmpty();
        relief.relieve(false, now + 30_001);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
        assertThat(silent.canDeliver(now + 30_001)).isTrue();
    }

    @Test
    void aPeerStuckInABlockIsLeft() throws Exception {
        Peer stuck = peer(0);
        peer(0);
        begin(0, stuck);
        relief.relieve(false, now + 6001);
        assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo("it stopped in the middle of a block");
    }
}
