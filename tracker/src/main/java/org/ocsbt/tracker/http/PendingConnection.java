package org.ocsbt.tracker.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.ocsbt.tracker.loop.EventLoop.ReadyHandler;

/** A connection that has not sent its whole request, or not taken its whole answer. */
final class PendingConnection implements ReadyHandler {
    private final SocketChannel channel;
    private final long deadlineMillis;
    private final PendingConnections owner;
    private final HttpListener listener;
    private final InetAddress from;
    private final RequestParser parser;
    private final ByteBuffer unsent;

    private PendingConnection(
            PendingConnections owner, SocketChannel channel, long deadlineMillis,
            HttpListener listener, InetAddress from, RequestParser parser, ByteBuffer unsent) {
        this.owner = owner;
        this.channel = channel;
        this.deadlineMillis = deadlineMillis;
        this.listener = listener;
        this.from = from;
        this.parser = parser;
        this.unsent = unsent;
    }

    static PendingConnection reading(
            PendingConnections owner, SocketChannel channel, long deadlineMillis,
            HttpListener listener, InetAddress from, RequestParser parser) {
        return new PendingConnection(owner, channel, deadlineMillis, listener, from, parser, null);
    }

    static PendingConnection writing(
            PendingConnections owner, SocketChannel channel, long deadlineMillis, ByteBuffer unsent) {
        return new PendingConnection(owner, channel, deadlineMillis, null, null, null, unsent);
    }

    int operation() {
        return unsent == null ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    SocketChannel channel() {
        return channel;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    InetAddress from() {
        return from;
    }

    RequestParser parser() {
        return parser;
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (unsent == null) {
                listener.resume(this);
            } else {
                write();
            }
        } catch (IOException gone) {
            // A probe of the port opens and closes without a word; that is no error.
            owner.close(this);
        }
    }

    private void write() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            owner.close(this);
        }
    }
}
