package org.ocsbt.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.metainfo.InfoHash;

class UdpCodecTest {
    private static final InfoHash HASH = InfoHash.ofHex("ab".repeat(20));

    private static ByteBuffer bytes(UdpRequest request) {
        ByteBuffer buffer = ByteBuffer.allocate(UdpCodec.MAX_BYTES);
        UdpCodec.write(request, buffer);
        return buffer.flip();
    }

    private static ByteBuffer bytes(UdpResponse response) {
        ByteBuffer buffer = ByteBuffer.allocate(UdpCodec.MAX_BYTES);
        UdpCodec.write(response, buffer);
        return buffer.flip();
    }

    @ParameterizedTest
    @EnumSource
    void announcesComeBack(AnnounceEvent event) throws Exception {
        UdpRequest request = new UdpRequest.Announce(-5, 6, new AnnounceRequest(HASH, PeerId.ofText("p".repeat(20)),
                65535, 1, Long.MAX_VALUE, 3, event, -1, Optional.empty(), Optional.empty()));
        ByteBuffer bytes = bytes(request);
        assertThat(bytes.remaining()).isEqualTo(98);
        assertThat(UdpCodec.readRequest(bytes)).isEqualTo(request);
    }

    @Test
    void connectsAndScrapesComeBack() throws Exception {
        UdpRequest connect = new UdpRequest.Connect(7);
        UdpRequest scrape = new UdpRequest.Scrape(1, 2, Collections.nCopies(UdpCodec.MAX_SCRAPED, HASH));
        assertThat(UdpCodec.readRequest(bytes(connect))).isEqualTo(connect);
        assertThat(UdpCodec.readRequest(bytes(scrape))).isEqualTo(scrape);
    }

    @Test
    void answersComeBack() throws Exception {
        for (UdpResponse response : List.of(
                new UdpResponse.Connected(1, Long.MIN_VALUE),
                new UdpResponse.Announced(2, 1800, 3, 4, CompactPeers.ofPacked(Family.IPV6, new byte[36])),
                new UdpResponse.Scraped(3, List.of(new UdpResponse.Counts(1, 2, 3), new UdpResponse.Counts(4, 5, 6))),
                new UdpResponse.Refused(4, "não"))) {
            assertThat(UdpCodec.readResponse(bytes(response), Family.IPV6)).isEqualTo(response);
        }
    }

    @Test
    void everyShorterRequestIsRefused() {
        ByteBuffer whole = bytes(new UdpRequest.Announce(1, 2, new AnnounceRequest(HASH, PeerId.UNKNOWN, 1, 0, 0, 0,
                AnnounceEvent.NONE, 0, Optional.empty(), Optional.empty())));
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer cut = whole.duplicate().limit(length);
            assertThatThrownBy(() -> UdpCodec.readRequest(cut)).isInstanceOf(AnnounceFormatException.class);
        }
    }

    @Test
    void randomBytesAreAMessageOrAFormatError() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            if (noise.length > 12) {
                noise[8] = noise[9] = noise[10] = 0;
                noise[11] &= 3;
            }
            try {
                assertThat(UdpCodec.readRequest(ByteBuffer.wrap(noise))).isNotNull();
            } catch (AnnounceFormatException expected) {
                assertThat(expected.fault()).isNotNull();
            }
        }
    }

    @Test
    void scrapesAreBounded() {
        ByteBuffer many = ByteBuffer.allocate(16 + 20 * (UdpCodec.MAX_SCRAPED + 1));
        many.putLong(1).putInt(2).putInt(3).rewind();
        assertThatThrownBy(() -> UdpCodec.readRequest(many)).isInstanceOf(AnnounceFormatException.class);
    }
}
