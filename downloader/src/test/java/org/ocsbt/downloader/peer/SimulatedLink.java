package org.ocsbt.downloader.peer;

import bt.protocol.Cancel;
import bt.protocol.Choke;
import bt.protocol.Message;
import bt.protocol.Request;
import bt.protocol.Unchoke;
import java.net.InetSocketAddress;
import java.util.List;
import org.ocsbt.downloader.peer.SimulatedSendQueue.Parcel;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;

/** One end of a connection without a socket. It asks by the real {@link RequestPipeline}. */
public final class SimulatedLink implements PeerLink {
    private static final long FIRST_TICK_MICROS = 250_000;

    /** What the system and the network hold of one connection. */
    public record Buffers(int sendBytes, int windowBytes) {}

    /** Where a link's reports go; called when the caller has returned. A test listens to what it asks about. */
    public interface Owner extends SimulatedSendQueue.Stock {
        default void received(SimulatedLink link, Message message) {}

        default void hungry(SimulatedLink link) {}

        default void returned(SimulatedLink link, BlockRun run) {}

        default void sent(SimulatedLink link, int pieceIndex, int lengthBytes) {}

        @Override
        default boolean isHere(int pieceIndex, int offset) {
            return true;
        }

        default void closed(SimulatedLink link) {}
    }

    private final VirtualTime time;
    private final SimulatedPort port;
    private final Owner owner;
    private final InetSocketAddress remote;
    private final byte[] remotePeerId;
    private final boolean outgoing;
    private final Buffers buffers;
    private final RequestPipeline pipeline = new RequestPipeline(RequestPipeline.Ahead.OF_KIN);
    private final SimulatedSendQueue queue = new SimulatedSendQueue();
    private SimulatedLink other;
    private boolean queuedAtPort;
    private boolean closed;
    private boolean choking = true;
    private boolean chokesUs = true;
    private boolean saidHungry;
    private long downloadedBytes;
    private long uploadedBytes;
    private long discardedBytes;
    private long lastServedMillis;
    private boolean favoured;
    private long lastBlockMillis;
    private long lastRateBytes;

    public SimulatedLink(VirtualTime time, SimulatedPort port, Owner owner, InetSocketAddress remote,
            byte[] remotePeerId, boolean outgoing, Buffers buffers) {
        this.time = time;
        this.port = port;
        this.owner = owner;
        this.remote = remote;
        this.remotePeerId = remotePeerId;
        this.outgoing = outgoing;
        this.buffers = buffers;
    }

    /** Joins two ends; both can be used from then on. */
    public static void join(SimulatedLink one, SimulatedLink other) {
        one.other = other;
        other.other = one;
        one.start();
        other.start();
    }

    private void start() {
        time.after(FIRST_TICK_MICROS, this::tick);
        request();
    }

    private void tick() {
        if (!closed) {
            pipeline.setRate((downloadedBytes - lastRateBytes) * 1_000_000 / FIRST_TICK_MICROS);
            lastRateBytes = downloadedBytes;
            time.after(FIRST_TICK_MICROS, this::tick);
        }
    }

    SimulatedLink other() {
        return other;
    }

    SimulatedPort port() {
        return port;
    }

    boolean isQueuedAtPort() {
        return queuedAtPort;
    }

    void setQueuedAtPort(boolean queued) {
        queuedAtPort = queued;
    }

    private void report(Runnable report) {
        time.after(0, report);
    }

    // ---- sending

    private void fill() {
        for (Parcel next = nextToSend(); next != null; next = nextToSend()) {
            Request block = next.block();
            if (block != null) {
                uploadedBytes += block.getLength();
                lastServedMillis = time.nowMillis();
                report(() -> owner.sent(this, block.getPieceIndex(), block.getLength()));
            }
        }
        if (other != null && maySend()) {
            port.offer(this);
        }
    }

