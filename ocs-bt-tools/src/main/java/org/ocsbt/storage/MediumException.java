package org.ocsbt.storage;

import java.io.IOException;

/** A device or file failed; the message says what was tried, where and why it failed, in one line. */
public final class MediumException extends IOException {
    private static final long serialVersionUID = 1L;

    public MediumException(String message) {
        super(message);
    }

    MediumException(String action, String path, long offset, long lengthBytes, Throwable cause) {
        super(action + " " + path + " at offset " + offset + ", " + lengthBytes + " bytes: " + reason(cause), cause);
    }

    MediumException(String action, String path, Throwable cause) {
        super(action + " " + path + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
