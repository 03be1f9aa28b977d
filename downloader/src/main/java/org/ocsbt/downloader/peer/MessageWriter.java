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
    private ByteBuffer control = ByteBuffer.allocateDirect(CONTROL_BYTES);
    private BlockQueue.Batch batch;

    MessageWriter(BlockQueue blocks) {
        this.blocks = blocks;
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
        while (true) {
            if (batch != null) {
                if (!batch.writeTo(channel)) {
                    return false;
                }
                blocks.done(batch);
                batch = null;
            }
            if (control.position() > 0) {
                channel.write(control.flip());
                control.compact();
                if (control.position() > 0) {
                    return false;
                }
            }
            batch = blocks.next();
            if (batch == null) {
                return true;
            }
        }
    }

    /** Gives memory back that was lent to this connection. */
    void close() {
        if (batch != null) {
            batch.giveBack();
            batch = null;
        }
    }
}
