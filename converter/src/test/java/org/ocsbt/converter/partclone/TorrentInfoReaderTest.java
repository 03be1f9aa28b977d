package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.converter.partclone.PartcloneException.Kind;
import org.ocsbt.metainfo.PieceHashes;

@Timeout(20)
class TorrentInfoReaderTest {
    private static final int PIECE = TorrentInfo.PIECE_LENGTH_BYTES;
    private static final String HEADER = "block_size: 1024\nblocks_total: 98304\n";

    @Test
    void readsExtentsAndHashesAsTwoLists() throws Exception {
        TorrentInfo info = read(HEADER + extent(0, PIECE) + extent(2L * PIECE, PIECE + 5) + hash(1)
                + extent(5L * PIECE, 10) + hash(2) + hash(3));

        assertThat(info.slices()).containsExactly(
                new Slice(digits(0), 0, PIECE),
                new Slice(digits(2L * PIECE), 2L * PIECE, PIECE + 5),
                new Slice(digits(5L * PIECE), 5L * PIECE, 10));
        assertThat(info.hashes().toBytes()).isEqualTo(HexFormat.of().parseHex(sha1(1) + sha1(2) + sha1(3)));
        assertThat(info.staleLine()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "16777215,1", "16777216,1", "16777217,2", "33554432,2"})
    void asManyHashesAsPiecesAreWanted(long length, int pieces) throws Exception {
        String hashes = IntStream.range(0, pieces).mapToObj(TorrentInfoReaderTest::hash).collect(Collectors.joining());

        assertThat(read(extent(0, length) + hashes).hashes().count()).isEqualTo(pieces);
        assertCorrupt(extent(0, length) + hashes.substring(47), "piece hashes, but there are " + (pieces - 1));
        assertCorrupt(extent(0, length) + hashes + hash(9), "text after the hash of the last piece");
    }

    @Test
    void nameIsTheTextOfTheOffsetWhateverItsWidth() throws Exception {
        TorrentInfo info = read("offset: 0A00\nlength: 5\n" + hash(1));

        assertThat(info.slices()).containsExactly(new Slice("0A00", 0xA00, 5));
    }

    /** Version 0.3.12 wrote over an older file: what is left of it begins anywhere in a line. */
    @Test
    void leftoverOfALongerFileIsNotRead() throws Exception {
        String older = extent(0, 4096) + extent(8192, PIECE) + hash(1) + extent(3L * PIECE, PIECE) + hash(2) + hash(3);
        String newer = extent(0, 8192) + hash(7);

        TorrentInfo info = read(newer + older.substring(newer.length()));

        assertThat(info.slices()).containsExactly(new Slice(digits(0), 0, 8192));
        assertThat(info.hashes()).extracting(PieceHashes::toBytes).isEqualTo(HexFormat.of().parseHex(sha1(7)));
        assertThat(info.staleLine()).isEqualTo(OptionalInt.of(4));
    }

    @Test
    void leftoverIsRefusedWhereVersionsTruncate() {
        assertCorrupt(HEADER + extent(0, 8192) + hash(7) + "00800400\n", "text after the hash of the last piece");
    }

    /** Else a damaged length would silently drop the rest of the partition. */
    @Test
    void wholeLinesAfterTheLastHashAreRefused() {
        assertCorrupt(extent(0, 8192) + hash(7) + extent(16384, PIECE) + hash(8), "text after the hash");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "offset: 00\\noffset: 00\\n                       | line 2: an offset where the length",
        "length: 00\\n                                    | line 1: a length without offset",
        "offset: 00\\nlength: 00\\n                       | line 2: the length 00 is impossible",
        "offset: 0x10\\n                                  | line 1: the offset is no hexadecimal number",
        "offset: \\n                                      | line 1: the offset is no hexadecimal number",
        "offset: 8000000000000000\\n                      | line 1: the offset is no hexadecimal number",
        "offset: 7fffffffffffffff\\nlength: 1\\n          | line 2: the length 1 is impossible",
        "offset: 10\\nlength: 10\\noffset: 1f\\nlength: 1\\n | line 4: the extent at 1f begins before the end",
        "offset: 10\\nlength: 10\\noffset: 00\\nlength: 1\\n | line 4: the extent at 00 begins before the end",
        "offset: 10\\nlength: 10\\nsha1: 5ea0\\n          | line 3: a SHA-1 has 40 hexadecimal digits",
        "offset: 10\\nlength: 10\\n\\n                    | line 3 is none of a torrent.info: it is empty",
        "sha1: 5ea09123c30de14df31b77904ba8b64151b95252\\n | line 1: a hash before the first extent",
        "offset: 10\\nlength: 10\\noffset: 30\\n           | and the last extent has no length",
    })
    void damageIsNamedWithItsLine(String text, String message) {
        assertCorrupt(text.replace("\\n", "\n"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>\n", "\n", "\0\0\0\0"})
    void whatPartcloneDidNotWriteIsToldApart(String text) {
        assertKind(text, Kind.NOT_PARTCLONE);
    }

    @Test
    void headerAloneIsAnEmptyDevice() {
        assertCorrupt(HEADER, "it names no extents");
    }

    @Test
    void lineWithoutEndIsBounded() {
        assertKind("x".repeat(2_000_000), Kind.OVER_LIMIT);
    }

    @Test
    void everyCutIsRefused() {
        String whole = HEADER + extent(0, PIECE) + extent(2L * PIECE, 5) + hash(1) + hash(2);
        for (int length = 0; length < whole.length() - 1; length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(PartcloneException.class);
        }
    }

    private static void assertCorrupt(String text, String message) {
        assertKind(text, Kind.CORRUPT);
        assertThatThrownBy(() -> read(text)).hasMessageContaining(message).hasMessageMatching("\\P{Cntrl}+");
    }

    private static void assertKind(String text, Kind kind) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(PartcloneException.class,
                e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    private static TorrentInfo read(String text) throws Exception {
        return TorrentInfoReader.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    private static String extent(long offset, long length) {
        return "offset: " + digits(offset) + "\nlength: " + digits(length) + "\n";
    }

    private static String hash(int number) {
        return "sha1: " + sha1(number) + "\n";
    }

    private static String sha1(int number) {
        return String.format("%040x", number + 1);
    }

    private static String digits(long number) {
        return String.format("%032x", number);
    }
}
