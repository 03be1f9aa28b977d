package org.ocsbt.downloader.face;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's memory, and how much of it piece buffers take when the command line does not say. */
final class PhysicalMemory {
    /** The kernel's account of it (proc(5)); Java's own needs the management module. */
    static final Path MEMINFO = Path.of("/proc/meminfo");

    /** Enough for a 10 Gbit/s swarm; more would only hold what the page cache holds as well. */
    static final long MOST_CACHE_BYTES = 192L << 20;

    /** Taken where the kernel does not tell: fits the smallest machine that boots a live system. */
    static final long LEAST_CACHE_BYTES = 64L << 20;

    private static final String TOTAL = "MemTotal:";

    private PhysicalMemory() {}

    /** A quarter of the memory that {@code meminfo} states, at most {@link #MOST_CACHE_BYTES}. */
    static long cacheBytes(Path meminfo) {
        try (BufferedReader lines = Files.newBufferedReader(meminfo)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(TOTAL)) {
                    return Math.min(totalBytes(line) / 4, MOST_CACHE_BYTES);
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return LEAST_CACHE_BYTES;
        }
        return LEAST_CACHE_BYTES;
    }

    /** {@code MemTotal:  24684000 kB}: always in KiB. */
    private static long totalBytes(String line) {
        String kib = line.substring(TOTAL.length()).strip().split(" ", 2)[0];
        return Long.parseLong(kib) * 1024;
    }
}
