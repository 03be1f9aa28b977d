package org.ocsbt.downloader.face;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The two output streams of a program that rewrites one progress line. Everything is flushed at once:
 * scripts redirect it to files and people follow those.
 */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final String program;
    private Optional<PrintStream> log = Optional.empty();
    private boolean lineIsOpen;

    /** @param program the name that opens each line on {@code err} */
    public Terminal(PrintStream out, PrintStream err, String program) {
        this.out = out;
        this.err = err;
        this.program = program;
    }

    /** This process's standard streams. */
    public static Terminal ofProcess(String program) {
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), program);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** From now on writes all output to {@code copy} as well. */
    synchronized void copyTo(PrintStream copy) {
        log = Optional.of(copy);
    }

    /** Writes to standard output as it is. */
    public synchronized void print(String text) {
        write(out, text);
        if (!text.isEmpty()) {
            lineIsOpen = !text.endsWith("\n");
        }
    }

    /** Writes one line to standard error, below a progress line that may stand on the terminal. */
    public synchronized void complain(String message) {
        printError(program + ": " + message + "\n");
    }

    /** Writes to standard error as it is, below a progress line that may stand on the terminal. */
    public synchronized void printError(String text) {
        write(err, (lineIsOpen ? "\n" : "") + text);
        lineIsOpen = false;
    }

    private void write(PrintStream stream, String text) {
        stream.print(text);
        stream.flush();
        log.ifPresent(copy -> {
            copy.print(text);
            copy.flush();
        });
    }
}
