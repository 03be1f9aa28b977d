package org.ocsbt.downloader.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.metainfo.InfoHash;

class LocalSearchTest {
    private static final InfoHash HASH = InfoHash.ofHex("0123456789abcdef0123456789abcdef01234567");

    @Test
    void aMessageHasTheFormOfBep14() {
        assertThat(StandardCharsets.US_ASCII.decode(new LocalSearch(6881, List.of(HASH), "c0ffee").encode()).toString())
                .isEqualTo("BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\n"
                        + "Infohash: 0123456789abcdef0123456789abcdef01234567\r\ncookie: c0ffee\r\n\r\n\r\n");
    }

    @Test
    void whatIsWrittenIsRead() {
        LocalSearch search = new LocalSearch(65535, List.of(HASH, InfoHash.of(new byte[20])), "x");
        assertThat(LocalSearch.parse(search.encode())).contains(search);
    }

    @Test
    void otherClientsSpellingsAreRead() {
        assertThat(parse("BT-SEARCH * HTTP/1.1\r\nhost: 239.192.152.143:6771\r\nPORT:7000\r\n"
                + "infohash:0123456789ABCDEF0123456789ABCDEF01234567\r\n\r\n\r\n"))
                .contains(new LocalSearch(7000, List.of(HASH), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "\r\n",
        "M-SEARCH * HTTP/1.1\r\nPort: 6881\r\nInfohash: 0123456789abcdef0123456789abcdef01234567\r\n",
        "BT-SEARCH * HTTP/1.1\r\nInfohash: 0123456789abcdef0123456789abcdef01234567\r\n",
        "BT-SEARCH * HTTP/1.1\r\nPort: 6881\r\n",
        "BT-SEARCH * HTTP/1.1\r\nPort: 0\r\nInfohash: 0123456789abcdef0123456789abcdef01234567\r\n",
        "BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\nInfohash: 0123456789abcdef0123456789abcdef01234567\r\n",
        "BT-SEARCH * HTTP/1.1\r\nPort: many\r\nInfohash: 0123456789abcdef0123456789abcdef01234567\r\n",
        "BT-SEARCH * HTTP/1.1\r\nPort: 6881\r\nInfohash: 0123\r\n",
    })
    void everythingElseIsPassedOver(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void randomBytesArePassedOver() {
        Random random = new Random(3);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(LocalSearch.parse(ByteBuffer.wrap(bytes))).isEmpty();
        }
    }

    private static Optional<LocalSearch> parse(String text) {
        return LocalSearch.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
