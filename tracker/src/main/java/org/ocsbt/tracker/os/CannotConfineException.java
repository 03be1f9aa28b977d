package org.ocsbt.tracker.os;

/** The process could not give up its rights; the message says which step failed. */
public final class CannotConfineException extends Exception {
    private static final long serialVersionUID = 1L;

    public CannotConfineException(String message) {
        super(message);
    }

    CannotConfineException(String message, Throwable cause) {
        super(message, cause);
    }
}
