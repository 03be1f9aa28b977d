package org.ocsbt.tracker.http;

import java.nio.charset.StandardCharsets;

/**
 * One answer; the connection is closed behind it.
 *
 * @param statusLine such as {@code HTTP/1.1 200 OK}
 * @param headers header lines beside Content-Length, each ended with CR LF
 * @param body the bytes, already in the encoding that {@code headers} name
 */
public record HttpResponse(String statusLine, String headers, byte[] body) {
    public static HttpResponse text(String statusLine, String headers, String body) {
        return new HttpResponse(statusLine, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The three digits of the status line. */
    public int status() {
        int blank = statusLine.indexOf(' ');
        return Integer.parseInt(statusLine.substring(blank + 1, blank + 4));
    }
}
