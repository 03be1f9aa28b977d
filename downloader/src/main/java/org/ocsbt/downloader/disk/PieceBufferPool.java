package org.ocsbt.downloader.disk;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * All piece memory of the process, bounded. Verified pieces stay here until they are written, and after that as long
 * as nobody needs their memory: other clients ask for exactly those next, and writing around the page cache leaves no
 * other copy in memory. Any thread may call.
 */
public final class PieceBufferPool {
    private static final int ALIGNMENT_BYTES = 4096;

    private final Runnable onRelease;
    private final IntFunction<ByteBuffer> system;
    private final Deque<PieceBuffer> free = new ArrayDeque<>();
    /** Verified pieces, the longest unused first. The pool itself counts as one user of each, the disk as another until it is written. */
    private final Map<PieceKey, PieceBuffer> warm = new LinkedHashMap<>(16, 0.75f, true);
    private long budgetBytes;
    private long allocatedBytes;
    private boolean isShort;

    /**
     * @param budgetBytes upper bound of all buffers together
     * @param onRelease called, without the pool's lock, when memory may have become free since somebody was refused some
     */
    public PieceBufferPool(long budgetBytes, Runnable onRelease) {
        this(budgetBytes, onRelease, ByteBuffer::allocateDirect);
    }

    PieceBufferPool(long budgetBytes, Runnable onRelease, IntFunction<ByteBuffer> system) {
        this.budgetBytes = budgetBytes;
        this.onRelease = onRelease;
        this.system = system;
    }

    /**
     * Names a piece across torrents.
     *
     * @param torrent compared by identity
     */
    public record PieceKey(Object torrent, int pieceIndex) {
        // Written out: what Java would make of it when it is first needed takes 25 ms of the client's start.
        @Override
        public boolean equals(Object other) {
            return other instanceof PieceKey key && torrent == key.torrent && pieceIndex == key.pieceIndex;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(torrent) + pieceIndex;
        }
    }

    /** Raises the bound where it is lower: fewer than a few pieces and nothing moves. */
    public synchronized void ensureBudget(long leastBytes) {
        budgetBytes = Math.max(budgetBytes, leastBytes);
    }

    /**
     * Memory of at least this length, or null when the bound is reached and all of it is in use.
     *
     * @throws IllegalStateException the system has none at all
     */
    public synchronized PieceBuffer take(int lengthBytes) {
        int capacity = (lengthBytes + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        PieceBuffer buffer = takeFree(capacity);
        while (buffer == null && allocatedBytes + capacity > budgetBytes && dropOne()) {
            buffer = takeFree(capacity);
        }
        if (buffer == null && allocatedBytes + capacity <= budgetBytes) {
            buffer = allocate(capacity);
        }
        isShort = buffer == null;
        if (buffer != null) {
            buffer.users = 1;
        }
        return buffer;
    }

    /** Whether somebody was refused memory lately: who holds some in vain should give it back. */
    public synchronized boolean isShort() {
        return isShort;
    }

    /** New memory, or null if the system has less than the bound: that is the bound from now on. */
    private PieceBuffer allocate(int capacity) {
        try {
            ByteBuffer memory = system.apply(capacity + ALIGNMENT_BYTES);
            allocatedBytes += capacity;
            return new PieceBuffer(memory.alignedSlice(ALIGNMENT_BYTES).slice(0, capacity));
        } catch (OutOfMemoryError e) {
            if (allocatedBytes == 0) {
                throw new IllegalStateException("no memory for a piece of " + capacity + " bytes", e);
            }
            budgetBytes = allocatedBytes;
            return null;
        }
    }

    private PieceBuffer takeFree(int capacity) {
        Iterator<PieceBuffer> candidates = free.descendingIterator();
        while (candidates.hasNext()) {
            PieceBuffer buffer = candidates.next();
            if (buffer.capacity() == capacity) {
                candidates.remove();
                return buffer;
            }
        }
        return null;
    }

    /** Makes room: frees the longest unused piece that is only kept, else gives up a free buffer of another length. */
    private boolean dropOne() {
        Iterator<PieceBuffer> oldest = warm.values().iterator();
        while (oldest.hasNext()) {
            PieceBuffer buffer = oldest.next();
            if (buffer.users == 1) {
                oldest.remove();
                free.add(buffer);
                return true;
            }
        }
        PieceBuffer misfit = free.poll();
        if (misfit != null) {
            allocatedBytes -= misfit.capacity();
        }
        return misfit != null;
    }

    /** Lends a verified piece to others from now on; once the caller's use has ended, for as long as its memory isn't needed. */
    public void share(PieceKey key, PieceBuffer buffer) {
        boolean wanted;
        synchronized (this) {
            buffer.users++;
            PieceBuffer before = warm.put(key, buffer);
            if (before != null) {
                dropUse(before);
            }
            wanted = before != null && isShort;
        }
        tellIf(wanted);
    }

    /**
     * Ends the sharing of a piece before its memory is needed: memory that was used lately is had for less than new
     * memory, whose pages the system clears when they are first touched.
     */
    public void forget(PieceKey key) {
        boolean wanted;
        synchronized (this) {
            PieceBuffer buffer = warm.remove(key);
            if (buffer != null) {
                dropUse(buffer);
            }
            wanted = buffer != null && isShort;
        }
        tellIf(wanted);
    }

    /** A verified piece that is still in memory, or null. To be given back with {@link #release}. */
    public synchronized PieceBuffer borrow(PieceKey key) {
        PieceBuffer buffer = warm.get(key);
        if (buffer != null) {
            buffer.users++;
        }
        return buffer;
    }

    /** One use more of a buffer that somebody else uses meanwhile. */
    synchronized void use(PieceBuffer buffer) {
        buffer.users++;
    }

    /** Ends one use of a buffer. */
    public void release(PieceBuffer buffer) {
        boolean wanted;
        synchronized (this) {
            dropUse(buffer);
            wanted = isShort;
        }
        tellIf(wanted);
    }

    private void tellIf(boolean wanted) {
        if (wanted) {
            onRelease.run();
        }
    }

    private void dropUse(PieceBuffer buffer) {
        buffer.users--;
        if (buffer.users == 0) {
            free.add(buffer);
        }
    }
}
