package org.ocsbt.converter.edit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.converter.edit.AnnounceReplacement.Change;
import org.ocsbt.converter.edit.AnnounceReplacement.Result;

class AnnounceReplacementTest {
    private static final String INFO = "4:infod4:name9:http://a/1:ai1ee"; // keys out of order, and an address

    @Test
    void changesAddressesAndTheirLengthsOnly() throws Exception {
        Result result = replace("d8:announce9:http://a/13:announce-listll9:http://a/8:udp://b/el9:http://a/ee7:comment9:http://a/"
                + INFO + "e", "http://a", "http://abc");

        assertThat(result.changes()).containsExactly(new Change(0, "http://a/", "http://abc/"),
                new Change(1, "http://a/", "http://abc/"), new Change(2, "http://a/", "http://abc/"));
        assertThat(new String(result.torrent(), UTF_8)).isEqualTo(
                "d8:announce11:http://abc/13:announce-listll11:http://abc/8:udp://b/el11:http://abc/ee7:comment9:http://a/"
                        + INFO + "e");
    }

    @Test
    void replacesEveryOccurrenceButNotWhatItPutIn() throws Exception {
        assertThat(new String(replace("d8:announce3:aba" + INFO + "e", "a", "aa").torrent(), UTF_8))
                .isEqualTo("d8:announce5:aabaa" + INFO + "e");
    }

    @Test
    void withoutAMatchNothingChanges() throws Exception {
        Result result = replace("d8:announce9:http://a/" + INFO + "e", "x", "y");

        assertThat(result.changes()).isEmpty();
        assertThat(new String(result.torrent(), UTF_8)).isEqualTo("d8:announce9:http://a/" + INFO + "e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "le", "d8:announcei1ee", "d8:announce1:a", "dee", "d13:announce-list1:ae"})
    void whatIsNoTorrentIsRefused(String text) {
        assertThatThrownBy(() -> replace(text, "a", "b")).isInstanceOf(BencodeException.class);
    }

    private static Result replace(String torrent, String text, String replacement) throws BencodeException {
        return AnnounceReplacement.replace(torrent.getBytes(UTF_8), text, replacement);
    }
}
