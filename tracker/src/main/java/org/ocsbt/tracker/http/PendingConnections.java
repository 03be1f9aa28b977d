package org.ocsbt.tracker.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.ocsbt.tracker.loop.EventLoop;

/**
 * The connections that a listener waits for, oldest first. Each has a deadline, and their number is
 * bounded: clients that dribble or never speak can't keep others out.
 */
final class PendingConnections {
    static final int MAX_PENDING = 8192;

    private static final long CHECK_MILLIS = 1000;

    private final EventLoop loop;
    private final long patienceMillis;
    private final Set<PendingConnection> oldestFirst = new LinkedHashSet<>();

    PendingConnections(EventLoop loop, Duration patience) {
        this.loop = loop;
        this.patienceMillis = patience.toMillis();
        loop.every(CHECK_MILLIS, CHECK_MILLIS, this::closeOverdue);
    }

    void add(SocketChannel channel, InetAddress from, RequestParser parser, HttpListener listener)
            throws IOException {
        register(PendingConnection.reading(this, channel, deadline(), listener, from, parser));
    }

    void addWriting(SocketChannel channel, ByteBuffer unsent) throws IOException {
        // One that was being read is registered already; a channel has one key, which is used on.
        register(PendingConnection.writing(this, channel, deadline(), unsent));
    }

    private void register(PendingConnection connection) throws IOException {
        if (oldestFirst.size() >= MAX_PENDING) {
            closeOldest();
        }
        oldestFirst.add(connection);
        loop.register(connection.channel(), connection.operation(), connection);
    }

    void remove(PendingConnection connection) {
        oldestFirst.remove(connection);
    }

    void close(PendingConnection connection) {
        oldestFirst.remove(connection);
        HttpListener.closeQuietly(connection.channel());
    }

    void closeOldest() {
        Iterator<PendingConnection> i = oldestFirst.iterator();
        if (i.hasNext()) {
            HttpListener.closeQuietly(i.next().channel());
            i.remove();
        }
    }

    private void closeOverdue() {
        long now = EventLoop.nowMillis();
        Iterator<PendingConnection> i = oldestFirst.iterator();
        while (i.hasNext()) {
            PendingConnection oldest = i.next();
            if (oldest.deadlineMillis() > now) {
                return;
            }
            HttpListener.closeQuietly(oldest.channel());
            i.remove();
        }
    }

    private long deadline() {
        return EventLoop.nowMillis() + patienceMillis;
    }
}
