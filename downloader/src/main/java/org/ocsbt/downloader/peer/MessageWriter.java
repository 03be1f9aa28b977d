package org.ocsbt.downloader.peer;

import bt.protocol.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.ocsbt.downloader.wire.PeerMessages;

/**
 * Sends to a peer: short messages first, block payload in batches between them. Owned by the
 * connection's loop.
 */
final class MessageWriter {
    private static final int CONTROL_BYTES = 4 * 1024;

    private final BlockQueue blocks;
    private final RateLimit limit;
    private final SendBuffer buffer;
    private final PeerTraffic traffic;
    private boolean heldBack;
    private ByteBuffer control = ByteBuffer.allocateDirect(CONTROL_BYTES);
    private BlockBatch batch;
    private long lastMovedMillis = PeerLoop.nowMillis();

    /**
     * @param limit bounds the block payload
     * @param buffer bounds what is written at once
     * @param traffic hears when the socket takes something of a block
     */
    MessageWriter(BlockQueue blocks, RateLimit limit, SendBuffer buffer, PeerTraffic traffic) {
        this.blocks = blocks;
        this.limit = limit;
        this.buffer = buffer;
        this.traffic = traffic;
    }

    /** Queues a message; {@link #flush} sends it. */
    void add(Message message) {
        while (!PeerMessages.write(message, control)) {
            control = ByteBuffer.allocateDirect(control.capacity() * 2).put(control.flip());
        }
    }

    /** Queued short messages in bytes: a peer that does not read lets them pile up. */
    int backlogBytes() {
        return control.position();
    }

    /**
     * Sends as much as the socket takes.
     *
     * @return whether everything was sent; else it is to be called again when the socket can take more
     */
    boolean flush(SocketChannel channel) throws IOException {
        long left = buffer.writeBytes();
        while (true) {
            if (batch != null) {
                long count = batch.writeTo(channel, left);
                left -= count;
                if (moved(count)) {
                    traffic.active();
                }
                if (!batch.isSent()) {
                    return false;
                }
                blocks.done(batch);
                batch = null;
            }
            if (control.position() > 0) {
                moved(channel.write(control.flip()));
                control.compact();
                if (control.position() > 0) {
                    return false;
                }
            }
            heldBack = !limit.allows();
            batch = heldBack ? null : blocks.next();
            if (batch == null) {
                return true;
            }
            limit.take(batch.payloadBytes());
        }
    }

    private boolean moved(long bytes) {
        if (bytes > 0) {
            lastMovedMillis = PeerLoop.nowMillis();
        }
        return bytes > 0;
    }

    /** Since when the socket has taken nothing of what waits for it; {@code nowMillis} while nothing waits. */
    long waitingSinceMillis(long nowMillis) {
        return batch == null && control.position() == 0 ? nowMillis : lastMovedMillis;
    }

    /** Whether blocks wait for the rate limit; {@link #flush} is to be called again after a while. */
    boolean isHeldBack() {
        return heldBack;
    }

    /** Gives memory back that was lent to this connection. */
    void close() {
        if (batch != null) {
            batch.giveBack();
            batch = null;
        }
    }
}
