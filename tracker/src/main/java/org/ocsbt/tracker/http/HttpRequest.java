package org.ocsbt.tracker.http;

import java.nio.charset.StandardCharsets;
import java.net.InetAddress;

/**
 * The head of one request. All texts are Latin-1, byte for byte what was sent, without control
 * characters: the parser refuses those.
 *
 * @param from the client's address
 * @param method such as {@code GET}
 * @param target path and query as sent
 * @param version such as {@code HTTP/1.0}; empty when there was none
 * @param acceptsGzip {@code Accept-Encoding} names gzip
 * @param userAgent empty when there was none
 * @param referer empty when there was none
 */
public record HttpRequest(
        InetAddress from, String method, String target, String version,
        boolean acceptsGzip, String userAgent, String referer) {

    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** What follows {@code ?}; empty when there is none. */
    public byte[] query() {
        int mark = target.indexOf('?');
        return target.substring(mark < 0 ? target.length() : mark + 1).getBytes(StandardCharsets.ISO_8859_1);
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }
}
