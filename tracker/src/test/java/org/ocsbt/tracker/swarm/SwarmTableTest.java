package org.ocsbt.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.announce.PeerId;
import org.ocsbt.announce.ScrapeEntry;
import org.ocsbt.metainfo.InfoHash;

class SwarmTableTest {
    private static final InfoHash HASH = InfoHash.ofHex("aa".repeat(20));
    private static final InfoHash OTHER = InfoHash.ofHex("0b".repeat(20));
    private static final long TIMEOUT_MILLIS = 60_000;

    private final SwarmTable table = new SwarmTable(new SwarmTable.Limits(10, 100), new Random(1), 0);
    private long now;

    private SwarmAnswer announce(InfoHash hash, String ip, long left, AnnounceEvent event, int wanted) {
        Endpoint endpoint = Endpoint.of(LiteralAddress.parse(ip).orElseThrow(), 6881);
        return table.announce(new AnnounceRequest(hash, PeerId.UNKNOWN, 6881, 0, 0, left, event, wanted,
                Optional.empty(), Optional.empty()), endpoint, wanted, true, now);
    }

    private SwarmAnswer announce(String ip, long left, AnnounceEvent event) {
        return announce(HASH, ip, left, event, 50);
    }

    private static List<String> ips(SwarmAnswer answer) {
        return answer.compact(Family.IPV4).addresses().stream().map(a -> a.getAddress().getHostAddress()).toList();
    }

    @Test
    void theAskerIsInTheListAndCounted() {
        SwarmAnswer answer = announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        assertThat(ips(answer)).containsExactly("10.0.0.1");
        assertThat(answer.incomplete()).isEqualTo(1);
        assertThat(answer.complete()).isZero();
    }

