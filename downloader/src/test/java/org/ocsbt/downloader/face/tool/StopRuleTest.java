package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.face.rpc.Torrent;

class StopRuleTest {
    private static final StopRule RULE = new StopRule(90, 15);

    @Test
    void anUnfinishedTorrentGoesOn() {
        assertThat(RULE.asksToPause(finished().setIsFinished(false).setTotalPayloadUpload(9999).build())).isFalse();
    }

    @Test
    void aPausedTorrentIsNotPausedAgain() {
        assertThat(RULE.asksToPause(finished().setTotalPayloadUpload(9999).setIsPaused(true).build())).isFalse();
    }

    @Test
    void moreThanThreeTimesTheSizeIsEnough() {
        assertThat(RULE.asksToPause(finished().setTotalPayloadUpload(3000).build())).isFalse();
        assertThat(RULE.asksToPause(finished().setTotalPayloadUpload(3001).build())).isTrue();
    }

    @Test
    void anIdleTorrentLeavesAfterTheWait() {
        assertThat(RULE.asksToPause(finished().setFinishedTime(90).setLastUpload(16).build())).isFalse();
        assertThat(RULE.asksToPause(finished().setFinishedTime(91).setLastUpload(16).build())).isTrue();
    }

    @Test
    void aBusyTorrentStaysAfterTheWait() {
        assertThat(RULE.asksToPause(finished().setFinishedTime(91).setLastUpload(15).build())).isFalse();
    }

    @Test
    void aTorrentNobodyWantedLeavesAfterTheWait() {
        assertThat(RULE.asksToPause(finished().setFinishedTime(91).setLastUpload(-1).build())).isTrue();
    }

    @Test
    void allIsOverWhenEachIsFinishedAndPaused() {
        Torrent over = finished().setIsPaused(true).build();
        Torrent running = finished().build();
        Torrent pausedEarly = finished().setIsPaused(true).setIsFinished(false).build();
        assertThat(RULE.isOver(List.of(over, over))).isTrue();
        assertThat(RULE.isOver(List.of(over, running))).isFalse();
        assertThat(RULE.isOver(List.of(over, pausedEarly))).isFalse();
    }

    @Test
    void withoutTorrentsNothingIsOver() {
        assertThat(RULE.isOver(List.of())).isFalse();
    }

    @Test
    void aFailedTorrentHoldsNobodyUp() {
        Torrent failed = Torrent.newBuilder().setError("no space").setLastUpload(-1).build();
        assertThat(RULE.isOver(List.of(failed, finished().setIsPaused(true).build()))).isTrue();
        assertThat(RULE.isOver(List.of(failed, finished().build()))).isFalse();
    }

    @Test
    void aFailedTorrentServesWhatItHasAsLongAsSomebodyAsks() {
        Torrent.Builder failed = Torrent.newBuilder().setError("no space").setLastUpload(15);
        assertThat(RULE.isOver(List.of(failed.build()))).isFalse();
        assertThat(RULE.isOver(List.of(failed.setLastUpload(16).build()))).isTrue();
        assertThat(RULE.isOver(List.of(failed.setLastUpload(0).setIsPaused(true).build()))).isTrue();
    }

    private static Torrent.Builder finished() {
        return Torrent.newBuilder().setIsFinished(true).setTotalDone(1000).setTotal(1000).setLastUpload(0);
    }
}
