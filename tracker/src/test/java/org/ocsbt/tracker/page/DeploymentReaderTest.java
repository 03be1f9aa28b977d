package org.ocsbt.tracker.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.announce.PeerId;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.SwarmTable;

class DeploymentReaderTest {
    private static final InfoHash HASH = InfoHash.ofHex("aa".repeat(20));

    private final SwarmTable swarms = new SwarmTable(SwarmTable.Limits.USUAL, new Random(1), 0);
    private final DeploymentReader reader =
            new DeploymentReader("image", "group", 6969, swarms, AllowedTorrents.all());
    private long now;

    private void announce(String ip, long left, AnnounceEvent event, ClientReport report) {
        swarms.announce(new AnnounceRequest(HASH, PeerId.UNKNOWN, 6881, 0, 0, left, event, 0, Optional.empty(),
                Optional.ofNullable(report)), Endpoint.of(LiteralAddress.parse(ip).orElseThrow(), 6881), 0, true, now);
    }

    private PartitionView read() {
        List<PartitionView> partitions = reader.read(now).partitions();
        assertThat(partitions).hasSize(1);
        return partitions.get(0);
    }

    private ClientRow only() {
        assertThat(read().clients()).hasSize(1);
        return read().clients().get(0);
    }

    @Test
    void aDownloadIsFollowedFromAnnounceToAnnounce() {
        announce("10.0.0.1", 1000, AnnounceEvent.STARTED, null);
        now = 10_000;
        announce("10.0.0.1", 800, AnnounceEvent.NONE, null);
        now = 12_000;
        ClientRow row = only();
        assertThat(row.state()).isEqualTo(ClientState.DOWNLOADING);
        assertThat(row.progress()).isEqualTo(0.2);
        assertThat(row.bytesPerSecond()).isEqualTo(20);
        assertThat(row.silentSeconds()).isEqualTo(2);
        assertThat(row.secondsLeft()).isEqualTo(38);
    }

    @Test
    void anEstimateThatHasRunOutIsNone() {
        announce("10.0.0.1", 1000, AnnounceEvent.STARTED, null);
        now = 10_000;
        announce("10.0.0.1", 500, AnnounceEvent.NONE, null);
        now = 30_000;
        assertThat(only().secondsLeft()).isEqualTo(ClientRow.UNKNOWN_TIME);
    }

    @Test
    void theServersOwnSeederIsTheSource() {
        announce("10.0.0.1", 0, AnnounceEvent.STARTED, null);
        assertThat(only().state()).isEqualTo(ClientState.SOURCE);
        assertThat(reader.read(now).totals().clients()).isZero();
    }

    @Test
    void whoBecomesCompleteSeedsAndThenIsDone() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED, null);
        announce("10.0.0.1", 0, AnnounceEvent.COMPLETED, null);
        assertThat(only().state()).isEqualTo(ClientState.SEEDING);
        announce("10.0.0.1", 0, AnnounceEvent.STOPPED, null);
        assertThat(only().state()).isEqualTo(ClientState.DONE);
    }

    @Test
    void whoStopsBeforeTheEndHasLeftEarly() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED, null);
        announce("10.0.0.1", 5, AnnounceEvent.STOPPED, null);
        assertThat(only().state()).isEqualTo(ClientState.LEFT);
    }

    @Test
    void whoFallsSilentIsSilentEvenTheSource() {
        announce("10.0.0.1", 5, AnnounceEvent.STARTED, null);
        announce("10.0.0.2", 0, AnnounceEvent.STARTED, null);
        now = 100_000;
        swarms.expire(now, 50_000);
        assertThat(read().clients()).extracting(ClientRow::state)
                .containsExactly(ClientState.SILENT, ClientState.SILENT);
    }

    @Test
    void ourOwnClientsTellNameLengthAndError() {
        announce("10.0.0.1", 500, AnnounceEvent.NONE, new ClientReport("sda1", 2000, "disk full"));
        assertThat(read().name()).isEqualTo("sda1");
        assertThat(read().totalBytes()).isEqualTo(2000);
        assertThat(only().state()).isEqualTo(ClientState.FAILED);
        assertThat(only().error()).isEqualTo("disk full");
    }

    @Test
    void troubleComesFirstThenTheSlowest() {
        announce("10.0.0.9", 0, AnnounceEvent.STARTED, null);
        announce("10.0.0.1", 1000, AnnounceEvent.STARTED, null);
        announce("10.0.0.2", 1000, AnnounceEvent.STARTED, null);
        announce("10.0.0.3", 1000, AnnounceEvent.STARTED, null);
        announce("10.0.0.4", 1000, AnnounceEvent.STARTED, null);
        now = 10_000;
        announce("10.0.0.1", 0, AnnounceEvent.COMPLETED, null);
        announce("10.0.0.2", 100, AnnounceEvent.NONE, null);
        announce("10.0.0.3", 900, AnnounceEvent.NONE, null);
        announce("10.0.0.4", 900, AnnounceEvent.STOPPED, null);
        assertThat(read().clients()).extracting(ClientRow::address)
                .containsExactly("10.0.0.4", "10.0.0.3", "10.0.0.2", "10.0.0.1", "10.0.0.9");
        DeploymentView.Totals totals = reader.read(now).totals();
        assertThat(totals.clients()).isEqualTo(4);
        assertThat(totals.complete()).isEqualTo(1);
        assertThat(totals.trouble()).isEqualTo(1);
        assertThat(totals.secondsLeft()).isEqualTo(90);
    }

    @Test
    void aCrowdIsCutWithANumber() {
        for (int i = 0; i < DeploymentReader.MAX_ROWS + 5; i++) {
            announce("10.0." + i / 250 + "." + i % 250, 5, AnnounceEvent.NONE, null);
        }
        assertThat(read().clients()).hasSize(DeploymentReader.MAX_ROWS);
        assertThat(read().omitted()).isEqualTo(5);
    }
}
