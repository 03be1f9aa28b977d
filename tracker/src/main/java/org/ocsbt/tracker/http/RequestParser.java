package org.ocsbt.tracker.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Takes the head of one HTTP/1 request byte by byte. Does no I/O; it is fed what has arrived and keeps
 * only what an announce is judged by. A request body is never read: nothing here takes one.
 */
public final class RequestParser {
    /** An announce is about 400 bytes, a scrape of 100 torrents 7,000. */
    static final int MAX_TARGET_BYTES = 8 * 1024;

    /** All header lines together. */
    static final int MAX_HEADER_BYTES = 8 * 1024;

    private static final int KEPT_VALUE_BYTES = 256;

    /** Where the next byte belongs. */
    enum State { METHOD, TARGET, VERSION, HEADER_NAME, HEADER_VALUE, DONE, MALFORMED, TOO_LONG }

    private State state = State.METHOD;
    private byte[] text = new byte[512];
    private int length;
    private int headerBytes;
    private String method;
    private String target;
    private String version = "";
    private String headerName;
    private boolean acceptsGzip;
    private String userAgent = "";
    private String referer = "";

    /** Ready for another request. */
    public void reset() {
        state = State.METHOD;
        length = 0;
        headerBytes = 0;
        version = "";
        acceptsGzip = false;
        userAgent = "";
        referer = "";
    }

    /** Takes bytes until the head ends, something is wrong, or there are no more. */
    public void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !isFinished()) {
            accept(bytes.get());
        }
    }

    /** Whether no more bytes are wanted: the head is whole, or the request is refused. */
    public boolean isFinished() {
        return state.ordinal() >= State.DONE.ordinal();
    }

    /** Whether the finished request is whole and well-formed. */
    public boolean isComplete() {
        return state == State.DONE;
    }

    /** Whether the finished request was refused for its length. */
    public boolean isTooLong() {
        return state == State.TOO_LONG;
    }

    /** Whether nothing has arrived yet. */
    public boolean isUntouched() {
        return state == State.METHOD && length == 0;
    }

    /** The request; only when {@link #isComplete}. */
    public HttpRequest request(InetAddress from) {
        return new HttpRequest(from, method, target, version, acceptsGzip, userAgent, referer);
    }

    private void accept(byte b) {
        switch (state) {
            case METHOD -> method(b);
            case TARGET -> target(b);
            case VERSION -> version(b);
            case HEADER_NAME -> headerName(b);
            case HEADER_VALUE -> headerValue(b);
            default -> throw new IllegalStateException("a finished request takes no bytes");
        }
    }

    private void method(byte b) {
        if (b == ' ' && length > 0) {
            method = take();
            state = State.TARGET;
        } else if (b >= 'A' && b <= 'Z' && length < 16) {
            keep(b);
        } else {
            state = State.MALFORMED;
        }
    }

    private void target(byte b) {
        if (b == ' ' || b == '\n') {
            target = take();
            boolean isPath = target.startsWith("/");
            state = !isPath ? State.MALFORMED : b == ' ' ? State.VERSION : State.DONE;
        } else if (b == '\r') {
            return; // HTTP/0.9: the target ends the line
        } else if (isControl(b)) {
            state = State.MALFORMED;
        } else if (length == MAX_TARGET_BYTES) {
            state = State.TOO_LONG;
        } else {
            keep(b);
        }
    }

    private void version(byte b) {
        if (b == '\n') {
            version = take();
            state = version.startsWith("HTTP/") ? State.HEADER_NAME : State.MALFORMED;
        } else if (b != '\r') {
            if (isControl(b) || length == 16) {
                state = State.MALFORMED;
            } else {
                keep(b);
            }
        }
    }

    private void headerName(byte b) {
        count();
        if (b == '\n') {
            // A line without a colon is no header; the empty line ends the head.
            state = length == 0 ? State.DONE : state;
            length = 0;
        } else if (b == ':') {
            headerName = take().toLowerCase(Locale.ROOT);
            state = State.HEADER_VALUE;
        } else if (b != '\r' && length < KEPT_VALUE_BYTES) {
            keep(b);
        }
    }

    private void headerValue(byte b) {
        if (b == '\n') {
            header(headerName, take().strip());
            state = State.HEADER_NAME;
        } else if (!isControl(b) && length < KEPT_VALUE_BYTES) {
            keep(b);
        }
        count();
    }

    private void header(String name, String value) {
        switch (name) {
            case "accept-encoding" -> acceptsGzip = value.contains("gzip");
            case "user-agent" -> userAgent = value;
            case "referer" -> referer = value;
            default -> { }
        }
    }

    private void count() {
        if (++headerBytes > MAX_HEADER_BYTES && state != State.DONE) {
            state = State.TOO_LONG;
        }
    }

    private static boolean isControl(byte b) {
        return b >= 0 && b < ' ' || b == 127;
    }

    private void keep(byte b) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
        }
        text[length++] = b;
    }

    private String take() {
        String taken = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        length = 0;
        return taken;
    }
}
