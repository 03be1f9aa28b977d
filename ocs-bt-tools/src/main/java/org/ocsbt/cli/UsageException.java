package org.ocsbt.cli;

/** A command line that a program cannot follow; the message is one line and names the words at fault. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
