package org.ocsbt.tracker.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ocsbt.tracker.loop.EventLoop;

/**
 * Takes connections on one address and answers one request on each.
 *
 * <pre>
 *   accepted ──request already there────────────────────────► answered ─► closed
 *      │                                                         ▲
 *      ├─► fresh: looked at again for two milliseconds ──────────┤
 *      └─► {@link PendingConnection}: the selector waits for it ─┘
 * </pre>
 *
 * Nearly every request is there at once or a moment later; to make the selector wait for each would take
 * five more system calls.
 */
public final class HttpListener implements Closeable {
    private static final int BACKLOG = 4096;
    private static final int ACCEPTED_AT_ONCE = 64;
    private static final long FRESH_NANOS = 2_000_000;
    private static final int READ_BYTES = 16 * 1024;

    private final ServerSocketChannel server;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private RequestParser parser = new RequestParser();
    private List<Fresh> fresh = new ArrayList<>();
    private EventLoop loop;
    private HttpHandler handler;
    private PendingConnections pending;

    private record Fresh(SocketChannel channel, InetAddress from, long until) {}

    private HttpListener(ServerSocketChannel server) {
        this.server = server;
    }

    /**
     * Takes the address; from here on clients may connect and wait for {@link #serve}.
     *
     * @throws IOException the address can't be bound: taken, not ours, not permitted
     */
    public static HttpListener bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            server.bind(address, BACKLOG);
            return new HttpListener(server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Answers whoever connects, while the loop runs.
     *
     * @param patience a connection whose request is not whole by then is closed
     */
    public void serve(EventLoop on, HttpHandler by, Duration patience) throws IOException {
        loop = on;
        handler = by;
        pending = new PendingConnections(loop, patience);
        loop.register(server, SelectionKey.OP_ACCEPT, this::accept);
    }

    /** The port bound, for those who asked for port 0. */
    public int port() {
        return server.socket().getLocalPort();
    }

    private void accept(SelectionKey key) {
        try {
            for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
                SocketChannel channel = server.accept();
                if (channel == null) {
                    return;
                }
                begin(channel);
            }
        } catch (IOException outOfDescriptors) {
            // Whoever waits longest without having asked anything makes room for the next one.
            pending.closeOldest();
        }
    }

    private void begin(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            InetAddress from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            look(new Fresh(channel, from, System.nanoTime() + FRESH_NANOS));
        } catch (IOException gone) {
            closeQuietly(channel);
        }
    }

    /** Answers, or notes the connection for another look, or leaves it to the selector. */
    private void look(Fresh connection) {
        SocketChannel channel = connection.channel;
        try {
            parser.reset();
            if (readRequest(channel, parser)) {
                respond(channel, connection.from, parser);
            } else if (parser.isUntouched() && System.nanoTime() < connection.until) {
                if (fresh.isEmpty()) {
                    loop.defer(this::lookAgain);
                }
                fresh.add(connection);
            } else {
                pending.add(channel, connection.from, parser, this);
                parser = new RequestParser();
            }
        } catch (IOException gone) {
            // A probe of the port opens and closes without a word; that is no error.
            closeQuietly(channel);
        }
    }

    private void lookAgain() {
        List<Fresh> now = fresh;
        fresh = new ArrayList<>();
        now.forEach(this::look);
    }

    /** Goes on with a connection whose request was not whole yet. */
    void resume(PendingConnection connection) throws IOException {
        if (readRequest(connection.channel(), connection.parser())) {
            pending.remove(connection);
            respond(connection.channel(), connection.from(), connection.parser());
        }
    }

    /** @return whether the request is finished; @throws IOException the client has closed */
    private boolean readRequest(SocketChannel channel, RequestParser into) throws IOException {
        readBuffer.clear();
        int count = channel.read(readBuffer);
        if (count < 0) {
            throw new IOException("closed before a whole request");
        }
        into.feed(readBuffer.flip());
        return into.isFinished();
    }

    private void respond(SocketChannel channel, InetAddress from, RequestParser parsed) throws IOException {
        HttpRequest request = parsed.isComplete() ? parsed.request(from) : null;
        HttpResponse response;
        try {
            response = request != null ? handler.answer(request) : handler.refusal(parsed.isTooLong());
        } catch (RuntimeException | LinkageError fault) {
            closeQuietly(channel);
            throw fault;
        }
        send(channel, response, request != null && request.isHead());
    }

    private void send(SocketChannel channel, HttpResponse response, boolean headOnly) throws IOException {
        if (response == null) {
            channel.close();
            return;
        }
        ByteBuffer bytes = encode(response, headOnly);
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            pending.addWriting(channel, copyOf(bytes));
        } else {
            channel.close();
        }
    }

    private ByteBuffer encode(HttpResponse response, boolean headOnly) {
        byte[] head = (response.statusLine() + "\r\n"
                + response.headers() + "Content-Length: " + response.body().length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        int bodyLength = headOnly ? 0 : response.body().length;
        int length = head.length + bodyLength;
        ByteBuffer bytes = length <= writeBuffer.capacity() ? writeBuffer.clear() : ByteBuffer.allocate(length);
        return bytes.put(head).put(response.body(), 0, bodyLength).flip();
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nobody is left to be told.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
