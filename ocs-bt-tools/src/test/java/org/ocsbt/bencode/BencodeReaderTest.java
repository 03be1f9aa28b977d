package org.ocsbt.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dampcake.bencode.Bencode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.bencode.BencodeException.Kind;

@Timeout(20)
class BencodeReaderTest {
    @Test
    void readsWhatTheLibraryWrites() throws Exception {
        byte[] written = new Bencode().encode(Map.of("list", List.of("spam", -42L), "text", "grün"));
        BencodeReader in = new BencodeReader(written);

        in.enterDictionary();
        assertThat(in.readKey()).isEqualTo("list");
        in.enterList();
        assertThat(in.readText()).isEqualTo("spam");
        assertThat(in.readInteger()).isEqualTo(-42);
        assertThat(in.hasNext()).isFalse();
        in.leave();
        assertThat(in.readKey()).isEqualTo("text");
        assertThat(in.readText()).isEqualTo("grün");
        in.leave();
        in.requireEndOfInput();
    }

    @Test
    void offsetsAroundAValueAreItsRawBytes() throws Exception {
        BencodeReader in = reader("d4:infod1:ai1e1:bl2:xyee3:zzzi0ee");
        in.enterDictionary();
        in.readKey();

        int from = in.offset();
        in.skip();

        assertThat(from).isEqualTo(7);
        assertThat(in.offset()).isEqualTo(7 + "d1:ai1e1:bl2:xyee".length());
        assertThat(in.readKey()).isEqualTo("zzz");
    }

    @ParameterizedTest
    @CsvSource({"i0e,0", "i9223372036854775807e,9223372036854775807", "i-9223372036854775808e,-9223372036854775808"})
    void integersReachTheEndsOf64Bits(String text, long value) throws Exception {
        assertThat(reader(text).readInteger()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i9223372036854775808e", "i-9223372036854775809e", "i99999999999999999999e",
        "99999999999999999999:x"})
    void numbersBeyond64BitsAreOverTheLimit(String text) {
        assertThat(failure(text).kind()).isEqualTo(Kind.OVER_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ie", "i-e", "i-0e", "i01e", "i1:", "i1x", "00:", "01:a", "1a", "d1:ae", "di1e1:ae",
        "dli1eei1ee", "e", "-1:a", "d1:a1:b1:a1:ce", "d1:b1:x1:a1:y1:b1:ze", "i--1e", "i+1e"})
    void whatBreaksTheGrammarIsNoBencode(String text) {
        BencodeException failure = failure(text);

        assertThat(failure.kind()).isEqualTo(Kind.NOT_BENCODE);
        assertThat(failure).hasMessageMatching("\\P{Cntrl}+ at byte \\d+");
    }

    @Test
    void everyPrefixOfAValueIsTruncated() {
        String whole = "d4:infod5:filesld6:lengthi65536e4:pathl3:abceee4:name4:sda1ee";
        for (int length = 0; length < whole.length(); length++) {
            assertThat(failure(whole.substring(0, length)).kind()).as("%d bytes", length).isEqualTo(Kind.TRUNCATED);
        }
    }

    @Test
    void failureNamesTheOffset() {
        assertThat(failure("d1:ai1e1:bi0x2ee").offset()).isEqualTo(10);
        assertThat(failure("d1:ai1e1:ai2ee")).hasMessageEndingWith("at byte 7");
    }

    @Test
    void keysOutOfOrderAreAccepted() throws Exception {
        BencodeReader in = reader("d1:bi1e1:ai2e2:aai3ee");
        in.skip();
        in.requireEndOfInput();
    }

    @Test
    void largeDictionaryMustBeInOrder() {
        StringBuilder text = new StringBuilder("d");
        for (int i = 0; i <= Container.MAX_UNORDERED_KEYS; i++) {
            text.append("5:").append(10000 + i).append("i1e");
        }
        assertThat(failure(text + "5:00000i1ee").kind()).isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void nestingIsBoundedWhileSkipping() throws Exception {
        reader("l".repeat(100) + "e".repeat(100)).skip();

        assertThat(failure("l".repeat(101) + "e".repeat(101)).kind()).isEqualTo(Kind.OVER_LIMIT);
        assertThat(failure("l".repeat(5_000_000)).kind()).isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void numberOfTokensIsBounded() {
        assertThat(failure("l" + "0:".repeat(BencodeReader.MAX_TOKENS) + "e").kind()).isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void anotherTypeThanAskedForIsToldApart() {
        BencodeException failure =
                catchThrowableOfType(BencodeException.class, () -> reader("4:spam").readInteger());
        assertThat(failure.kind()).isEqualTo(Kind.WRONG_TYPE);
        assertThat(failure).hasMessage("a string where an integer must be at byte 0");
    }

    @Test
    void textMustBeUtf8() {
        BencodeReader in = new BencodeReader("2:\u00c3\u0028".getBytes(ISO_8859_1));
        assertThat(catchThrowableOfType(BencodeException.class, in::readText).kind()).isEqualTo(Kind.WRONG_TYPE);
    }

    @Test
    void dataAfterTheValueIsRefusedOnRequest() throws Exception {
        BencodeReader in = reader("i1e ");
        in.skip();
        assertThat(catchThrowableOfType(BencodeException.class, in::requireEndOfInput).offset()).isEqualTo(3);
    }

    private static BencodeReader reader(String text) {
        return new BencodeReader(text.getBytes(UTF_8));
    }

    private static BencodeException failure(String text) {
        return catchThrowableOfType(BencodeException.class, () -> reader(text).skip());
    }
}
