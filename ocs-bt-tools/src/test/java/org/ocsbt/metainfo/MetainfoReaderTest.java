package org.ocsbt.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class MetainfoReaderTest {
    private static final String HASH = "20:aaaaabbbbbcccccddddd";
    private static final String FILES = "5:filesld6:lengthi5e4:pathl2:00eed6:lengthi7e4:pathl2:10eee";
    private static final String REST = "4:name4:sda112:piece lengthi16e6:pieces" + HASH;

    @Test
    void readsFilesInTorrentOrder() throws Exception {
        Metainfo metainfo = parse("d4:infod" + FILES + REST + "ee");

        assertThat(metainfo.multiFile()).isTrue();
        assertThat(metainfo.name()).isEqualTo("sda1");
        assertThat(metainfo.files())
                .containsExactly(new FileEntry(List.of("00"), 5), new FileEntry(List.of("10"), 7));
        assertThat(metainfo.geometry().totalBytes()).isEqualTo(12);
        assertThat(metainfo.geometry().pieceLengthBytes()).isEqualTo(16);
        assertThat(metainfo.hashes().toBytes()).isEqualTo("aaaaabbbbbcccccddddd".getBytes(ISO_8859_1));
        assertThat(metainfo.isPrivate()).isFalse();
        assertThat(metainfo.announceTiers()).isEmpty();
    }

    @Test
    void singleFileFormHasOneEntryWithoutPath() throws Exception {
        Metainfo metainfo = parse(singleFile());

        assertThat(metainfo.multiFile()).isFalse();
        assertThat(metainfo.files()).containsExactly(new FileEntry(List.of(), 12));
    }

    /** The fixture and its info-hash were made by mktorrent and libtorrent ("record" beside it). */
    @Test
    void infoHashIsThatOfOtherPrograms() throws Exception {
        Metainfo metainfo = MetainfoReader.read(fixture("mktorrent.torrent"));

        assertThat(metainfo.infoHash().hex()).isEqualTo("690e8433b2f93f285fe1a924f2a6ee0a42cfee5c");
        assertThat(metainfo.isPrivate()).isTrue();
        assertThat(metainfo.announceTiers()).containsExactly(
                List.of(URI.create("http://127.0.0.1:6969/announce"), URI.create("http://127.0.0.2:6969/announce")),
                List.of(URI.create("udp://127.0.0.3:6969")));
        assertThat(metainfo.files()).extracting(FileEntry::path)
                .containsExactly(List.of("a"), List.of("b", "c"), List.of("b", "d"));
    }

    @Test
    void readsATorrentOfLibtorrent() throws Exception {
        Metainfo metainfo = MetainfoReader.read(fixture("libtorrent.torrent"));

        assertThat(metainfo.infoHash().hex()).isEqualTo("447e87adcf0fb9270ab3f4901f47dd1efa9c7856");
        assertThat(metainfo.files()).hasSize(2);
        assertThat(metainfo.geometry().pieceLengthBytes()).isEqualTo(16 * 1024 * 1024);
    }

    @Test
    void infoHashKeepsTheOrderOfKeysItFound() throws Exception {
        InfoHash sorted = parse(singleFile()).infoHash();
        InfoHash unsorted = parse("d4:infod" + REST + "6:lengthi12eee").infoHash();

        assertThat(unsorted).isNotEqualTo(sorted);
    }

    @Test
    void announceListReplacesAnnounce() throws Exception {
        Metainfo metainfo = parse("d8:announce10:http://a/x13:announce-listll10:http://b/xel8:udp://c/ee"
                + singleFile().substring(1));
        assertThat(metainfo.announceTiers())
                .containsExactly(List.of(URI.create("http://b/x")), List.of(URI.create("udp://c/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"le", "llee", "ll6:http:/ee", "ll7:ws://c/ee", "ll10:http:// c/ee", "ll0:ee"})
    void announceIsUsedWhereTheListNamesNothingUsable(String list) throws Exception {
        Metainfo metainfo = parse("d8:announce10:http://a/x13:announce-list" + list + singleFile().substring(1));
        assertThat(metainfo.announceTiers()).containsExactly(List.of(URI.create("http://a/x")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "de                                            | info is missing",
        "d4:infodee                                    | info.name is missing",
        "d4:infod4:name1:xee                           | info has neither length nor files",
        "d4:infod5:filesle6:lengthi1e4:name1:xee       | info has both length and files",
        "d4:infod6:lengthi-1e4:name1:xee               | info.length is negative: -1",
        "d4:infod6:lengthi5e4:name1:xee                | info.piece length is missing",
        "d4:infod6:lengthi5e4:name1:x12:piece lengthi0eee | info.piece length is 0, not within 1 and 134217728",
        "d4:infod6:lengthi5e4:name1:x12:piece lengthi134217729eee | info.piece length is 134217729, not within 1 and 134217728",
        "d4:infod6:lengthi5e4:name1:x12:piece lengthi16eee | info.pieces is missing",
        "d4:infod6:lengthi5e4:name1:x12:piece lengthi16e6:pieces4:abcdee | info.pieces has 4 bytes, but 5 bytes of data in pieces of 16 need 20",
        "d4:infod6:lengthi0e4:name1:x12:piece lengthi16e6:pieces0:ee | the files of the torrent have no data",
        "d4:infod5:filesle4:name1:x12:piece lengthi16e6:pieces0:ee | the files of the torrent have no data",
        "d4:infod5:filesld4:pathl1:aeeeee              | info.files[0].length is missing",
        "d4:infod5:filesld6:lengthi1eeeee              | info.files[0].path is missing",
        "d4:infod5:filesld6:lengthi1e4:pathleeeee      | info.files[0].path is empty",
        "d4:infod5:filesld6:lengthi-1e4:pathl1:aeeeee  | info.files[0].length is negative: -1",
        "d4:infod5:filesld6:lengthi1e4:pathl1:aeed6:lengthi2e4:pathl1:aeeeee | info.files[1].path is that of another file: a",
        "d4:infod6:lengthi9223372036854775807e4:name1:x12:piece lengthi16e6:pieces0:ee | info.piece length does not fit the data: more than 2^31 pieces",
        "d4:infoi1ee                                   | not a torrent: an integer where a dictionary must be at byte 7",
        "d4:infod6:lengthi5e6:lengthi5eee              | not a torrent: a dictionary key for the second time at byte 19",
        "<html>                                        | not a torrent: no bencoded value at byte 0",
        "d4:infod6:leng                                | not a torrent: a string of 6 bytes, of which only 4 are there, at byte 8",
    })
    void refusesWhatAClientCouldNotUse(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MetainfoException.class).hasMessage(message);
    }

    @Test
    void refusesLengthsThatAddUpPast63Bits() {
        String half = "d6:lengthi4611686018427387904e4:pathl1:%see";
        String text = "d4:infod5:filesl" + half.formatted("a") + half.formatted("b") + "eee";
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("info.files[1].length takes the sum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "a/b", "/etc", "\0", "a\0b"})
    void refusesPathsThatLeadAway(String element) {
        String bencoded = element.length() + ":" + element;
        assertThatThrownBy(() -> parse("d4:infod5:filesld6:lengthi1e4:pathl1:a" + bencoded + "eeeee"))
                .hasMessageStartingWith("info.files[0].path is no file name: \"").hasMessageMatching("\\P{Cntrl}+");
        assertThatThrownBy(() -> parse("d4:infod4:name" + bencoded + "ee"))
                .hasMessageStartingWith("info.name is no file name: \"");
    }

    @Test
    void everyCutTorrentIsRefused() {
        String whole = singleFile();
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(MetainfoException.class);
        }
    }

    private static String singleFile() {
        return "d4:infod6:lengthi12e" + REST + "ee";
    }

    private static Metainfo parse(String text) throws MetainfoException {
        return MetainfoReader.parse(text.getBytes(ISO_8859_1));
    }

    private static Path fixture(String name) throws Exception {
        return Path.of(MetainfoReaderTest.class.getResource("/metainfo/" + name).toURI());
    }
}
