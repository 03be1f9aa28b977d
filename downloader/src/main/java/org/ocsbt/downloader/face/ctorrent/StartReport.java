package org.ocsbt.downloader.face.ctorrent;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The error stream of a program that may run detached. Until {@link #ready} its lines go to the process that
 * was called and still waits, so that somebody reads them; afterwards to the program's own stream.
 */
final class StartReport extends FilterOutputStream {
    /** The line that lets the waiting process end with status 0 (shell-hooks/detach). */
    private static final byte[] READY = "ready\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream own;

    /** @param starter null where nobody waits */
    StartReport(OutputStream starter, OutputStream own) {
        super(starter == null ? own : starter);
        this.own = own;
    }

    /** Torrent and data are in order. */
    void ready() {
        if (out != own) {
            try (OutputStream starter = out) {
                starter.write(READY);
            } catch (IOException e) {
                // It did not wait for the word; it was told all that it needs.
            }
            out = own;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }
}
