package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.face.Status;

class LeavingRuleTest {
    private static final LeavingRule TWO_HOURS = new LeavingRule(Duration.ofHours(2), 0);

    @Test
    void nobodyLeavesBeforeAllIsHere() {
        assertThat(new LeavingRule(Duration.ZERO, 0).allowsLeaving(Status.downloading().get())).isFalse();
    }

    @Test
    void zeroHoursLeavesAtOnce() {
        assertThat(new LeavingRule(Duration.ZERO, 0).allowsLeaving(Status.finished().get())).isTrue();
    }

    @Test
    void theTimeCountsFromCompletion() {
        assertThat(TWO_HOURS.allowsLeaving(Status.finished().active(Duration.ofHours(9))
                .seeding(Duration.ofHours(2).minusMillis(1)).get())).isFalse();
        assertThat(TWO_HOURS.allowsLeaving(Status.finished().seeding(Duration.ofHours(2)).get())).isTrue();
    }

    @Test
    void theRatioIsOfWhatWasFetchedOrOfTheTorrent() {
        LeavingRule twice = new LeavingRule(Duration.ofHours(72), 2);
        assertThat(twice.allowsLeaving(Status.finished().downloaded(100).uploaded(199).get())).isFalse();
        assertThat(twice.allowsLeaving(Status.finished().downloaded(100).uploaded(200).get())).isTrue();
        assertThat(twice.allowsLeaving(Status.finished().total(1000).uploaded(1999).get())).isFalse();
        assertThat(twice.allowsLeaving(Status.finished().total(1000).uploaded(2000).get())).isTrue();
    }
}
