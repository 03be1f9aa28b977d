package org.ocsbt.piece;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which pieces somebody has. Any thread may read and set: the loop that owns a torrent sets,
 * and takes back what its medium has lost; the loops that serve peers read.
 */
public final class Bitfield {
    private static final int BITS_PER_WORD = Integer.SIZE;

    private final int pieceCount;
    private final AtomicIntegerArray words;
    private final AtomicInteger set = new AtomicInteger();

    /** An empty bitfield for pieces 0 to {@code pieceCount - 1}. */
    public Bitfield(int pieceCount) {
        this.pieceCount = pieceCount;
        this.words = new AtomicIntegerArray((pieceCount + BITS_PER_WORD - 1) / BITS_PER_WORD);
    }

    /** A bitfield with every piece set. */
    public static Bitfield full(int pieceCount) {
        Bitfield bitfield = new Bitfield(pieceCount);
        for (int piece = 0; piece < pieceCount; piece++) {
            bitfield.set(piece);
        }
        return bitfield;
    }

    /**
     * Reads the body of a {@code bitfield} message (BEP 3): piece 0 is the highest bit of the first byte.
     *
     * @throws IllegalArgumentException wrong length, or a spare bit at the end is set
     */
    public static Bitfield fromWire(byte[] wire, int pieceCount) {
        if (wire.length != (pieceCount + 7) / 8) {
            throw new IllegalArgumentException(
                    "a bitfield of " + pieceCount + " pieces has " + (pieceCount + 7) / 8 + " bytes, not " + wire.length);
        }
        Bitfield bitfield = new Bitfield(pieceCount);
        for (int bit = 0; bit < wire.length * 8; bit++) {
            if ((wire[bit / 8] & 0x80 >> bit % 8) != 0) {
                if (bit >= pieceCount) {
                    throw new IllegalArgumentException("a spare bit of the bitfield is set");
                }
                bitfield.set(bit);
            }
        }
        return bitfield;
    }

    /** The body of a {@code bitfield} message (BEP 3). */
    public byte[] toWire() {
        byte[] wire = new byte[(pieceCount + 7) / 8];
        for (int piece = 0; piece < pieceCount; piece++) {
            if (get(piece)) {
                wire[piece / 8] |= (byte) (0x80 >> piece % 8);
            }
        }
        return wire;
    }

    public boolean get(int piece) {
        return (words.get(piece / BITS_PER_WORD) & 1 << piece % BITS_PER_WORD) != 0;
    }

    /** @return whether the piece was new */
    public boolean set(int piece) {
        int mask = 1 << piece % BITS_PER_WORD;
        int before = words.getAndAccumulate(piece / BITS_PER_WORD, mask, (word, bit) -> word | bit);
        boolean added = (before & mask) == 0;
        if (added) {
            set.incrementAndGet();
        }
        return added;
    }

    /** @return whether the piece was there */
    public boolean remove(int piece) {
        int mask = 1 << piece % BITS_PER_WORD;
        int before = words.getAndAccumulate(piece / BITS_PER_WORD, mask, (word, bit) -> word & ~bit);
        boolean removed = (before & mask) != 0;
        if (removed) {
            set.decrementAndGet();
        }
        return removed;
    }

    /** What is set now. */
    public Bitfield copy() {
        Bitfield copy = new Bitfield(pieceCount);
        for (int piece = 0; piece < pieceCount; piece++) {
            if (get(piece)) {
                copy.set(piece);
            }
        }
        return copy;
    }

    /** Whether all that is set in {@code other}, of the same torrent, is set here. */
    public boolean containsAll(Bitfield other) {
        if (isFull()) {
            return true;
        }
        boolean all = count() >= other.count();
        for (int piece = 0; all && piece < pieceCount; piece++) {
            all = get(piece) || !other.get(piece);
        }
        return all;
    }

    /** How many pieces are set. */
    public int count() {
        return set.get();
    }

    public int pieceCount() {
        return pieceCount;
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    public boolean isFull() {
        return count() == pieceCount;
    }
}
