package org.ocsbt.downloader.face;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Scanner;
import jnr.constants.platform.OpenFlags;
import jnr.ffi.LibraryLoader;

/**
 * Many one-shot clients in one process, each in a network namespace of its own; see {@code tests/bench/swarm}. A
 * thread's namespace is its own, and threads inherit that of whoever starts them, so each client's sockets are in
 * its host's.
 */
public final class ManyClientsMain {
    private static final int CLONE_NEWNET = 0x40000000; // linux/sched.h

    private ManyClientsMain() {}

    /** What is asked of the C library: threads with a namespace each are beyond Java. */
    public interface Kernel {
        int open(String path, int flags);

        int setns(int descriptor, int kind);
    }

    /**
     * Reads a line for each client from standard input: its namespace's file, its report, its log, then the
     * arguments of its program, with tabs between them.
     */
    public static void main(String[] args) {
        Kernel kernel = LibraryLoader.create(Kernel.class).load("c");
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split("\t");
            new Thread(() -> run(kernel, words), words[0]).start();
        }
    }

    private static void run(Kernel kernel, String[] words) {
        int namespace = kernel.open(words[0], OpenFlags.O_RDONLY.intValue() | OpenFlags.O_CLOEXEC.intValue());
        if (kernel.setns(namespace, CLONE_NEWNET) != 0) {
            throw new IllegalStateException("can't enter " + words[0]);
        }
        try (PrintStream log = new PrintStream(words[2], StandardCharsets.UTF_8)) {
            Terminal terminal = new Terminal(log, log, "ezio");
            new EzioV1(terminal, Verification.sessions(), Pacer.REAL, Optional.of(Path.of(words[1])))
                    .run(Arrays.copyOfRange(words, 3, words.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
