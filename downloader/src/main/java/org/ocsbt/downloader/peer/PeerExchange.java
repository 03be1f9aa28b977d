package org.ocsbt.downloader.peer;

import bt.protocol.Cancel;
import bt.protocol.Choke;
import bt.protocol.KeepAlive;
import bt.protocol.Message;
import bt.protocol.Request;
import bt.protocol.Unchoke;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.ocsbt.downloader.peer.RequestPipeline.Expected;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;

/**
 * What happens on a connection after the handshakes: messages and blocks in both directions. Owned by the
 * connection's loop.
 */
final class PeerExchange {
    private static final long SILENCE_MILLIS = 180_000;
    private static final long KEEP_ALIVE_MILLIS = 60_000;
    /** A peer may be busy with its disk; but what waits for it holds piece memory. */
    private static final long UNREAD_MILLIS = 30_000;
    /** Short messages that a peer lets pile up without reading them. */
    private static final int MAX_BACKLOG_BYTES = 1024 * 1024;
    /** Messages that wait for the torrent: whoever floods is not read for a while. */
    private static final int MAX_UNHEARD = 16_384;
    /** Reads of one turn, so that a fast peer does not starve the others of its loop. */
    private static final int READS_PER_TURN = 4;

    private final PeerConnection connection;
    private final PeerEvents events;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final PeerTraffic traffic;
    private final RequestPipeline pipeline;
    private final Arrivals arrivals = new Arrivals();
    private final BlockQueue blocks;
    private final MessageReader reader;
    private final MessageWriter writer;
    private final SendBuffer sendBuffer;
    private boolean saidHungry;
    private boolean choking = true;
    private boolean readLater;
    /** The socket has not taken all that there was, and has not said since that it takes more. */
    private boolean full;
    private boolean chokesUs = true;
    private long lastReceivedMillis = PeerLoop.nowMillis();
    private long lastSentMillis = lastReceivedMillis;
    private long lastDownloadedBytes;
    private long lastUploadedBytes;
    private boolean favoured;
    private long lastRateMillis = lastReceivedMillis;
    /** Payload of this piece that went out and was not reported yet. */
    private int sentPiece;
    private int sentBytes;

    PeerExchange(PeerConnection connection, PeerEvents events, SocketChannel channel, SelectionKey key,
            PeerTraffic traffic) {
        this.connection = connection;
        this.events = events;
        this.channel = channel;
        this.key = key;
        this.traffic = traffic;
        this.pipeline = new RequestPipeline(
                Kin.areKin(connection.remotePeerId(), events.peerId())
                        ? RequestPipeline.Ahead.OF_KIN : RequestPipeline.Ahead.OF_OTHERS);
        this.sendBuffer = new SendBuffer(channel);
        this.blocks = new BlockQueue(events, connection.loop()::execute, connection::blocksReady, this::uploaded,
                // BEP 3 knows no way to take a piece back; a new connection begins with what is left.
                piece -> connection.close("piece " + piece + " was lost"));
        this.writer = new MessageWriter(blocks, connection.loop().upload(), sendBuffer, traffic);
        this.reader = new MessageReader(pipeline, arrivals, PeerMessages.maxLength(events.geometry()));
    }

    /** Takes what has come in, and asks for more. */
    void read() throws IOException, WireException {
        for (int i = 0; i < READS_PER_TURN && mayRead(); i++) {
            int count = reader.read(channel);
            if (count < 0) {
                throw new IOException("closed by the peer");
            }
            if (count == 0) {
                break;
            }
            lastReceivedMillis = PeerLoop.nowMillis();
            connection.loop().moved(count);
            connection.loop().download().take(count);
            if (reader.hasDrained()) {
                break;
            }
        }
        arrivals.progressed();
        request();
        flush();
    }

    /**
     * Whether the rate limit lets bytes in and the torrent keeps up with the messages; else they wait in the
     * socket until a later tick.
     */
    private boolean mayRead() {
        readLater = !connection.loop().download().allows() || connection.unheard() > MAX_UNHEARD;
        if (readLater) {
            traffic.heldBack();
        }
        return !readLater;
    }

    private void uploaded(int pieceIndex, int lengthBytes) {
        traffic.uploaded(lengthBytes);
        connection.loop().moved(lengthBytes);
        if (pieceIndex != sentPiece) {
            reportSent();
            sentPiece = pieceIndex;
        }
        sentBytes += lengthBytes;
        if (sentBytes >= events.geometry().pieceLength(pieceIndex)) {
            reportSent();
        }
    }

    /** The torrent waits for whole pieces; a report of each batch would wake its thread a thousand times a second. */
    private void reportSent() {
        if (sentBytes > 0) {
            events.sent(connection, sentPiece, sentBytes);
            sentBytes = 0;
        }
    }

