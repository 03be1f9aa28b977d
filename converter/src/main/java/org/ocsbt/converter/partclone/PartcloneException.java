package org.ocsbt.converter.partclone;

/** Something of partclone's that can't be used; the message is one line: where, and what is wrong. */
public final class PartcloneException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** It was not written by partclone at all. */
        NOT_PARTCLONE,
        /** It was, but in a way this program does not know. */
        UNSUPPORTED,
        /** It is damaged or ends too early. */
        CORRUPT,
        /** It is larger than this program is willing to hold. */
        OVER_LIMIT
    }

    private final Kind kind;

    public PartcloneException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
