package org.ocsbt.metainfo;

/** Bytes that are no usable torrent; the message is one line: which field or byte, and why. */
public final class MetainfoException extends Exception {
    private static final long serialVersionUID = 1L;

    MetainfoException(String message) {
        super(message);
    }

    MetainfoException(String message, Throwable cause) {
        super(message, cause);
    }
}
