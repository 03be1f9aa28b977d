package org.ocsbt.storage;

/** What was to be opened is not there, or not there now. */
final class AwayException extends MediumException {
    private static final long serialVersionUID = 1L;

    AwayException(String message) {
        super(message);
    }

    AwayException(String action, String path, Throwable cause) {
        super(action, path, cause);
    }
}
