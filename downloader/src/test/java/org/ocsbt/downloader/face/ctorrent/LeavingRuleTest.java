package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.face.Status;

class LeavingRuleTest {
    private static final LeavingRule TWO_HOURS = new LeavingRule(Duration.ofHours(2), 0);

    @Test
    void nobodyLeavesBeforeAllIsHere() {
        assertThat(new LeavingRule(Duration.ZERO, 0).allowsLeaving(Status.downloading().get(), Duration.ZERO)).isFalse();
    }

    @Test
    void zeroHoursLeavesAtOnce() {
        assertThat(new LeavingRule(Duration.ZERO, 0).allowsLeaving(Status.finished().get(), Duration.ZERO)).isTrue();
    }

    @Test
    void theTimeCountsFromCompletion() {
        assertThat(TWO_HOURS.allowsLeaving(Status.finished().active(Duration.ofHours(9))
                .seeding(Duration.ofHours(2).minusMillis(1)).get(), Duration.ZERO)).isFalse();
        assertThat(TWO_HOURS.allowsLeaving(Status.finished().seeding(Duration.ofHours(2)).get(), Duration.ZERO)).isTrue();
    }

    /** It never completes: what it has verified is served as long as a finished one is. */
    @Test
    void theTimeOfOneThatFailsCountsFromThere() {
        Status failed = Status.downloading().pieces(2).failed("cannot write x");
        assertThat(TWO_HOURS.allowsLeaving(failed.get(), Duration.ofHours(2).minusMillis(1))).isFalse();
        assertThat(TWO_HOURS.allowsLeaving(failed.get(), Duration.ofHours(2))).isTrue();
    }

    @Test
    void theRatioIsOfWhatWasFetchedOrOfTheTorrent() {
        LeavingRule twice = new LeavingRule(Duration.ofHours(72), 2);
        assertThat(twice.allowsLeaving(Status.finished().downloaded(100).uploaded(199).get(), Duration.ZERO)).isFalse();
        assertThat(twice.allowsLeaving(Status.finished().downloaded(100).uploaded(200).get(), Duration.ZERO)).isTrue();
        assertThat(twice.allowsLeaving(Status.finished().total(1000).uploaded(1999).get(), Duration.ZERO)).isFalse();
        assertThat(twice.allowsLeaving(Status.finished().total(1000).uploaded(2000).get(), Duration.ZERO)).isTrue();
    }
}
