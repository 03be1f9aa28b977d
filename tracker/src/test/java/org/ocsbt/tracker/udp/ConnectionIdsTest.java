package org.ocsbt.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.ocsbt.announce.LiteralAddress;

class ConnectionIdsTest {
    private static final InetAddress CLIENT = LiteralAddress.parse("10.0.0.1").orElseThrow();
    private static final InetAddress OTHER = LiteralAddress.parse("10.0.0.2").orElseThrow();

    private final ConnectionIds ids = new ConnectionIds();

    @Test
    void anIdIsGoodForItsAddressInItsWindowAndTheNext() {
        long id = ids.issue(CLIENT, 0);
        assertThat(ids.isGood(id, CLIENT, ConnectionIds.WINDOW_MILLIS - 1)).isTrue();
        assertThat(ids.isGood(id, CLIENT, 2 * ConnectionIds.WINDOW_MILLIS - 1)).isTrue();
        assertThat(ids.isGood(id, CLIENT, 2 * ConnectionIds.WINDOW_MILLIS)).isFalse();
        assertThat(ids.isGood(id, OTHER, 0)).isFalse();
    }

    @Test
    void anotherTrackersIdIsNone() {
        assertThat(new ConnectionIds().isGood(ids.issue(CLIENT, 0), CLIENT, 0)).isFalse();
    }

    /** Entry 24 of the reference vectors: key 00..0f, message 00..17. */
    @Test
    void theHashIsSipHash() {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x1716151413121110L))
                .isEqualTo(0xb8ad50c6f649af94L);
    }
}
