package org.ocsbt.downloader.disk;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Verified pieces that wait for their disk, handed out as its arm likes them: on from the last one, then from the
 * front again. Pieces arrive in any order, so that a slow disk, which has several of them waiting, would otherwise
 * seek back and forth between them. Any thread may call.
 *
 * @param <T> what is to be done for a piece
 */
final class WriteOrder<T> {
    /** By piece index, in the upper half of the key; the same piece may come twice. */
    private final NavigableMap<Long, T> waiting = new TreeMap<>();
    private int arrivals;
    private long arm;

    synchronized void add(int pieceIndex, T piece) {
        waiting.put(placeOf(pieceIndex) + Integer.toUnsignedLong(arrivals++), piece);
    }

    /** The next one, which then waits no longer; to be called once for each that was added. */
    synchronized T take() {
        Map.Entry<Long, T> next = waiting.ceilingEntry(arm);
        if (next == null) {
            next = waiting.firstEntry();
        }
        waiting.remove(next.getKey());
        arm = next.getKey();
        return next.getValue();
    }

    private static long placeOf(int pieceIndex) {
        return (long) pieceIndex << Integer.SIZE;
    }
}
