package org.ocsbt.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.PeerId;
import org.ocsbt.metainfo.InfoHash;

class SwarmMemoryTest {
    private static final int CLIENTS = 1_000_000;

    @Test
    @Timeout(120)
    void aMillionClientsTakeNoMoreThan128BytesEach() {
        SwarmTable swarms = new SwarmTable(SwarmTable.Limits.USUAL, new Random(1), 0);
        AnnounceRequest request = new AnnounceRequest(InfoHash.ofHex("aa".repeat(20)), PeerId.UNKNOWN, 6881,
                0, 0, 5, AnnounceEvent.NONE, 0, Optional.empty(), Optional.empty());
        long before = usedBytes();
        for (int i = 0; i < CLIENTS; i++) {
            swarms.announce(request, new Endpoint(0, 0xffff0a000000L + i, 6881), 0, true, 0);
        }
        assertThat((usedBytes() - before) / CLIENTS).isLessThanOrEqualTo(128);
        assertThat(swarms.peerCount()).isEqualTo(CLIENTS);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
