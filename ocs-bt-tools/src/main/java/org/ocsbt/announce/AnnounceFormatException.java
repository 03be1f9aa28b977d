package org.ocsbt.announce;

/** A tracker message breaks the format; {@link #fault()} says how, so that each tracker can word it. */
public final class AnnounceFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Fault {
        NO_EQUALS_SIGN,
        TOO_MANY_PARAMETERS,
        NO_INFO_HASH,
        INFO_HASH_LENGTH,
        PEER_ID_LENGTH,
        NOT_A_NUMBER,
        PORT_RANGE,
        NEGATIVE_LEFT,
        UNKNOWN_EVENT,
        NOT_BENCODED,
        FIELD,
        TOO_SHORT
    }

    private final Fault fault;
    private final String offending;

    /** @param offending the field's name or the text that is no number; may be empty */
    public AnnounceFormatException(Fault fault, String offending) {
        super(fault + (offending.isEmpty() ? "" : ": " + offending), null, false, false);
        this.fault = fault;
        this.offending = offending;
    }

    public Fault fault() {
        return fault;
    }

    public String offending() {
        return offending;
    }
}
