package org.ocsbt.downloader.peer;

import bt.protocol.Cancel;
import bt.protocol.Choke;
import bt.protocol.Handshake;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import bt.protocol.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Function;
import org.ocsbt.downloader.peer.RequestPipeline.Expected;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;
import org.ocsbt.metainfo.InfoHash;

/**
 * One TCP connection to another client. It moves bytes and keeps to the protocol; what to fetch and whom
 * to serve is decided by the torrent, through the methods that may be called from any thread.
 *
 * <pre>
 *   outgoing: CONNECTING -> HANDSHAKE -> OPEN -> CLOSED
 *   incoming:               HANDSHAKE -> OPEN -> CLOSED
 * </pre>
 */
public final class PeerConnection implements PeerLoop.Attachment {
    private static final long HANDSHAKE_MILLIS = 10_000;
    private static final long SILENCE_MILLIS = 180_000;
    private static final long KEEP_ALIVE_MILLIS = 60_000;
    /** Short messages that a peer lets pile up without reading them. */
    private static final int MAX_BACKLOG_BYTES = 1024 * 1024;
    /** Reads of one turn, so that a fast peer does not starve the others of its loop. */
    private static final int READS_PER_TURN = 4;

    private final PeerLoop loop;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final boolean outgoing;
    private final Function<InfoHash, PeerEvents> torrents;
    private final RequestPipeline pipeline = new RequestPipeline();
    private final Arrivals arrivals = new Arrivals();
    private final ByteBuffer handshake = ByteBuffer.allocate(PeerMessages.HANDSHAKE_BYTES);
    private final long startedMillis = PeerLoop.nowMillis();
    private SelectionKey key;
    private PeerEvents events;
    private MessageReader reader;
    private MessageWriter writer;
    private BlockQueue blocks;
    private boolean closed;
    private boolean saidHungry;
    private boolean choking = true;
    private long lastReceivedMillis = startedMillis;
    private long lastSentMillis = startedMillis;
    private long lastRateBytes;
    private long lastRateMillis = startedMillis;
    private volatile byte[] remotePeerId;
    private volatile long downloadedBytes;
    private volatile long uploadedBytes;
    private volatile long lastRequestMillis;
    private volatile long lastBlockMillis;

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
    static void accept(PeerLoop loop, SocketChannel channel, Function<InfoHash, PeerEvents> torrents) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        PeerConnection connection = new PeerConnection(loop, channel, remote, null, torrents);
        loop.execute(() -> connection.start(SelectionKey.OP_READ));
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
        if (ready.isReadable()) {
            onReadable();
        }
        if (!closed && ready.isWritable()) {
            flush();
        }
    }

    private void onReadable() throws IOException {
        try {
            if (reader == null && !readHandshake()) {
                return;
            }
            for (int i = 0; i < READS_PER_TURN && !closed; i++) {
                int count = reader.read(channel);
                if (count < 0) {
                    failed("closed by the peer");
                }
                if (count <= 0) {
                    break;
                }
                lastReceivedMillis = PeerLoop.nowMillis();
            }
            if (!closed) {
                afterRead();
            }
        } catch (WireException e) {
            failed("protocol error: " + e.getMessage());
        }
    }

    private boolean readHandshake() throws IOException, WireException {
        if (channel.read(handshake) < 0) {
            failed("closed by the peer");
            return false;
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
        open(theirs.getPeerId().getBytes());
        return true;
    }

    private void open(byte[] peerId) {
        remotePeerId = peerId;
        blocks = new BlockQueue(events, this, this::countUpload);
        writer = new MessageWriter(blocks);
        reader = new MessageReader(pipeline, arrivals, PeerMessages.maxLength(events.geometry()));
        events.opened(this);
    }

    private void countUpload(int lengthBytes) {
        uploadedBytes += lengthBytes;
    }

    /** What the reader finds, handled on the loop. */
    private final class Arrivals implements MessageReader.Sink {
        private PieceDownload progressed;

        @Override
        public void message(Message message) throws WireException {
            if (message instanceof Request request) {
                lastRequestMillis = PeerLoop.nowMillis();
                // A request that crossed our choke is no fault; the peer will hear that it is choked.
                if (!choking) {
                    blocks.ask(request.getPieceIndex(), request.getOffset(), request.getLength());
                    blocks.prepare();
                }
            } else if (message instanceof Cancel cancel) {
                blocks.cancel(cancel.getPieceIndex(), cancel.getOffset(), cancel.getLength());
            } else {
                if (message instanceof Choke) {
                    pipeline.clear(run -> events.returned(PeerConnection.this, run));
                }
                events.received(PeerConnection.this, message);
            }
        }

        @Override
        public void block(Expected expected) {
            downloadedBytes += expected.lengthBytes();
            lastBlockMillis = PeerLoop.nowMillis();
            pipeline.received(expected);
            if (progressed != expected.download()) {
                progressed();
                progressed = expected.download();
            }
        }

        @Override
        public void discarded(int lengthBytes) {
            downloadedBytes += lengthBytes;
        }

        private void progressed() {
            if (progressed != null) {
                progressed.progressed();
                progressed = null;
            }
        }
    }

    private void afterRead() throws IOException {
        arrivals.progressed();
        request();
        flush();
    }

    private void request() {
        pipeline.refill(this::queue);
        if (pipeline.isHungry() && !saidHungry) {
            saidHungry = true;
            events.hungry(this);
        }
    }

    private void queue(Message message) {
        writer.add(message);
    }

    private void flush() throws IOException {
        boolean all = writer.flush(channel);
        if (writer.backlogBytes() > MAX_BACKLOG_BYTES) {
            failed("it does not read what it is sent");
            return;
        }
        lastSentMillis = PeerLoop.nowMillis();
        int operations = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    /** A batch of blocks is ready to be sent; on the loop. */
    void blocksReady() {
        onLoop(() -> { });
    }

    PeerLoop loop() {
        return loop;
    }

    /** Runs an action on the loop, then sends what it queued; nothing if the connection has ended. */
    private void onLoop(Runnable action) {
        loop.execute(() -> {
            if (closed || writer == null) {
                return;
            }
            try {
                action.run();
                flush();
            } catch (IOException e) {
                failed(String.valueOf(e.getMessage()));
            }
        });
    }

    /** Sends a short message. */
    public void send(Message message) {
        onLoop(() -> queue(message));
    }

    /** Sends short messages in one go. */
    public void send(List<? extends Message> messages) {
        onLoop(() -> messages.forEach(this::queue));
    }

    /** Stops or starts to serve the peer, and tells it. */
    public void choke(boolean choke, Message announcement) {
        onLoop(() -> {
            choking = choke;
            if (choke) {
                blocks.clear();
            }
            queue(announcement);
        });
    }

    /** Has the peer deliver these blocks; comes back through {@link PeerEvents#returned} if it can't. */
    public void assign(BlockRun run) {
        loop.execute(() -> {
            if (closed) {
                run.download().takeBack(run.fromBlock(), run.endBlock());
                events.returned(this, run);
            } else {
                saidHungry = false;
                pipeline.assign(run);
                onLoop(this::request);
            }
        });
    }

    /** Takes the blocks from {@code fromBlock} on away from this peer, as far as they are not here yet. */
    public void withdraw(PieceDownload download, int fromBlock) {
        onLoop(() -> pipeline.withdraw(
                download, fromBlock, reader.current(), this::queue, run -> events.returned(this, run)));
    }

    @Override
    public void tick(long nowMillis) {
        if (reader == null) {
            if (nowMillis - startedMillis > HANDSHAKE_MILLIS) {
                failed("no handshake within " + HANDSHAKE_MILLIS / 1000 + " s");
            }
            return;
        }
        if (nowMillis - lastReceivedMillis > SILENCE_MILLIS) {
            failed("silent for " + SILENCE_MILLIS / 1000 + " s");
            return;
        }
        if (nowMillis - lastSentMillis > KEEP_ALIVE_MILLIS) {
            send(KeepAlive.instance());
        }
        if (nowMillis > lastRateMillis) {
            pipeline.setRate((downloadedBytes - lastRateBytes) * 1000 / (nowMillis - lastRateMillis));
            lastRateBytes = downloadedBytes;
            lastRateMillis = nowMillis;
        }
    }

    /** Ends the connection; {@link PeerEvents#closed} follows. */
    public void close(String reason) {
        loop.execute(() -> failed(reason));
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
        if (writer != null) {
            writer.close();
            blocks.close();
            pipeline.clear(run -> events.returned(this, run));
        }
        if (events != null) {
            events.closed(this, reason);
        }
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** Whether this side connected. */
    public boolean isOutgoing() {
        return outgoing;
    }

    /** The 20 bytes of the peer's handshake; null before it. */
    public byte[] remotePeerId() {
        return remotePeerId;
    }

    /** Payload received so far. */
    public long downloadedBytes() {
        return downloadedBytes;
    }

    /** Payload sent so far. */
    public long uploadedBytes() {
        return uploadedBytes;
    }

    /** When the peer last asked for a block, in milliseconds of {@link System#nanoTime}; 0 before. */
    public long lastRequestMillis() {
        return lastRequestMillis;
    }

    /** When the last block came in, in milliseconds of {@link System#nanoTime}; 0 before. */
    public long lastBlockMillis() {
        return lastBlockMillis;
    }
}
