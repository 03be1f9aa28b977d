package org.ocsbt.tracker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the bytes are, cut anywhere, a request is the same, and no control character gets through. The
 * test changes a good request a little; {@code tests/fuzz} has Jazzer look for more.
 */
public class RequestParserFuzzTest {
    private static final int ROUNDS = 40_000;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        RequestParser whole = new RequestParser();
        whole.feed(ByteBuffer.wrap(bytes));
        RequestParser cut = new RequestParser();
        for (byte b : bytes) {
            cut.feed(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(cut.isFinished()).isEqualTo(whole.isFinished());
        assertThat(cut.isTooLong()).isEqualTo(whole.isTooLong());
        if (whole.isComplete()) {
            HttpRequest request = whole.request(InetAddress.getLoopbackAddress());
            assertThat(cut.request(InetAddress.getLoopbackAddress())).isEqualTo(request);
            assertThat(request.path()).startsWith("/");
            assertThat(request.method() + request.target() + request.version() + request.userAgent()
                    + request.referer()).matches("[^\\x00-\\x1f\\x7f]*");
        }
    }

    @Test
    @Timeout(60)
    void changedRequestsAreReadOrRefused() {
        byte[] good = ("GET /announce?info_hash=%00&port=1 HTTP/1.1\r\nHost: x\r\nUser-Agent: a\r\n"
                + "Accept-Encoding: gzip\r\nReferer: b\r\n\r\n").getBytes(ISO_8859_1);
        Random random = new Random(1);
        byte[] letters = "\r\n :/?%GHP1.\0\u00ff\u007f".getBytes(ISO_8859_1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = good.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = letters[random.nextInt(letters.length)];
            }
            fuzzerTestOneInput(changed);
        }
    }
}