    @Test
    void aLeecherThatCompletesBecomesASeedOnce() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        announce("10.0.0.1", 0, AnnounceEvent.COMPLETED);
        SwarmAnswer answer = announce("10.0.0.1", 0, AnnounceEvent.COMPLETED);
        assertThat(answer.complete()).isEqualTo(1);
        assertThat(answer.incomplete()).isZero();
        assertThat(answer.downloaded()).isEqualTo(1);
        assertThat(table.completedSinceStart()).isEqualTo(1);
    }

    @Test
    void completionIsSeenWithoutTheEvent() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        announce("10.0.0.1", 0, AnnounceEvent.NONE);
        assertThat(table.completedSinceStart()).isEqualTo(1);
    }

    @Test
    void aSeedFromTheBeginningHasCompletedNothing() {
        announce("10.0.0.1", 0, AnnounceEvent.STARTED);
        assertThat(table.completedSinceStart()).isZero();
    }

    @Test
    void aClientThatStartsOverIsDoneOnlyWhenItIsDoneAgain() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        announce("10.0.0.1", 0, AnnounceEvent.COMPLETED);
        announce("10.0.0.1", 0, AnnounceEvent.STOPPED);
        assertThat(table.completedSinceStart()).isEqualTo(1);
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        assertThat(table.completedSinceStart()).isZero();
        announce("10.0.0.1", 0, AnnounceEvent.COMPLETED);
        assertThat(table.completedSinceStart()).isEqualTo(1);
    }

    @Test
    void whoStopsIsGoneAndGetsNobody() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        announce("10.0.0.2", 5, AnnounceEvent.STARTED);
        SwarmAnswer answer = announce("10.0.0.1", 5, AnnounceEvent.STOPPED);
        assertThat(answer.peers()).isEmpty();
        assertThat(answer.incomplete()).isEqualTo(1);
        assertThat(ips(announce("10.0.0.2", 5, AnnounceEvent.NONE))).containsExactly("10.0.0.2");
        assertThat(table.swarm(HASH).departed(10)).hasSize(1);
    }

    @Test
    void aStrangerThatStopsLeavesNoTrace() {
        announce("10.0.0.1", 5, AnnounceEvent.STOPPED);
        assertThat(table.swarms()).isEmpty();
    }

    @Test
    void theSilentExpireAndComeBack() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        now = 50_000;
        announce("10.0.0.2", 5, AnnounceEvent.STARTED);
        now = 61_000;
        table.expire(now, TIMEOUT_MILLIS);
        assertThat(ips(announce("10.0.0.2", 5, AnnounceEvent.NONE))).containsExactly("10.0.0.2");
        assertThat(table.peerCount()).isEqualTo(1);
        assertThat(ips(announce("10.0.0.1", 4, AnnounceEvent.NONE))).contains("10.0.0.1", "10.0.0.2");
        assertThat(table.peerCount()).isEqualTo(2);
    }

    @Test
    void aSwarmThatNobodyCaresForIsForgotten() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        now = 2 * 24 * 60 * 60 * 1000;
        table.expire(now, TIMEOUT_MILLIS);
        assertThat(table.swarms()).isEmpty();
    }

    @Test
    void aSeedIsGivenLeechersWhenThereAreEnough() {
        for (int i = 1; i <= 10; i++) {
            announce("10.0.1." + i, 0, AnnounceEvent.STARTED);
            announce("10.0.2." + i, 5, AnnounceEvent.STARTED);
        }
        assertThat(ips(announce(HASH, "10.0.1.1", 0, AnnounceEvent.NONE, 8)))
                .hasSize(8).allMatch(ip -> ip.startsWith("10.0.2."));
        assertThat(ips(announce(HASH, "10.0.1.1", 0, AnnounceEvent.NONE, 15))).hasSize(15);
    }

    @Test
    void familiesAreKeptApart() {
        announce("2001:db8::1", 5, AnnounceEvent.STARTED);
        SwarmAnswer answer = announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        assertThat(answer.incomplete()).isEqualTo(2);
        assertThat(answer.compact(Family.IPV6).addresses()).hasSize(1);
        assertThat(answer.compact(Family.IPV4).addresses()).hasSize(1);
    }

    @Test
    void aClientThatCannotBeReachedDepartsAfterSomeTries() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        Endpoint endpoint = Endpoint.of(LiteralAddress.parse("10.0.0.1").orElseThrow(), 6881);
        table.probed(HASH, endpoint, false, 2);
        table.probed(HASH, endpoint, true, 2);
        table.probed(HASH, endpoint, false, 2);
        assertThat(table.swarm(HASH).incomplete()).isEqualTo(1);
        table.probed(HASH, endpoint, false, 2);
        assertThat(table.swarm(HASH).incomplete()).isZero();
        assertThat(table.peerCount()).isZero();
    }

    @Test
    void theUnprovenAreListedOnceTheyWereReached() {
        Endpoint endpoint = Endpoint.of(LiteralAddress.parse("10.0.0.1").orElseThrow(), 6881);
        AnnounceRequest request = new AnnounceRequest(HASH, PeerId.UNKNOWN, 6881, 0, 0, 5,
                AnnounceEvent.NONE, 50, Optional.empty(), Optional.empty());
        assertThat(table.announce(request, endpoint, 50, false, now).peers()).isEmpty();
        table.probed(HASH, endpoint, true, 1);
        assertThat(table.announce(request, endpoint, 50, false, now).peers()).hasSize(1);
    }

    @Test
    void neitherTorrentsNorClientsGrowBeyondTheLimits() {
        for (int i = 0; i < 20; i++) {
            announce(InfoHash.ofHex(String.format("%040x", i)), "10.0.0.1", 5, AnnounceEvent.NONE, 50);
        }
        assertThat(table.swarms()).hasSize(10);
        for (int i = 0; i < 200; i++) {
            announce(InfoHash.ofHex("0".repeat(40)), "10.0.1." + i, 5, AnnounceEvent.NONE, 50);
        }
        assertThat(table.peerCount()).isEqualTo(100);
    }

    @Test
    void scrapesAreSortedAndLeaveOutTheUnknown() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED);
        announce(OTHER, "10.0.0.1", 0, AnnounceEvent.STARTED, 50);
        assertThat(table.scrape(List.of(HASH, OTHER, InfoHash.ofHex("cc".repeat(20))))).containsExactly(
                new ScrapeEntry(OTHER, 1, 0, 0, ""), new ScrapeEntry(HASH, 0, 0, 1, ""));
    }
}
