package org.ocsbt.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A device or file failed; the message says what was tried, where and why it failed, in one line. */
public sealed class MediumException extends IOException permits AwayException {
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

    /** File-system exceptions begin with the path, which our message has already. */
    private static String reason(Throwable cause) {
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
