package org.ocsbt.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MetainfoBuilderTest {
    private static final PieceHashes ONE_HASH = new PieceHashes("aaaaabbbbbcccccddddd".getBytes(ISO_8859_1));

    /** The same files as in the fixture's script. */
    @Test
    void writesWhatMktorrentWrites() throws Exception {
        PieceHasher hasher = new PieceHasher(1 << 15);
        hasher.update(ByteBuffer.wrap(("a".repeat(40000) + "c".repeat(10000) + "d").getBytes(UTF_8)));
        List<FileEntry> files = List.of(new FileEntry(List.of("a"), 40000),
                new FileEntry(List.of("b", "c"), 10000), new FileEntry(List.of("b", "d"), 1));

        byte[] torrent = MetainfoBuilder.ofFiles("data", files, 1 << 15, hasher.finish())
                .announce("http://127.0.0.1:6969/announce")
                .announceList(List.of(
                        List.of("http://127.0.0.1:6969/announce", "http://127.0.0.2:6969/announce"),
                        List.of("udp://127.0.0.3:6969")))
                .comment("For_Clonezilla").createdBy("mktorrent 1.1").privateTorrent(true).toBytes();

        assertThat(new String(torrent, ISO_8859_1)).isEqualTo(fixture("mktorrent.torrent"));
    }

    @Test
    void writesEveryKeyInOrder() {
        byte[] torrent = MetainfoBuilder.ofFile("grün", 5, 16, ONE_HASH)
                .webSeeds(List.of("http://a/", "http://b/")).source("src").privateTorrent(true).encodingUtf8()
                .creationDate(Instant.ofEpochSecond(1700000000)).createdBy("me").comment("c").announce("u").toBytes();

        assertThat(new String(torrent, UTF_8)).isEqualTo("d8:announce1:u7:comment1:c10:created by2:me"
                + "13:creation datei1700000000e8:encoding5:UTF-84:infod6:lengthi5e4:name5:grün"
                + "12:piece lengthi16e6:pieces20:aaaaabbbbbcccccddddd7:privatei1e6:source3:srce"
                + "8:url-listl9:http://a/9:http://b/ee");
    }

    @Test
    void singleWebSeedIsNoList() {
        byte[] torrent = MetainfoBuilder.ofFile("a", 5, 16, ONE_HASH).webSeeds(List.of("http://a/")).toBytes();
        assertThat(new String(torrent, UTF_8)).endsWith("8:url-list9:http://a/e");
    }

    @Test
    void lengthsMustFitTheHashes() {
        assertThatThrownBy(() -> MetainfoBuilder.ofFile("a", 17, 16, ONE_HASH))
                .hasMessage("17 bytes in pieces of 16 have 2 hashes, not 1");
        assertThatThrownBy(() -> MetainfoBuilder.ofFiles("a", List.of(), 16, new PieceHashes(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String fixture(String name) throws Exception {
        try (InputStream in = MetainfoBuilderTest.class.getResourceAsStream("/metainfo/" + name)) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }
}