    /** More blocks are here that the other end may have asked for. */
    public void moreIsHere() {
        if (queue.isAsked()) {
            fill();
        }
    }

    private Parcel nextToSend() {
        return closed ? null : queue.buffer(sendBytes(), owner);
    }

    boolean maySend() {
        return queue.maySend(buffers.windowBytes);
    }

    Parcel takeParcel() {
        return queue.take();
    }

    /** The receiver's end has it. */
    void delivered(Parcel parcel) {
        queue.delivered(parcel);
        if (!other.closed) {
            other.arrived(parcel);
        }
        fill();
    }

    // ---- receiving

    private void arrived(Parcel parcel) {
        if (parcel.block() != null) {
            arrived(parcel.block());
        } else {
            parcel.messages().forEach(this::arrived);
        }
    }

    private void arrived(Message message) {
        if (message instanceof Request request) {
            lastServedMillis = time.nowMillis();
            if (!choking) {
                queue.ask(request);
                fill();
            }
        } else if (message instanceof Cancel cancel) {
            queue.cancel(cancel);
        } else {
            if (message instanceof Choke) {
                chokesUs = true;
                giveAllBack();
                request();
            } else if (message instanceof Unchoke) {
                chokesUs = false;
            }
            report(() -> owner.received(this, message));
        }
    }

    private void arrived(Request block) {
        downloadedBytes += block.getLength();
        lastBlockMillis = time.nowMillis();
        RequestPipeline.Expected expected = pipeline.find(block.getPieceIndex(), block.getOffset(), block.getLength());
        if (expected == null) {
            discardedBytes += block.getLength();
        } else {
            pipeline.received(expected);
            expected.download().progressed();
        }
        request();
    }

    private void request() {
        pipeline.refill(this::send);
        if (pipeline.isHungry() && !saidHungry) {
            saidHungry = true;
            report(() -> owner.hungry(this));
        }
    }

    private void giveAllBack() {
        pipeline.clear(run -> report(() -> owner.returned(this, run)));
    }

    // ---- what a torrent asks

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
    public void send(Message message) {
        send(List.of(message));
    }

    @Override
    public void send(List<? extends Message> together) {
        queue.add(together);
        fill();
    }

    @Override
    public void choke(boolean choke, Message announcement) {
        choking = choke;
        if (choke) {
            queue.forgetAsked();
        }
        send(announcement);
    }

    @Override
    public void assign(BlockRun run) {
        if (closed) {
            run.download().takeBack(run.fromBlock(), run.endBlock());
            report(() -> owner.returned(this, run));
            return;
        }
        saidHungry = false;
        pipeline.assign(run);
        if (chokesUs) {
            giveAllBack();
        }
        request();
    }

    @Override
    public void withdraw(PieceDownload download, int fromBlock) {
        pipeline.withdraw(download, fromBlock, null, this::send, run -> report(() -> owner.returned(this, run)));
        request();
    }

    @Override
    public void close(String reason) {
        if (!closed) {
            closed = true;
            queue.forgetAll();
            giveAllBack();
            report(() -> owner.closed(this));
            if (other != null) {
                time.after(1000, () -> other.close(reason));
            }
        }
    }

    @Override
    public void favour(boolean nowFavoured) {
        favoured = nowFavoured;
    }

    public boolean isFavoured() {
        return favoured;
    }

    private int sendBytes() {
        return favoured ? 2 * buffers.sendBytes : buffers.sendBytes;
    }

    @Override
    public long downloadedBytes() {
        return downloadedBytes;
    }

    @Override
    public long uploadedBytes() {
        return uploadedBytes;
    }

    @Override
    public boolean waitsForBlocks() {
        return queue.isAsked();
    }

    @Override
    public long lastServedMillis() {
        return lastServedMillis;
    }

    @Override
    public long lastBlockMillis() {
        return lastBlockMillis;
    }

    /** Payload that came though nobody asked for it any more. */
    public long discardedBytes() {
        return discardedBytes;
    }
}
