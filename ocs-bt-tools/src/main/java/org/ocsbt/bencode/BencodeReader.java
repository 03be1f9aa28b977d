package org.ocsbt.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.ocsbt.bencode.BencodeException.Kind;

/**
 * Reads bencode (BEP 3) from an array, one token at a time: the caller asks for what must come next.
 *
 * <pre>{@code
 * reader.enterDictionary();
 * while (reader.hasNext()) {
 *     switch (reader.readKey()) {
 *         case "length" -> length = reader.readInteger();
 *         default -> reader.skip();
 *     }
 * }
 * reader.leave();
 * }</pre>
 *
 * <p>It keeps nothing but its position, so a torrent of 100,000 files costs only what the caller keeps.
 * It never recurses; nesting and the number of tokens are bounded. Keys of one dictionary must differ;
 * keys out of order are accepted, since old programs wrote them. After an exception the reader is of no
 * further use.
 */
public final class BencodeReader {
    /** Lists and dictionaries inside one another; torrents need 5. */
    public static final int MAX_DEPTH = 100;

    /** Integers, strings, lists and dictionaries in one input; a file in a torrent takes 6. */
    public static final int MAX_TOKENS = 10_000_000;

    /** The type of the value that comes next, or the end of the list or dictionary being read. */
    public enum Type { INTEGER, STRING, LIST, DICTIONARY, END }

    private final byte[] bytes;
    private final Deque<Container> open = new ArrayDeque<>();
    private int position;
    private int tokens;

    /** @param bytes read from the first element on; not copied, so not to be changed meanwhile */
    public BencodeReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Position of the next token: before and after a value, it gives the value's raw byte range. */
    public int offset() {
        return position;
    }

    /** What comes next; reads nothing. */
    public Type peek() throws BencodeException {
        byte first = byteAt(position);
        return switch (first) {
            case 'i' -> Type.INTEGER;
            case 'l' -> Type.LIST;
            case 'd' -> Type.DICTIONARY;
            case 'e' -> Type.END;
            default -> {
                if (!isDigit(first)) {
                    throw fail(Kind.NOT_BENCODE, position, "no bencoded value");
                }
                yield Type.STRING;
            }
        };
    }

    /** Whether the list or dictionary being read has another element. */
    public boolean hasNext() throws BencodeException {
        return peek() != Type.END;
    }

    public long readInteger() throws BencodeException {
        begin(Type.INTEGER);
        int start = position++;
        boolean negative = byteAt(position) == '-';
        if (negative) {
            position++;
        }
        long value = digits(start, 'e', negative);
        if (negative && value == 0) {
            throw fail(Kind.NOT_BENCODE, start, "integer -0");
        }
        return value;
    }

    /** Reads a string as the bytes it is made of. */
    public byte[] readBytes() throws BencodeException {
        begin(Type.STRING);
        int from = passString();
        return Arrays.copyOfRange(bytes, from, position);
    }

    /** Reads a string that must be text in UTF-8. */
    public String readText() throws BencodeException {
        int start = position;
        begin(Type.STRING);
        return text(start, passString());
    }

    /** Reads the next key of a dictionary, text in UTF-8. Its value must be read or skipped next. */
    public String readKey() throws BencodeException {
        int start = position;
        int from = passKey();
        return text(start, from);
    }

    public void enterList() throws BencodeException {
        enter(Type.LIST);
    }

    public void enterDictionary() throws BencodeException {
        enter(Type.DICTIONARY);
    }

    /** Leaves the list or dictionary being read, which must have no further element. */
    public void leave() throws BencodeException {
        if (peek() != Type.END) {
            throw fail(Kind.WRONG_TYPE, position, "an element too many");
        }
        if (open.isEmpty()) {
            throw fail(Kind.NOT_BENCODE, position, "an end without a beginning");
        }
        open.pop().requireComplete(position);
        position++;
    }

    /** Passes over one whole value, checking it on the way. */
    public void skip() throws BencodeException {
        int depth = open.size();
        if (!hasNext()) {
            throw fail(Kind.NOT_BENCODE, position, "an end where a value must be");
        }
        do {
            switch (peek()) {
                case INTEGER -> readInteger();
                case STRING -> {
                    begin(Type.STRING);
                    passString();
                }
                case LIST -> enterList();
                case DICTIONARY -> enterDictionary();
                case END -> leave();
            }
            if (open.size() > depth && open.element().isDictionary() && hasNext()) {
                passKey();
            }
        } while (open.size() > depth);
    }

