package org.ocsbt.downloader.peer;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Keeps the system's send buffer of one connection as short as its rate allows: a {@code have} or a request
 * waits behind all that is in it, and what was cancelled can't be taken out of it any more. On a fast line
 * the system's own choice stands. Owned by the connection's loop.
 */
final class SendBuffer {
    /**
     * What a buffer holds, in milliseconds of the connection's rate. Linux takes twice that. A {@code have} waits
     * as long at its sender, and what it leads to at both ends, so with 40 twelve clients took 1.25 F/B instead of 1.20; with 5 or 10
     * lines stand idle when a receiver is busy for a moment.
     */
    private static final long DEPTH_MILLIS = 20;
    private static final int LEAST_BYTES = 8 * 1024;
    private static final int FAST_BYTES = 1024 * 1024;

    private final SocketChannel channel;
    private int setBytes;
    private long writeBytes = Long.MAX_VALUE;

    SendBuffer(SocketChannel channel) {
        this.channel = channel;
    }

    /** Adapts the buffer to what the connection sends; to be called every few hundred milliseconds. */
    void setRate(long bytesPerSecond) throws IOException {
        long wanted = Math.min(FAST_BYTES, Math.max(LEAST_BYTES, bytesPerSecond * DEPTH_MILLIS / 1000));
        if (bytesPerSecond > 0) {
            writeBytes = wanted == FAST_BYTES ? Long.MAX_VALUE : wanted;
        }
        boolean leaveAlone = bytesPerSecond == 0 || setBytes == 0 && wanted == FAST_BYTES;
        if (!leaveAlone && Math.abs(wanted - setBytes) > setBytes / 4) {
            setBytes = (int) wanted;
            channel.setOption(StandardSocketOptions.SO_SNDBUF, setBytes);
        }
    }

    /**
     * The most bytes to write at once: as long as there is any room, Linux takes up to 64 KiB more than the buffer's size
     * from one write.
     */
    long writeBytes() {
        return writeBytes;
    }
}
