package org.ocsbt.announce;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a request target after {@code ?}: keys and percent-decoded byte values in the order sent.
 * A {@code %} that no two hex digits follow stands for itself; {@code +} is a plus:
 * trackers never took forms.
 */
public final class QueryParameters {
    /** A full scrape request of 100 hashes fits; more is rubbish. */
    static final int MAX_PARAMETERS = 128;

    private final List<String> keys = new ArrayList<>(16);
    private final List<byte[]> values = new ArrayList<>(16);

    private boolean bareWord;

    private QueryParameters() {}

    /** @throws AnnounceFormatException there are more than {@value #MAX_PARAMETERS} parameters */
    public static QueryParameters parse(byte[] bytes, int from, int to) throws AnnounceFormatException {
        QueryParameters parameters = new QueryParameters();
        int start = from;
        while (start < to) {
            int end = indexOf(bytes, '&', start, to);
            if (end > start) {
                parameters.add(bytes, start, end);
            }
            start = end + 1;
        }
        return parameters;
    }

    /** As {@link #parse(byte[], int, int)}. */
    public static QueryParameters parse(String query) throws AnnounceFormatException {
        byte[] bytes = query.getBytes(StandardCharsets.ISO_8859_1);
        return parse(bytes, 0, bytes.length);
    }

    private void add(byte[] bytes, int start, int end) throws AnnounceFormatException {
        int equals = indexOf(bytes, '=', start, end);
        if (equals == end) {
            bareWord = true;
            return;
        }
        if (keys.size() == MAX_PARAMETERS) {
            throw new AnnounceFormatException(AnnounceFormatException.Fault.TOO_MANY_PARAMETERS, "");
        }
        keys.add(decodedKey(bytes, start, equals));
        values.add(decode(bytes, equals + 1, end));
    }

    /** Whether a parameter came without {@code =}; it is left out. */
    public boolean hasBareWord() {
        return bareWord;
    }

    private static String decodedKey(byte[] bytes, int from, int to) {
        if (indexOf(bytes, '%', from, to) == to) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        return new String(decode(bytes, from, to), StandardCharsets.ISO_8859_1);
    }

    /** The first value of {@code key}, or null. */
    public byte[] bytes(String key) {
        int index = keys.indexOf(key);
        return index < 0 ? null : values.get(index);
    }

    /** The first value of {@code key} as UTF-8 text, or null. */
    public String text(String key) {
        byte[] value = bytes(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** All values of {@code key} in the order sent. */
    public List<byte[]> all(String key) {
        List<byte[]> found = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).equals(key)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    /** The bytes as a query value: unreserved characters as they are (RFC 3986), all others {@code %XX}. */
    public static String encode(byte[] value) {
        StringBuilder text = new StringBuilder(value.length * 3);
        for (byte b : value) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return text.toString();
    }

    private static byte[] decode(byte[] bytes, int from, int to) {
        if (indexOf(bytes, '%', from, to) == to) {
            return Arrays.copyOfRange(bytes, from, to);
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            int high = bytes[i] == '%' && i + 2 < to ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }
}
