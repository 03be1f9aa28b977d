package org.ocsbt.converter.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream in a thread of its own, some portions ahead of who wants the data: unpacking then goes
 * on while they are checked, written and hashed.
 */
public final class ReadAhead extends PortionStream {
    private static final int PORTIONS = 8;
    private static final int PORTION_BYTES = 512 * 1024;

    private final InputStream source;
    private final BlockingQueue<Portion> empty = new ArrayBlockingQueue<>(PORTIONS);
    private final BlockingQueue<Portion> full = new ArrayBlockingQueue<>(PORTIONS);
    private final Thread thread;
    /** Of {@link #thread} alone. */
    private long unpackedBytes;
    private Portion current;
    private int position;

    private static final class Portion {
        final byte[] bytes = new byte[PORTION_BYTES];
        int length;
        /** What ends the stream after these bytes; null while there is more. */
        IOException end;
    }

    /** @param source closed together with this */
    public ReadAhead(InputStream source) {
        this.source = source;
        for (int i = 0; i < PORTIONS; i++) {
            empty.add(new Portion());
        }
        thread = new Thread(this::fill, "read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void fill() {
        try {
            Portion portion;
            do {
                portion = empty.take();
                fill(portion);
                full.put(portion);
            } while (portion.end == null);
        } catch (InterruptedException e) {
            // closed: nobody wants the rest
        }
    }

    private void fill(Portion portion) {
        portion.length = 0;
        try {
            while (portion.length < PORTION_BYTES && portion.end == null) {
                int read = source.read(portion.bytes, portion.length, PORTION_BYTES - portion.length);
                if (read < 0) {
                    portion.end = new EOFException();
                } else {
                    portion.length += read;
                    unpackedBytes += read;
                }
            }
        } catch (FileSystemException e) {
            portion.end = e;
        } catch (EOFException e) {
            portion.end = damaged("they end too early", e);
        } catch (IOException | RuntimeException e) {
            portion.end = damaged(e.getMessage(), e);
        }
    }

    private IOException damaged(String what, Exception cause) {
        return new IOException("after " + unpackedBytes + " bytes the compressed data are damaged: " + what, cause);
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        while (current == null || position == current.length) {
            if (!next()) {
                return -1;
            }
        }
        int count = Math.min(wanted, current.length - position);
        System.arraycopy(current.bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    /** Goes on to the next portion; false at the end of the stream. */
    private boolean next() throws IOException {
        if (current != null && current.end != null) {
            if (current.end instanceof EOFException) {
                return false;
            }
            throw current.end;
        }
        try {
            if (current != null) {
                empty.put(current);
            }
            current = full.take();
            position = 0;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
