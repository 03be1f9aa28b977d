package org.ocsbt.bencode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ocsbt.bencode.BencodeException.Kind;

/** A list or dictionary that has been entered and not yet left. */
final class Container {
    /**
     * Keys remembered of a dictionary, to find one that comes twice out of order. A larger dictionary
     * must be in order, so that hostile input can't make us remember millions.
     */
    static final int MAX_UNORDERED_KEYS = 1000;

    /** Lists have no state of their own. */
    static final Container LIST = new Container(null);

    /** The first ones, as they came. */
    private final List<ByteBuffer> keys;
    /** The same, made when the first key comes out of order: few dictionaries need it. */
    private Set<ByteBuffer> seen;
    private ByteBuffer greatestKey;
    private boolean valuePending;

    private Container(List<ByteBuffer> keys) {
        this.keys = keys;
    }

    static Container dictionary() {
        return new Container(new ArrayList<>(4));
    }

    boolean isDictionary() {
        return keys != null;
    }

    void addKey(ByteBuffer key, int offset) throws BencodeException {
        if (valuePending) {
            throw new BencodeException(Kind.NOT_BENCODE, offset, "a key without value");
        }
        int order = greatestKey == null ? 1 : compareUnsigned(key, greatestKey);
        boolean remembered = keys.size() < MAX_UNORDERED_KEYS;
        if (order == 0 || order < 0 && remembered && hasSeen(key)) {
            throw new BencodeException(Kind.NOT_BENCODE, offset, "a dictionary key for the second time");
        }
        if (order < 0 && !remembered) {
            throw new BencodeException(Kind.OVER_LIMIT, offset,
                    "keys out of order in a dictionary of more than " + MAX_UNORDERED_KEYS);
        }
        if (remembered) {
            remember(key);
        }
        if (order > 0) {
            greatestKey = key;
        }
        valuePending = true;
    }

    private boolean hasSeen(ByteBuffer key) {
        if (seen == null) {
            seen = new HashSet<>(keys);
        }
        return seen.contains(key);
    }

    private void remember(ByteBuffer key) {
        keys.add(key);
        if (seen != null) {
            seen.add(key);
        }
    }

    void addValue(int offset) throws BencodeException {
        if (isDictionary() && !valuePending) {
            throw new BencodeException(Kind.NOT_BENCODE, offset, "a dictionary value without key");
        }
        valuePending = false;
    }

    void requireComplete(int offset) throws BencodeException {
        if (valuePending) {
            throw new BencodeException(Kind.NOT_BENCODE, offset, "a key without value");
        }
    }

    /** BEP 3 orders keys as raw bytes. */
    private static int compareUnsigned(ByteBuffer a, ByteBuffer b) {
        int mismatch = a.mismatch(b);
        if (mismatch < 0 || mismatch == a.remaining() || mismatch == b.remaining()) {
            return Integer.compare(a.remaining(), b.remaining());
        }
        return Byte.compareUnsigned(
                a.get(a.position() + mismatch), b.get(b.position() + mismatch));
    }
}
