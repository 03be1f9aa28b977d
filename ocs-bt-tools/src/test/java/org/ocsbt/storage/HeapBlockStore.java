package org.ocsbt.storage;

import java.nio.ByteBuffer;

/** A medium in memory, as large as the torrent. */
public final class HeapBlockStore implements BlockStore {
    private final byte[] bytes;
    private final String medium;
    private boolean flushed = true;
    private boolean closed;

    public HeapBlockStore(int lengthBytes) {
        this(new byte[lengthBytes], "heap");
    }

    /** @param bytes the content, not copied */
    public HeapBlockStore(byte[] bytes, String medium) {
        this.bytes = bytes;
        this.medium = medium;
    }

    @Override
    public synchronized void read(long torrentOffset, ByteBuffer target) throws MediumException {
        int from = position("read", torrentOffset, target.remaining());
        target.put(bytes, from, target.remaining());
    }

    @Override
    public void readMedium(long torrentOffset, ByteBuffer target) throws MediumException {
        read(torrentOffset, target);
    }

    @Override
    public String place(long torrentOffset, long lengthBytes) {
        return "the heap at offset " + torrentOffset + ", " + lengthBytes + " bytes";
    }

    @Override
    public synchronized void write(long torrentOffset, ByteBuffer source) throws MediumException {
        int to = position("write", torrentOffset, source.remaining());
        source.get(bytes, to, source.remaining());
        flushed = false;
    }

    private int position(String action, long offset, int lengthBytes) throws MediumException {
        if (closed) {
            throw new MediumException("cannot " + action + " the heap: it is closed");
        }
        if (offset < 0 || offset > bytes.length - lengthBytes) {
            throw new IndexOutOfBoundsException(offset + "+" + lengthBytes + " is not within " + bytes.length);
        }
        return (int) offset;
    }

    @Override
    public synchronized void flush() throws MediumException {
        position("flush", 0, 0);
        flushed = true;
    }

    @Override
    public String medium() {
        return medium;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    /** Whether nothing was written since the last flush. */
    public synchronized boolean isFlushed() {
        return flushed;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** A copy of what is stored. */
    public synchronized byte[] content() {
        return bytes.clone();
    }
}
