package org.ocsbt.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.HttpAnnounceCodec.NoPeers;
import org.ocsbt.announce.HttpAnnounceCodec.Required;

/**
 * Whatever a client or tracker sends, there is a checked exception or a message that can be written again.
 * The first byte chooses the reader. The test changes good messages a little; {@code tests/fuzz} has Jazzer
 * look for more.
 */
public class AnnounceFuzzTest {
    private static final int ROUNDS = 40_000;
    private static final List<String> GOOD = List.of(
            "0info_hash=%00%FFcdefghijklmnopqrst&peer_id=-XX0000-abcdefghijkl&port=6881&uploaded=1&downloaded=2"
                    + "&left=3&event=started&numwant=9&ip=10.0.0.1&ocs_name=a&ocs_total=5&ocs_error=%20&compact=1",
            "1d8:completei1e10:incompletei2e8:intervali1800e5:peers12:aaaabbccccdde",
            "1d8:intervali60e5:peersld2:ip9:192.0.2.74:porti80eeee",
            "2d5:filesd20:abcdefghijklmnopqrstd8:completei1e10:downloadedi0e10:incompletei2e4:name1:xeee",
            "3\0\0\4\u0017\u0027\u0010\u0019\u0080\0\0\0\0\0\0\0\1",
            "3\0\0\4\u0017\u0027\u0010\u0019\u0080\0\0\0\1\0\0\0\1" + "h".repeat(82),
            "4\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5aaaabb");

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] message = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, message, 0, message.length);
        try {
            switch (bytes[0]) {
                case '0' -> query(message);
                case '1' -> answer(message);
                case '2' -> HttpScrapeCodec.readResponse(message);
                case '3' -> udpQuestion(message);
                default -> UdpCodec.readResponse(ByteBuffer.wrap(message), Family.IPV4);
            }
        } catch (AnnounceFormatException | TrackerRefusedException refused) {
            assertThat(refused.getMessage()).isNotNull();
        }
    }

    private static void query(byte[] message) throws AnnounceFormatException {
        QueryParameters query = QueryParameters.parse(message, 0, message.length);
        HttpScrapeCodec.readRequest(query);
        for (Required required : Required.values()) {
            AnnounceRequest request = HttpAnnounceCodec.readRequest(query, required);
            AnnounceRequest again = HttpAnnounceCodec.readRequest(
                    QueryParameters.parse(HttpAnnounceCodec.writeRequest(request)), Required.EVERY_FIELD);
            assertThat(again.infoHash()).isEqualTo(request.infoHash());
            assertThat(again.port()).isEqualTo(request.port());
        }
    }

    private static void answer(byte[] message) throws AnnounceFormatException, TrackerRefusedException {
        AnnounceResponse response = HttpAnnounceCodec.readResponse(message);
        assertThat(HttpAnnounceCodec.readResponse(
                HttpAnnounceCodec.writeResponse(response, NoPeers.EMPTY_LIST))).isEqualTo(response);
    }

    private static void udpQuestion(byte[] message) throws AnnounceFormatException {
        UdpRequest request = UdpCodec.readRequest(ByteBuffer.wrap(message));
        ByteBuffer written = ByteBuffer.allocate(UdpCodec.MAX_BYTES);
        UdpCodec.write(request, written);
        assertThat(UdpCodec.readRequest(written.flip())).isEqualTo(request);
    }

    @Test
    @Timeout(60)
    void changedMessagesAreReadOrRefused() {
        Random random = new Random(1);
        byte[] letters = "0123456789ilde:-%&=\0\u00ff".getBytes(ISO_8859_1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = GOOD.get(round % GOOD.size()).getBytes(ISO_8859_1);
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[1 + random.nextInt(changed.length - 1)] = letters[random.nextInt(letters.length)];
            }
            fuzzerTestOneInput(changed);
        }
    }
}
