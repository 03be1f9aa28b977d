package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BansTest {
    private static final byte[] LIAR = {1, 2, 3};
    private static final byte[] OTHER = {1, 2, 4};

    private final Bans bans = new Bans();

    @Test
    void aBanEndsAfterAMinute() {
        assertThat(bans.isBanned(LIAR, 0)).isFalse();
        assertThat(bans.ban(LIAR, 1000)).isEqualTo(61_000);
        assertThat(bans.isBanned(LIAR.clone(), 60_999)).isTrue();
        assertThat(bans.isBanned(LIAR, 61_000)).isFalse();
        assertThat(bans.isBanned(OTHER, 2000)).isFalse();
    }

    @Test
    void eachFurtherBanLastsTwiceAsLongUpToALimit() {
        long now = 0;
        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 32, 32}) {
            long until = bans.ban(LIAR, now);
            assertThat(until - now).isEqualTo(minutes * 60_000L);
            now = until;
        }
    }
}
