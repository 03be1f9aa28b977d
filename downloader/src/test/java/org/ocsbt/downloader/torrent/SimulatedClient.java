package org.ocsbt.downloader.torrent;

import bt.protocol.Message;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ocsbt.downloader.disk.PieceMemory;
import org.ocsbt.downloader.peer.PeerLink;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.downloader.peer.SimulatedPort;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/**
 * A client of a {@link SimulatedRoom}: the real decisions ({@link Swarm}, {@link Fetching}, {@link Serving},
 * {@link Conversation}) between simulated lines, disk and tracker.
 */
final class SimulatedClient implements SimulatedLink.Owner, PieceMemory {
    private static final long TICK_MICROS = 250_000;
    private static final long CONNECT_MICROS = 600;
    /** From a piece's last byte until others can hear of it: the hash of its last part, and three threads. */
    private static final long VERIFY_MICROS = 1000;
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    private final SimulatedRoom room;
    private final InetSocketAddress address;
    private final byte[] peerId;
    private final SimulatedPort port;
    private final SimulatedDisk disk;
    private final PieceGeometry geometry;
    private final Bitfield stored;
    private final Swarm swarm;
    private final Fetching fetching;
    private final Serving serving;
    private final Conversation conversation;
    private final AnnounceSchedule schedule = new AnnounceSchedule();
    private final Map<Integer, PieceDownload> arriving = new HashMap<>();
    /** Pieces of which so much is or was here that others heard of it. */
    private final Bitfield told;
    private final List<SimulatedLink> links = new ArrayList<>();
    private boolean started;
    private boolean complete;
    private long startedMicros;
    private long finishedMicros;
    /** Written pieces that are kept for others, now and at most. */
    private int inMemory;
    private int mostInMemory;

    SimulatedClient(SimulatedRoom room, int number, boolean seed, SimulatedPort port, SimulatedDisk disk) {
        SimulatedRoom.Plan plan = room.plan();
        this.room = room;
        this.port = port;
        this.disk = disk;
        this.geometry = plan.geometry();
        this.address = new InetSocketAddress("10.77.%d.%d".formatted(number / 256, number % 256), 6881);
        this.peerId = "-OB0010-%012d".formatted(room.random().nextInt(1_000_000_000)).getBytes(StandardCharsets.US_ASCII);
        int pieceCount = geometry.pieceCount();
        Bitfield have = seed ? Bitfield.full(pieceCount) : new Bitfield(pieceCount);
        this.told = new Bitfield(pieceCount);
        this.stored = have.copy();
        this.complete = seed;
        Random random = new Random(room.random().nextLong());
        this.swarm = new Swarm(peerId, pieceCount, plan.maxConnections(), random, this::connect);
        this.fetching = new Fetching(this, have, new Bitfield(pieceCount), Bitfield.full(pieceCount), false, swarm.peers(), plan.maxUploads(),
                random, room.time()::nowMillis);
        this.serving = new Serving(geometry, have, swarm.peers(), plan.maxUploads(), seed);
        this.conversation = new Conversation(geometry, swarm, fetching, serving, link -> { }, () -> complete,
                room.time()::nowMillis);
    }

    void start() {
        started = true;
        startedMicros = room.time().nowMicros();
        announce();
        tick();
    }

    private void tick() {
        long now = room.time().nowMillis();
        swarm.peers().forEach(peer -> peer.sampleRates(now));
        serving.tick(now);
        swarm.dial(now);
        fetching.tick(disk.isShort(), now);
        room.time().after(TICK_MICROS, this::tick);
    }

    private void announce() {
        swarm.add(room.announce(this), room.time().nowMillis());
        Duration wait = schedule.afterSuccess(Duration.ofMinutes(2), swarm.peers().size(), swarm.room(), complete);
        room.time().after(wait.toMillis() * 1000, this::announce);
    }

    // ---- connections

    private PeerLink connect(InetSocketAddress remote) {
        SimulatedClient other = room.at(remote);
        SimulatedLink here = new SimulatedLink(
                room.time(), port, this, remote, other.peerId, true, room.plan().buffers());
        SimulatedLink there = new SimulatedLink(
                room.time(), other.port, other, address, peerId, false, room.plan().buffers());
        room.time().after(CONNECT_MICROS, () -> {
            SimulatedLink.join(here, there);
            open(here);
            other.open(there);
        });
        return here;
    }

    private void open(SimulatedLink link) {
        links.add(link);
        conversation.opened(link);
    }

    @Override
    public void received(SimulatedLink link, Message message) {
        Peer peer = swarm.peer(link);
        if (peer != null) {
            conversation.received(peer, message);
        }
    }

    @Override
    public void hungry(SimulatedLink link) {
        Peer peer = swarm.peer(link);
        if (peer != null) {
            conversation.hungry(peer);
        }
    }

    @Override
    public void returned(SimulatedLink link, BlockRun run) {
        conversation.returned(swarm.peer(link), run);
    }

    @Override
    public void sent(SimulatedLink link, int pieceIndex, int lengthBytes) {
        Peer peer = swarm.peer(link);
        if (peer != null) {
            conversation.sent(peer, pieceIndex, lengthBytes);
        }
    }

    @Override
    public void closed(SimulatedLink link) {
        conversation.closed(link);
    }

    // ---- pieces

    @Override
    public PieceDownload begin(int pieceIndex) {
        if (!disk.take()) {
            return null;
        }
        PieceDownload download = new PieceDownload(geometry, pieceIndex, NO_BYTES, this::progressed);
        arriving.put(pieceIndex, download);
        return download;
    }

    @Override
    public void abandon(PieceDownload download) {
        arriving.remove(download.pieceIndex());
        disk.giveBack();
    }

    @Override
    public void release(int pieceIndex) {
        inMemory--;
    }

    @Override
    public boolean isHere(int piece, int offset) {
        PieceDownload download = arriving.get(piece);
        return download == null || download.arrivedBytes(offset) > 0;
    }

    private void progressed(PieceDownload download) {
        int piece = download.pieceIndex();
        if (download.isWorthPassingOn() && told.set(piece)) {
            room.time().after(0, () -> fetching.arriving(piece));
        }
        links.forEach(SimulatedLink::moreIsHere);
        if (download.isComplete()) {
            room.time().after(VERIFY_MICROS, () -> verified(piece));
        }
    }

    private void verified(int piece) {
        arriving.remove(piece);
        fetching.verified(piece);
        disk.write(() -> written(piece));
    }

    private void written(int piece) {
        stored.set(piece);
        inMemory++;
        mostInMemory = Math.max(mostInMemory, inMemory);
        fetching.written(piece);
        if (disk.isShort()) {
            fetching.feedAll();
        }
        room.spread(piece);
        if (stored.isFull()) {
            complete = true;
            finishedMicros = room.time().nowMicros();
            room.finished(this);
            List.copyOf(swarm.peers()).forEach(conversation::closeIfUseless);
        }
    }

    // ---- what is measured

    boolean isStarted() {
        return started;
    }

    boolean isComplete() {
        return complete;
    }

    InetSocketAddress address() {
        return address;
    }

    long uploadedBytes() {
        return links.stream().mapToLong(SimulatedLink::uploadedBytes).sum();
    }

    long discardedBytes() {
        return links.stream().mapToLong(SimulatedLink::discardedBytes).sum();
    }

    /** The most pieces that were kept in memory at once. */
    int mostInMemory() {
        return mostInMemory;
    }

    long startedMicros() {
        return startedMicros;
    }

    long finishedMicros() {
        return finishedMicros;
    }
}