    /** Requires that nothing follows. */
    public void requireEndOfInput() throws BencodeException {
        if (position < bytes.length) {
            throw fail(Kind.NOT_BENCODE, position, "data after the end of the value");
        }
    }

    /** Passes over a key; returns where its bytes begin. */
    private int passKey() throws BencodeException {
        int start = position;
        if (peek() != Type.STRING) {
            throw fail(Kind.NOT_BENCODE, start, name(peek()) + " where a dictionary key must be");
        }
        countToken();
        int from = passString();
        open.element().addKey(ByteBuffer.wrap(bytes, from, position - from), start);
        return from;
    }

    private void enter(Type type) throws BencodeException {
        begin(type);
        if (open.size() == MAX_DEPTH) {
            throw fail(Kind.OVER_LIMIT, position, "more than " + MAX_DEPTH + " levels of nesting");
        }
        open.push(type == Type.LIST ? Container.LIST : Container.dictionary());
        position++;
    }

    /** Accounts for a value of {@code wanted} type that starts here. */
    private void begin(Type wanted) throws BencodeException {
        Type found = peek();
        if (found != wanted) {
            throw fail(found == Type.END ? Kind.NOT_BENCODE : Kind.WRONG_TYPE, position,
                    name(found) + " where " + name(wanted) + " must be");
        }
        countToken();
        if (!open.isEmpty()) {
            open.element().addValue(position);
        }
    }

    private void countToken() throws BencodeException {
        if (++tokens > MAX_TOKENS) {
            throw fail(Kind.OVER_LIMIT, position, "more than " + MAX_TOKENS + " values");
        }
    }

    /** Passes over a string whose length begins here; returns where its bytes begin. */
    private int passString() throws BencodeException {
        int start = position;
        long length = digits(start, ':', false);
        if (length > bytes.length - position) {
            throw fail(Kind.TRUNCATED, start, "a string of " + length + " bytes, of which only "
                    + (bytes.length - position) + " are there,");
        }
        int from = position;
        position += (int) length;
        return from;
    }

    /** Reads decimal digits without leading zero up to and with {@code end}. */
    private long digits(int start, char end, boolean negative) throws BencodeException {
        int from = position;
        long value = 0;
        while (isDigit(byteAt(position))) {
            int digit = bytes[position++] - '0';
            // Counted downwards: the smallest long has no positive counterpart.
            if (value < (Long.MIN_VALUE + digit) / 10) {
                throw fail(Kind.OVER_LIMIT, start, "a number outside 64 bits");
            }
            value = value * 10 - digit;
        }
        boolean leadingZero = position - from > 1 && bytes[from] == '0';
        if (position == from || leadingZero || bytes[position] != end) {
            throw fail(Kind.NOT_BENCODE, start, "a malformed number");
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw fail(Kind.OVER_LIMIT, start, "a number outside 64 bits");
        }
        position++;
        return negative ? value : -value;
    }

    private String text(int start, int from) throws BencodeException {
        for (int i = from; i < position; i++) {
            if (bytes[i] < 0) {
                return decode(start, from);
            }
        }
        return new String(bytes, from, position - from, ISO_8859_1);
    }

    private String decode(int start, int from) throws BencodeException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, position - from)).toString();
        } catch (CharacterCodingException e) {
            throw fail(Kind.WRONG_TYPE, start, "text that is not UTF-8");
        }
    }

    private byte byteAt(int index) throws BencodeException {
        if (index >= bytes.length) {
            throw fail(Kind.TRUNCATED, bytes.length, "the data ends inside a value,");
        }
        return bytes[index];
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String name(Type type) {
        return switch (type) {
            case INTEGER -> "an integer";
            case STRING -> "a string";
            case LIST -> "a list";
            case DICTIONARY -> "a dictionary";
            case END -> "an end";
        };
    }

    private static BencodeException fail(Kind kind, int offset, String what) {
        return new BencodeException(kind, offset, what);
    }
}
