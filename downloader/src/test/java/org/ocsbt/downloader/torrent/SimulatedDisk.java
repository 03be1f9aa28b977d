package org.ocsbt.downloader.torrent;

import org.ocsbt.downloader.peer.VirtualTime;

/** A simulated client's piece memory and the disk behind it. */
final class SimulatedDisk {
    private final VirtualTime time;
    private final Speed speed;
    private int piecesInUse;
    private boolean isShort;
    private long freeAtMicros;

    /**
     * How fast it writes.
     *
     * @param latencyMicros from a piece that is handed over until it is written, if the disk is idle
     * @param pieceMicros of that the time in which it writes nothing else
     * @param memoryPieces begun and unwritten pieces that memory is there for
     */
    record Speed(long latencyMicros, long pieceMicros, int memoryPieces) {
        /** A disk that is faster than any line. */
        static Speed fast(long latencyMicros) {
            return new Speed(latencyMicros, 0, Integer.MAX_VALUE);
        }
    }

    SimulatedDisk(VirtualTime time, Speed speed) {
        this.time = time;
        this.speed = speed;
    }

    /** Memory for a piece; false if there is none. */
    boolean take() {
        isShort = piecesInUse >= speed.memoryPieces();
        piecesInUse += isShort ? 0 : 1;
        return !isShort;
    }

    void giveBack() {
        piecesInUse--;
    }

    /** Whether somebody was refused memory lately. */
    boolean isShort() {
        return isShort;
    }

    /** Writes a piece, after those before it, and gives its memory back. */
    void write(Runnable whenWritten) {
        long idleMicros = Math.max(0, freeAtMicros - time.nowMicros());
        freeAtMicros = time.nowMicros() + idleMicros + speed.pieceMicros();
        time.after(idleMicros + speed.latencyMicros(), () -> {
            giveBack();
            whenWritten.run();
        });
    }
}
