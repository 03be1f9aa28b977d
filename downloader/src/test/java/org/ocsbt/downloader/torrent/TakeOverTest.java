package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;

/** An idle peer takes over what others would deliver late. */
class TakeOverTest extends ReliefStage {
    @Test
    void ofASlowSourceEvenASecondIsTakenOver() throws Exception {
        Peer slow = peer(0);
        Peer idle = peer(0);
        BegunPiece piece = begin(0, slow);
        int bytesPerSecond = GEOMETRY.pieceLength(0);
        slow.downloadRate.sample(0, now);
        slow.downloadRate.sample(bytesPerSecond, now + 1000);
        relief.takeOver(idle, now + 2001);
        assertThat(piece.heir).isNull();
        slow.judge(0, 0, 17 * bytesPerSecond, now + 2001);
        assertThat(slow.isSlowSource()).isTrue();
        relief.takeOver(idle, now + 2001);
        assertThat(piece.heir).isSameAs(idle);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
    }

    @Test
    void anIdlePeerTakesOverWhatWouldBeWaitedForLongest() throws Exception {
        Peer slow = peer(0, 1);
        Peer idle = peer(0, 1);
        begin(0, slow);
        BegunPiece longest = begin(1, slow);
        begun.get(0).download.received(0);
        relief.takeOver(idle, now + 500);
        assertThat(longest.heir).isNull();
        relief.takeOver(idle, now + 1500);
        // Neither has shown a rate in all that time: all of it goes to the idle one.
        assertThat(nextReturned()).isEqualTo("1: 0-4");
        assertThat(longest.heir).isSameAs(idle);
        relief.takeOver(idle, now + 1600);
        assertThat(nextReturned()).isEqualTo("0: 1-4");
    }

    @Test
    void whoSentNothingTheLastTimeTakesNothingOver() throws Exception {
        Peer silent = peer(0, 1);
        Peer alsoSilent = peer(0, 1);
        BegunPiece first = begin(0, silent);
        relief.takeOver(alsoSilent, now + 1500);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
        silent.cutRun(new BlockRun(first.download, 0, 4));
        first.download.giveFreeRun(Integer.MAX_VALUE);
        alsoSilent.addRun(new BlockRun(first.download, 0, 4), now + 1500);
        relief.takeOver(silent, now + 3000);
        awaitLoop();
        assertThat(returned).isEmpty();
        Peer idle = peer(0);
        relief.takeOver(idle, now + 3000);
        assertThat(first.heir).isSameAs(idle);
    }

    @Test
    void aSuspectPieceStaysWithItsOneSource() throws Exception {
        Peer source = peer(0);
        Peer idle = peer(0);
        PieceDownload download = new PieceDownload(GEOMETRY, 0, ByteBuffer.allocate(64 * 1024), d -> { });
        BegunPiece suspect = new BegunPiece(download, true);
        assertThat(suspect.mayJoin(idle)).isTrue();
        suspect.sources.add(source);
        assertThat(suspect.mayJoin(idle)).isFalse();
        assertThat(suspect.mayJoin(source)).isTrue();
        assertThat(suspect.isStranded(peers, now)).isFalse();
        source.chokesUs = true;
        assertThat(suspect.isStranded(peers, now)).isTrue();
        download.giveFreeRun(Integer.MAX_VALUE);
        assertThat(suspect.isStranded(peers, now)).isFalse();
    }

    @Test
    void aPeerThatHasNothingIsNeverAskedToTakeOver() throws Exception {
        Peer slow = peer(0);
        Peer poor = peer(1);
        begin(0, slow);
        relief.takeOver(poor, now + 1500);
        awaitLoop();
        assertThat(returned).isEmpty();
    }
}
