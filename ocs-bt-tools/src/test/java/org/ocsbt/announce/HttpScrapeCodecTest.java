package org.ocsbt.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.metainfo.InfoHash;

class HttpScrapeCodecTest {
    @Test
    void requestsForAHundredTorrentsComeBack() throws Exception {
        List<InfoHash> hashes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hashes.add(InfoHash.ofHex(String.format("%040x", 0xfe00 + i)));
        }
        assertThat(HttpScrapeCodec.readRequest(
                QueryParameters.parse(HttpScrapeCodec.writeRequest(hashes)))).isEqualTo(hashes);
    }

    @Test
    void noHashAsksForAll() throws Exception {
        assertThat(HttpScrapeCodec.writeRequest(List.of())).isEmpty();
        assertThat(HttpScrapeCodec.readRequest(QueryParameters.parse(""))).isEmpty();
    }

    @Test
    void aShortHashIsRefused() {
        assertThatThrownBy(() -> HttpScrapeCodec.readRequest(QueryParameters.parse("info_hash=abc")))
                .isInstanceOf(AnnounceFormatException.class);
    }

    @Test
    void answersComeBack() throws Exception {
        List<ScrapeEntry> entries = List.of(
                new ScrapeEntry(InfoHash.ofHex("00".repeat(20)), 1, 2, 3, ""),
                new ScrapeEntry(InfoHash.ofHex("e9".repeat(20)), 4, 5, 6, "sdä1"));
        assertThat(HttpScrapeCodec.readResponse(HttpScrapeCodec.writeResponse(entries))).isEqualTo(entries);
    }

    @Test
    void anAnswerWithoutFilesIsMalformed() {
        assertThatThrownBy(() -> HttpScrapeCodec.readResponse("d5:filesi1ee".getBytes()))
                .isInstanceOf(AnnounceFormatException.class);
    }
}
