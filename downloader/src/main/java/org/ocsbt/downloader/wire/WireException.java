package org.ocsbt.downloader.wire;

/** A peer sent something that the protocol does not allow; the message says what. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