    /** What the reader finds. */
    private final class Arrivals implements MessageReader.Sink {
        private PieceDownload progressed;

        @Override
        public void message(Message message) throws WireException {
            if (message instanceof Request request) {
                traffic.active();
                // A request that crossed our choke is no fault; the peer will hear that it is choked.
                if (!choking) {
                    blocks.ask(request.getPieceIndex(), request.getOffset(), request.getLength());
                    blocks.prepare();
                }
            } else if (message instanceof Cancel cancel) {
                blocks.cancel(cancel.getPieceIndex(), cancel.getOffset(), cancel.getLength());
            } else {
                if (message instanceof Choke) {
                    chokesUs = true;
                    giveAllBack();
                } else if (message instanceof Unchoke) {
                    chokesUs = false;
                }
                connection.told();
                events.received(connection, message);
            }
        }

        @Override
        public void block(Expected expected) {
            traffic.downloaded(expected.lengthBytes());
            pipeline.received(expected);
            if (progressed != expected.download()) {
                progressed();
                progressed = expected.download();
            }
        }

        @Override
        public void discarded(int lengthBytes) {
            traffic.downloaded(lengthBytes);
        }

        private void progressed() {
            if (progressed != null) {
                progressed.progressed();
                progressed = null;
            }
        }
    }

    /** Queues a message; {@link #flush} sends it. */
    void queue(Message message) {
        lastSentMillis = PeerLoop.nowMillis();
        writer.add(message);
    }

    /** The socket takes bytes again. */
    void writable() throws IOException {
        full = false;
        flush();
    }

    /** Sends as much as the socket takes, and has the loop call {@link #writable} for the rest. */
    void flush() throws IOException {
        // A full socket would be tried in vain for each message and each read.
        full = full || !writer.flush(channel);
        traffic.blocksWait(full || !blocks.isIdle());
        if (writer.backlogBytes() > MAX_BACKLOG_BYTES) {
            throw new IOException("it does not read what it is sent");
        }
        int operations = (readLater ? 0 : SelectionKey.OP_READ) | (full ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    private void request() {
        pipeline.refill(this::queue);
        if (pipeline.isHungry() && !saidHungry) {
            saidHungry = true;
            events.hungry(connection);
        }
    }

    void choke(boolean choke, Message announcement) {
        choking = choke;
        if (choke) {
            blocks.clear();
            reportSent();
        }
        queue(announcement);
    }

    void assign(BlockRun run) {
        saidHungry = false;
        pipeline.assign(run);
        if (chokesUs) {
            // The torrent has not heard of the choke yet. The peer would drop our requests without a word.
            giveAllBack();
        }
        request();
    }

    void withdraw(PieceDownload download, int fromBlock) {
        pipeline.withdraw(
                download, fromBlock, reader.current(), this::queue, run -> events.returned(connection, run));
        request();
    }

    /** The peer won't deliver anything any more. */
    private void giveAllBack() {
        pipeline.clear(run -> events.returned(connection, run));
    }

    /** See {@link PeerLink#favour}. */
    void favour(boolean nowFavoured) {
        favoured = nowFavoured;
    }

    void tick(long nowMillis) throws IOException, WireException {
        if (readLater) {
            read();
        }
        if (writer.isHeldBack()) {
            flush();
        }
        if (nowMillis - lastReceivedMillis > SILENCE_MILLIS) {
            throw new IOException("silent for " + SILENCE_MILLIS / 1000 + " s");
        }
        if (nowMillis - writer.waitingSinceMillis(nowMillis) > UNREAD_MILLIS) {
            throw new IOException("it does not read what it is sent");
        }
        if (nowMillis - lastSentMillis > KEEP_ALIVE_MILLIS) {
            queue(KeepAlive.instance());
            flush();
        }
        if (nowMillis > lastRateMillis) {
            long elapsed = nowMillis - lastRateMillis;
            long down = traffic.downloadedBytes();
            long up = traffic.uploadedBytes();
            pipeline.setRate(connection.loop().downloadShare().even((down - lastDownloadedBytes) * 1000 / elapsed));
            sendBuffer.setRate(connection.loop().uploadShare()
                    .ofBest((up - lastUploadedBytes) * 1000 / elapsed, favoured));
            lastDownloadedBytes = down;
            lastUploadedBytes = up;
            lastRateMillis = nowMillis;
        }
    }

    /** The socket is closed: what came last counts, lent memory and assigned blocks go back. */
    void close() {
        arrivals.progressed();
        writer.close();
        blocks.close();
        giveAllBack();
    }
}
