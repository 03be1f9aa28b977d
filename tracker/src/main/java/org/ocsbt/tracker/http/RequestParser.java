package org.ocsbt.tracker.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the head of one HTTP/1 request, cut anywhere. Does no I/O; it is fed what has arrived and keeps
 * only what an announce is judged by. A request body is never read: nothing here takes one.
 */
public final class RequestParser {
    /** An announce is about 400 bytes, a scrape of 100 torrents 7,000. */
    static final int MAX_TARGET_BYTES = 8 * 1024;

    /** All header lines together. */
    static final int MAX_HEADER_BYTES = 8 * 1024;

    private static final int KEPT_VALUE_BYTES = 256;
    private static final byte DELETE = 127;
    private static final Header[] HEADERS = Header.values();

    /** Where the next byte belongs. */
    enum State { METHOD, TARGET, VERSION, HEADER_NAME, HEADER_VALUE, DONE, MALFORMED, TOO_LONG }

    /** The headers that are looked at. */
    private enum Header {
        ACCEPT_ENCODING("accept-encoding"), USER_AGENT("user-agent"), REFERER("referer"), OTHER("");

        final String name;

        Header(String name) {
            this.name = name;
        }
    }

    private State state = State.METHOD;
    private byte[] text = new byte[512];
    private int length;
    private int headerBytes;
    private String method;
    private String target;
    private String version = "";
    private Header header = Header.OTHER;
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

    /** Takes all bytes; what follows the end of the head, or what is wrong, is passed over. */
    public void feed(ByteBuffer bytes) {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        int at = 0;
        while (at < chunk.length && !isFinished()) {
            int end = endOfRun(chunk, at);
            if (end > at) {
                keepRun(chunk, at, end);
                at = end;
            } else {
                accept(chunk[at++]);
            }
        }
    }

    /** Where the bytes end that only lengthen the text being read; that is most of a request. */
    private int endOfRun(byte[] chunk, int from) {
        int end = from;
        if (state == State.TARGET || state == State.HEADER_VALUE) {
            int lowest = state == State.TARGET ? ' ' + 1 : ' ';
            while (end < chunk.length && (chunk[end] >= lowest && chunk[end] != DELETE || chunk[end] < 0)) {
                end++;
            }
        }
        return end;
    }

    private void keepRun(byte[] chunk, int from, int end) {
        int most = state == State.TARGET ? MAX_TARGET_BYTES : header == Header.OTHER ? 0 : KEPT_VALUE_BYTES;
        int kept = Math.max(0, Math.min(end - from, most - length));
        if (text.length - length < kept) {
            text = Arrays.copyOf(text, Math.max(text.length * 2, length + kept));
        }
        System.arraycopy(chunk, from, text, length, kept);
        length += kept;
        if (state == State.HEADER_VALUE) {
            count(end - from);
        } else if (kept < end - from) {
            state = State.TOO_LONG;
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

    /** What ends a run of plain bytes. */
    private void target(byte b) {
        if (b == ' ' || b == '\n') {
            target = take();
            boolean isPath = target.startsWith("/");
            state = !isPath ? State.MALFORMED : b == ' ' ? State.VERSION : State.DONE;
        } else if (b != '\r') { // HTTP/0.9: the target ends the line
            state = State.MALFORMED;
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
        count(1);
        if (b == '\n') {
            // A line without a colon is no header; the empty line ends the head.
            state = length == 0 ? State.DONE : state;
            length = 0;
        } else if (b == ':') {
            header = headerNamedByText();
            length = 0;
            state = state == State.TOO_LONG ? state : State.HEADER_VALUE;
        } else if (b != '\r' && length < KEPT_VALUE_BYTES) {
            keep(b);
        }
    }

    /** What ends a run of plain bytes; control characters other than the line's end are left out. */
    private void headerValue(byte b) {
        if (b == '\n') {
            String value = take().strip();
            switch (header) {
                case ACCEPT_ENCODING -> acceptsGzip = value.contains("gzip");
                case USER_AGENT -> userAgent = value;
                case REFERER -> referer = value;
                case OTHER -> { }
            }
            state = State.HEADER_NAME;
        }
        count(1);
    }

    private Header headerNamedByText() {
        for (Header known : HEADERS) {
            if (length == known.name.length() && textIs(known.name)) {
                return known;
            }
        }
        return Header.OTHER;
    }

    private boolean textIs(String lowerCase) {
        for (int i = 0; i < length; i++) {
            char c = lowerCase.charAt(i);
            if (text[i] != c && text[i] != Character.toUpperCase(c)) {
                return false;
            }
        }
        return true;
    }

    private void count(int bytes) {
        headerBytes += bytes;
        if (headerBytes > MAX_HEADER_BYTES && state != State.DONE) {
            state = State.TOO_LONG;
        }
    }

    private static boolean isControl(byte b) {
        return b >= 0 && b < ' ' || b == DELETE;
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
