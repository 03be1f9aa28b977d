package org.ocsbt.converter.face;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.ocsbt.converter.convert.PartitionConverter;

/** One line on a terminal that is written over again: how far, how fast, how long still. */
final class ConvertProgress implements PartitionConverter.Progress {
    private static final long REFRESH_NANOS = 500_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MIB = 1024 * 1024;

    private final PrintStream terminal;
    private final String partition;
    private final LongSupplier nanoTime;
    private final long start;
    private long shown;

    /** @param nanoTime as {@link System#nanoTime} */
    ConvertProgress(PrintStream terminal, String partition, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.partition = partition;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.shown = start;
    }

    @Override
    public void written(long bytes, long totalBytes) {
        long now = nanoTime.getAsLong();
        if (now - shown >= REFRESH_NANOS) {
            shown = now;
            terminal.print('\r' + line(bytes, totalBytes, (now - start) / NANOS_PER_SECOND) + "\u001b[K");
            terminal.flush();
        }
    }

    /** Ends the line, if there is one, so that what follows begins its own. */
    void end() {
        if (shown != start) {
            terminal.println();
        }
    }

    private String line(long bytes, long totalBytes, double seconds) {
        double rate = bytes / seconds;
        String done = String.format(Locale.ROOT, "%s: %.0f MiB", partition, bytes / MIB);
        String speed = String.format(Locale.ROOT, ", %.0f MiB/s", rate / MIB);
        if (totalBytes < 0) {
            return done + speed;
        }
        long left = Math.round((totalBytes - bytes) / rate);
        return String.format(Locale.ROOT, "%s of %.0f (%d %%)%s, %d:%02d left",
                done, totalBytes / MIB, 100 * bytes / Math.max(1, totalBytes), speed, left / 60, left % 60);
    }
}
