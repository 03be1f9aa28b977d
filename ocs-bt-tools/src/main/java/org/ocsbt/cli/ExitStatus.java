package org.ocsbt.cli;

/** What a program's process returns. A contract that asks for other numbers names them itself. */
public final class ExitStatus {
    /** Everything that was asked for is done. */
    public static final int DONE = 0;

    /** It was not done; standard error says why. */
    public static final int FAILED = 1;

    private ExitStatus() {}
}
