package org.ocsbt.downloader.peer;

import bt.protocol.Handshake;
import bt.protocol.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;
import org.ocsbt.metainfo.InfoHash;

/**
 * One TCP connection to another client. It moves bytes and keeps to the protocol; what to fetch and whom
 * to serve is decided by the torrent, through the public methods, which any thread may call.
 *
 * <pre>
 *   outgoing: CONNECTING -> HANDSHAKE -> OPEN -> CLOSED
 *   incoming:               HANDSHAKE -> OPEN -> CLOSED
 * </pre>
 */
public final class PeerConnection implements PeerLink, PeerLoop.Attachment {
    private static final long HANDSHAKE_MILLIS = 10_000;

    private final PeerLoop loop;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final boolean outgoing;
    private final Function<InfoHash, PeerEvents> torrents;
    private final PeerTraffic traffic = new PeerTraffic();
    private final ByteBuffer handshake = ByteBuffer.allocate(PeerMessages.HANDSHAKE_BYTES);
    private final long startedMillis = PeerLoop.nowMillis();
    private SelectionKey key;
    private PeerEvents events;
    /** Present from the handshakes on. */
    private PeerExchange exchange;
    private boolean closed;
    private volatile byte[] remotePeerId;
    /** Messages that the torrent has not dealt with yet. */
    private final AtomicInteger unheard = new AtomicInteger();

    private PeerConnection(PeerLoop loop, SocketChannel channel, InetSocketAddress remote, PeerEvents events,
            Function<InfoHash, PeerEvents> torrents) {
        this.loop = loop;
        this.channel = channel;
        this.remote = remote;
        this.outgoing = events != null;
        this.events = events;
        this.torrents = torrents;
    }

    /** Begins to connect; {@link PeerEvents} hear of the outcome. */
    public static PeerConnection connect(PeerLoop loop, InetSocketAddress remote, PeerEvents events) throws IOException {
        SocketChannel channel = SocketChannel.open();
        PeerConnection connection = new PeerConnection(loop, channel, remote, events, hash -> null);
        loop.execute(() -> connection.start(SelectionKey.OP_CONNECT));
        return connection;
    }

    /** Takes over an accepted socket; its handshake says for which torrent it came. */
    static PeerConnection accept(PeerLoop loop, SocketChannel channel, Function<InfoHash, PeerEvents> torrents) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        PeerConnection connection = new PeerConnection(loop, channel, remote, null, torrents);
        loop.execute(() -> connection.start(SelectionKey.OP_READ));
        return connection;
    }

    private void start(int operations) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = loop.register(channel, operations, this);
            if (outgoing && channel.connect(remote)) {
                connected();
            }
        } catch (IOException | RuntimeException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void connected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        sendHandshake();
    }

    private void sendHandshake() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PeerMessages.HANDSHAKE_BYTES);
        PeerMessages.write(PeerMessages.handshake(events.infoHash(), events.peerId()), bytes);
        // A new socket's send buffer always has room for 68 bytes.
        channel.write(bytes.flip());
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        if (ready.isConnectable() && channel.finishConnect()) {
            connected();
        }
        try {
            if (ready.isReadable() && (exchange != null || readHandshake())) {
                exchange.read();
            }
            if (!closed && ready.isWritable()) {
                exchange.writable();
            }
        } catch (WireException e) {
            failed("protocol error: " + e.getMessage());
        }
    }

    /** Whether the handshakes are done; else more bytes are needed, or the connection was closed. */
    private boolean readHandshake() throws IOException, WireException {
        if (channel.read(handshake) < 0) {
            throw new IOException("closed by the peer");
        }
        if (handshake.hasRemaining()) {
            return false;
        }
        Handshake theirs = PeerMessages.readHandshake(handshake.flip());
        InfoHash infoHash = InfoHash.of(theirs.getTorrentId().getBytes());
        if (outgoing && !infoHash.equals(events.infoHash())) {
            throw new WireException("the handshake names another torrent");
        }
        if (!outgoing) {
            events = torrents.apply(infoHash);
            if (events == null) {
                failed("nobody here has torrent " + infoHash.hex());
                return false;
            }
            sendHandshake();
        }
        remotePeerId = theirs.getPeerId().getBytes();
        exchange = new PeerExchange(this, events, channel, key, traffic);
        events.opened(this);
        return true;
    }

    @Override
    public void tick(long nowMillis) throws IOException {
        if (exchange != null) {
            try {
                exchange.tick(nowMillis);
            } catch (WireException e) {
                failed("protocol error: " + e.getMessage());
            }
        } else if (nowMillis - startedMillis > HANDSHAKE_MILLIS) {
            failed("no handshake within " + HANDSHAKE_MILLIS / 1000 + " s");
        }
    }

    @Override
    public void failed(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            reason += "; closing it failed: " + e.getMessage();
        }
        if (exchange != null) {
            exchange.close();
        }
        if (events != null) {
            events.closed(this, reason);
        }
    }

    /** A step in an open connection, on its loop. */
    private interface Step {
        void run(PeerExchange open) throws IOException;
    }

    /** Takes a step on the loop, then sends what it queued; nothing if the connection has ended. */
    private void onLoop(Step step) {
        loop.execute(() -> take(step));
    }

    private void take(Step step) {
        if (closed || exchange == null) {
            return;
        }
        try {
            step.run(exchange);
            exchange.flush();
        } catch (IOException | RuntimeException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    /** A batch of blocks is ready to be sent. */
    void blocksReady() {
        onLoop(open -> { });
    }

    /** One more message waits for the torrent. */
    void told() {
        unheard.incrementAndGet();
    }

    /** The torrent has dealt with one message of {@link PeerEvents#received}. */
    public void heard() {
        unheard.decrementAndGet();
    }

    int unheard() {
        return unheard.get();
    }

    PeerLoop loop() {
        return loop;
    }

    @Override
    public void send(Message message) {
        onLoop(open -> open.queue(message));
    }

    @Override
    public void send(List<? extends Message> messages) {
        onLoop(open -> messages.forEach(open::queue));
    }

    @Override
    public void choke(boolean choke, Message announcement) {
        onLoop(open -> open.choke(choke, announcement));
    }

    @Override
    public void assign(BlockRun run) {
        loop.execute(() -> {
            if (closed) {
                run.download().takeBack(run.fromBlock(), run.endBlock());
                events.returned(this, run);
            } else {
                take(open -> open.assign(run));
            }
        });
    }

    @Override
    public void withdraw(PieceDownload download, int fromBlock) {
        onLoop(open -> open.withdraw(download, fromBlock));
    }

    @Override
    public void favour(boolean favoured) {
        onLoop(open -> open.favour(favoured));
    }

    @Override
    public void close(String reason) {
        loop.execute(() -> failed(reason));
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean isOutgoing() {
        return outgoing;
    }

    @Override
    public byte[] remotePeerId() {
        return remotePeerId;
    }

    @Override
    public long downloadedBytes() {
        return traffic.downloadedBytes();
    }

    @Override
    public long uploadedBytes() {
        return traffic.uploadedBytes();
    }

    @Override
    public boolean waitsForBlocks() {
        return traffic.blocksWait();
    }

    @Override
    public long lastServedMillis() {
        return traffic.lastServedMillis();
    }

    @Override
    public long lastBlockMillis() {
        return traffic.lastBlockMillis();
    }
}
