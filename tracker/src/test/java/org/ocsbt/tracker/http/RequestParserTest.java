package org.ocsbt.tracker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
    private static final String USUAL = "GET /announce?a=%20b&c=d HTTP/1.1\r\nHost: x\r\nUser-Agent:  a b \r\n"
            + "accept-encoding: deflate, gzip\r\nReferer: r\r\n\r\n";

    private final RequestParser parser = new RequestParser();

    private void feed(String bytes) {
        parser.feed(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
    }

    private HttpRequest request() {
        assertThat(parser.isComplete()).isTrue();
        return parser.request(InetAddress.getLoopbackAddress());
    }

    @Test
    void aWholeRequestIsTakenApart() {
        feed(USUAL);
        HttpRequest request = request();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/announce");
        assertThat(request.query()).asString(ISO_8859_1).isEqualTo("a=%20b&c=d");
        assertThat(request.version()).isEqualTo("HTTP/1.1");
        assertThat(request.userAgent()).isEqualTo("a b");
        assertThat(request.referer()).isEqualTo("r");
        assertThat(request.acceptsGzip()).isTrue();
    }

    @Test
    void itMayArriveByteByByte() {
        feed(USUAL);
        HttpRequest whole = request();
        parser.reset();
        for (char c : USUAL.toCharArray()) {
            assertThat(parser.isFinished()).isFalse();
            feed(String.valueOf(c));
        }
        assertThat(request()).isEqualTo(whole);
    }

    @Test
    void nothingOfOneRequestIsLeftForTheNext() {
        feed(USUAL);
        parser.reset();
        feed("GET / HTTP/1.0\n\n");
        assertThat(request()).isEqualTo(new HttpRequest(
                InetAddress.getLoopbackAddress(), "GET", "/", "HTTP/1.0", false, "", ""));
    }

    @Test
    void http09NeedsNoVersion() {
        feed("GET /announce\r\n");
        assertThat(request().target()).isEqualTo("/announce");
    }

    @ParameterizedTest
    @ValueSource(strings = {" GET / HTTP/1.0\r\n", "get / HTTP/1.0\r\n", "GET announce HTTP/1.0\r\n", "GET \r\n",
        "GET /\u0000 HTTP/1.0\r\n", "GET / FTP/1.0\r\n", "GET / HTTP/1.0000000000000\r\n",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ /", "\u0016\u0003\u0001", "GET /a\u001b[2J HTTP/1.0\r\n"})
    void whatIsNoRequestIsMalformed(String bytes) {
        feed(bytes);
        assertThat(parser.isFinished()).isTrue();
        assertThat(parser.isComplete()).isFalse();
        assertThat(parser.isTooLong()).isFalse();
    }

    @Test
    void theTargetIsBounded() {
        feed("GET /" + "a".repeat(RequestParser.MAX_TARGET_BYTES - 1));
        assertThat(parser.isFinished()).isFalse();
        feed("a");
        assertThat(parser.isTooLong()).isTrue();
    }

    @Test
    void headersAreBoundedTogether() {
        feed("GET / HTTP/1.1\r\n");
        feed("x: y\r\n".repeat(RequestParser.MAX_HEADER_BYTES / 6));
        assertThat(parser.isFinished()).isFalse();
        feed("x: y\r\n");
        assertThat(parser.isTooLong()).isTrue();
    }

    @Test
    void oneLongHeaderIsBoundedToo() {
        feed("GET / HTTP/1.1\r\nCookie: " + "c".repeat(1 << 20));
        assertThat(parser.isTooLong()).isTrue();
    }

    @Test
    void controlCharactersNeverReachAHeaderValue() {
        feed("GET / HTTP/1.1\r\nUser-Agent: a\u0007\u001b[1mb\tc\r\n\r\n");
        assertThat(request().userAgent()).isEqualTo("a[1mbc");
    }
}
