package org.ocsbt.downloader.disk;

import java.nio.ByteBuffer;

/**
 * Memory for one piece out of a {@link PieceBufferPool}: outside the Java heap and aligned, so that it
 * goes to the device without a copy. Counted by the pool; nobody touches it after giving it back.
 */
public final class PieceBuffer {
    private final ByteBuffer memory;
    /** Guarded by the pool. */
    int users;

    PieceBuffer(ByteBuffer memory) {
        this.memory = memory;
    }

    int capacity() {
        return memory.capacity();
    }

    /** A view of the first bytes, position 0. */
    public ByteBuffer bytes(int lengthBytes) {
        return memory.slice(0, lengthBytes);
    }
}
