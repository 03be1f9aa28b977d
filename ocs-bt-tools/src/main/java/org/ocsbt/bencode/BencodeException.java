package org.ocsbt.bencode;

/** Bytes that are not the bencode their reader expects; the message is one line with the offset. */
public final class BencodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Kind {
        /** They break the grammar of BEP 3. */
        NOT_BENCODE,
        /** They end in the middle of a value. */
        TRUNCATED,
        /** They may be right, but exceed what the reader is willing to hold. */
        OVER_LIMIT,
        /** They are bencode, but of another type than the caller asks for. */
        WRONG_TYPE
    }

    private final Kind kind;
    private final int offset;

    BencodeException(Kind kind, int offset, String what) {
        super(what + " at byte " + offset);
        this.kind = kind;
        this.offset = offset;
    }

    public Kind kind() {
        return kind;
    }

    /** Position of the first byte of what is wrong, counted from 0. */
    public int offset() {
        return offset;
    }
}
