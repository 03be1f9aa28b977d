package org.ocsbt.downloader.face.tool;

/** The daemon can't be reached, or refuses a call; the message is one line: what was asked, of whom, why not. */
final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
