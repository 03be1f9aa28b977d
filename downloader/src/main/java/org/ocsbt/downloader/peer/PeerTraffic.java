package org.ocsbt.downloader.peer;

/** Payload counters of one connection: written by its loop, read by any thread. */
final class PeerTraffic {
    private volatile long downloadedBytes;
    private volatile long uploadedBytes;
    private volatile long lastServedMillis;
    private volatile long lastBlockMillis;
    private volatile boolean blocksWaited;

    // Only the loop writes, so reading and writing need not be one step.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void downloaded(int lengthBytes) {
        downloadedBytes += lengthBytes;
        lastBlockMillis = PeerLoop.nowMillis();
    }

    /** Our own limit keeps blocks waiting: that is no silence of the peer. */
    void heldBack() {
        lastBlockMillis = PeerLoop.nowMillis();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void uploaded(int lengthBytes) {
        uploadedBytes += lengthBytes;
    }

    /** The peer asks for a block, or takes a part of one. */
    void active() {
        lastServedMillis = PeerLoop.nowMillis();
    }

    /** Whether blocks that the peer has asked for are still to be sent. */
    void blocksWait(boolean wait) {
        if (wait != blocksWaited) {
            blocksWaited = wait;
        }
    }

    boolean blocksWait() {
        return blocksWaited;
    }

    long downloadedBytes() {
        return downloadedBytes;
    }

    long uploadedBytes() {
        return uploadedBytes;
    }

    long lastServedMillis() {
        return lastServedMillis;
    }

    long lastBlockMillis() {
        return lastBlockMillis;
    }
}
