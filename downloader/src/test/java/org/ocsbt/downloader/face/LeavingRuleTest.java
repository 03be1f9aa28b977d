package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.session.TorrentStatus;

class LeavingRuleTest {
    private static final LeavingRule ONE_MINUTE = new LeavingRule(false, 1, 3);

    @Test
    void aSeederNeverLeaves() {
        LeavingRule never = new LeavingRule(true, 0, 0);
        assertThat(never.allowsLeaving(
                Status.finished().uploaded(100 * Status.GIB).sinceUpload(Duration.ofDays(9)).get())).isFalse();
    }

    @Test
    void leavesWhenTheLastUploadIsLongerAgoThanTheTimeout() {
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().sinceUpload(Duration.ofMillis(60_999)).get())).isFalse();
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().sinceUpload(Duration.ofSeconds(61)).get())).isTrue();
    }

    @Test
    void withoutAnUploadTheLastDownloadCounts() {
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().sinceDownload(Duration.ofSeconds(60)).get())).isFalse();
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().sinceDownload(Duration.ofSeconds(61)).get())).isTrue();
    }

    @Test
    void aRecentUploadOutweighsAnOldDownload() {
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().sinceDownload(Duration.ofHours(1))
                .sinceUpload(Duration.ofSeconds(5)).get())).isFalse();
    }

    @Test
    void withoutAnyTrafficTheSeedingTimeCounts() {
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().seeding(Duration.ofSeconds(60)).get())).isFalse();
        assertThat(ONE_MINUTE.allowsLeaving(Status.finished().seeding(Duration.ofSeconds(61)).get())).isTrue();
    }

    @Test
    void ratioThreeLeavesOnlyAtFourTimesTheSize() {
        assertThat(ONE_MINUTE.allowsLeaving(busy(4 * Status.GIB - 1))).isFalse();
        assertThat(ONE_MINUTE.allowsLeaving(busy(4 * Status.GIB))).isTrue();
    }

    @Test
    void ratioZeroLeavesAtOnceTheSize() {
        LeavingRule rule = new LeavingRule(false, 1, 0);
        assertThat(rule.allowsLeaving(busy(Status.GIB - 1))).isFalse();
        assertThat(rule.allowsLeaving(busy(Status.GIB))).isTrue();
    }

    @Test
    void timeoutZeroLeavesAfterOneIdleSecond() {
        LeavingRule rule = new LeavingRule(false, 0, 3);
        assertThat(rule.allowsLeaving(Status.finished().sinceUpload(Duration.ofMillis(999)).get())).isFalse();
        assertThat(rule.allowsLeaving(Status.finished().sinceUpload(Duration.ofSeconds(1)).get())).isTrue();
    }

    @Test
    void negativeTimeoutLeavesAtOnce() {
        assertThat(new LeavingRule(false, -1, 3).allowsLeaving(busy(0))).isTrue();
    }

    @Test
    void theLargestTimeoutDoesNotOverflow() {
        assertThat(new LeavingRule(false, Integer.MAX_VALUE, 3).allowsLeaving(
                Status.finished().sinceUpload(Duration.ofDays(365)).get())).isFalse();
    }

    private static TorrentStatus busy(long uploadedBytes) {
        return Status.finished().uploaded(uploadedBytes).sinceUpload(Duration.ZERO).get();
    }
}
