package org.ocsbt.downloader.session;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ocsbt.SampleTorrent;
import org.ocsbt.piece.Bitfield;

/** A client that does what a test tells it: it speaks the peer protocol (BEP 3) over a plain socket. */
final class TestPeer implements Closeable {
    static final int CHOKE = 0;
    static final int UNCHOKE = 1;
    static final int INTERESTED = 2;
    static final int HAVE = 4;
    static final int BITFIELD = 5;
    static final int REQUEST = 6;
    static final int PIECE = 7;
    static final int CANCEL = 8;

    /** What it does on each of its connections, each time on a thread of its own. */
    interface Script {
        void run(Connection connection) throws IOException;
    }

    private final SampleTorrent torrent;
    private final byte[] peerId;
    private final Script script;
    private final ServerSocket listener;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    /** @param name 1 to 20 characters that become the peer id */
    TestPeer(SampleTorrent torrent, String name, Script script) throws IOException {
        this.torrent = torrent;
        this.peerId = String.format("%-20s", name).getBytes(StandardCharsets.US_ASCII);
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                run(listener.accept());
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other side closed, or the test is over.
            }
        }, "test peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Socket socket) {
        start(() -> {
            try (Connection connection = new Connection(socket)) {
                connections.add(connection);
                script.run(connection);
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connects to a client instead of being found. */
    void connectTo(int port) throws IOException {
        run(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** How often somebody connected, or was connected to. */
    int connectionCount() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Connection connection : connections) {
            connection.close();
        }
    }

    /** A message: its id and what follows. */
    record Message(int id, ByteBuffer body) {}

    /** One connection. */
    final class Connection implements Closeable {
        private final Socket socket;
        final DataInputStream in;
        final DataOutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        }

        /** Exchanges handshakes. */
        void shakeHands() throws IOException {
            sendHandshake();
            in.readNBytes(68);
        }

        void sendHandshake() throws IOException {
            out.write(ByteBuffer.allocate(68).put((byte) 19)
                    .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII)).position(28)
                    .put(torrent.metainfo().infoHash().bytes()).put(peerId).array());
        }

        void send(int id, byte... body) throws IOException {
            out.write(ByteBuffer.allocate(5 + body.length).putInt(1 + body.length).put((byte) id).put(body).array());
        }

        void send(int id, int... fields) throws IOException {
            ByteBuffer body = ByteBuffer.allocate(4 * fields.length);
            for (int field : fields) {
                body.putInt(field);
            }
            send(id, body.array());
        }

        void sendFullBitfield() throws IOException {
            send(BITFIELD, Bitfield.full(torrent.metainfo().geometry().pieceCount()).toWire());
        }

        /** Answers a request with the first {@code length} bytes of its message; wrong bytes if {@code lies}. */
        void answer(Message request, boolean lies, int length) throws IOException {
            ByteBuffer body = request.body().duplicate();
            int piece = body.getInt();
            int offset = body.getInt();
            byte[] block = new byte[body.getInt()];
            torrent.piece(piece).get(offset, block);
            if (lies) {
                block[0] ^= 1;
            }
            byte[] message = ByteBuffer.allocate(13 + block.length).putInt(9 + block.length).put((byte) PIECE)
                    .putInt(piece).putInt(offset).put(block).array();
            out.write(message, 0, Math.min(length, message.length));
        }

        void answer(Message request) throws IOException {
            answer(request, false, Integer.MAX_VALUE);
        }

        /** The next message that is no keep-alive. */
        Message read() throws IOException {
            int length = in.readInt();
            while (length == 0) {
                length = in.readInt();
            }
            int id = in.readByte();
            byte[] body = new byte[length - 1];
            in.readFully(body);
            return new Message(id, ByteBuffer.wrap(body));
        }

        /** The next message of this kind; others are ignored. */
        Message await(int id) throws IOException {
            Message message = read();
            while (message.id() != id) {
                message = read();
            }
            return message;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Offers everything, unchokes at once and answers requests truly. */
    static void serve(Connection connection) throws IOException {
        offer(connection);
        while (true) {
            connection.answer(connection.await(REQUEST));
        }
    }

    /** Offers everything and unchokes as soon as the other side is interested. */
    static void offer(Connection connection) throws IOException {
        connection.shakeHands();
        connection.sendFullBitfield();
        connection.await(INTERESTED);
        connection.send(UNCHOKE);
    }
}
