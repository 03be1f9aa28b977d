package org.ocsbt.downloader.torrent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.downloader.peer.SimulatedPort;
import org.ocsbt.downloader.peer.VirtualTime;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/**
 * A server and its clients with the engine's real decisions on simulated lines, under a virtual clock and
 * seeded chance: what a room does is the same on every machine, however busy.
 */
final class SimulatedRoom {
    private static final int PEERS_WANTED = 50;
    private static final int LIMIT_FACTOR = 20;

    /**
     * What is simulated.
     *
     * @param clients beside the server
     * @param mbit every line's rate, each way
     * @param startSpreadMicros clients start at random times within this
     * @param writeMicros from a piece that is verified until it is written
     * @param special what sets some of the clients apart
     */
    record Plan(int clients, PieceGeometry geometry, double mbit, int maxConnections, int maxUploads,
            SimulatedLink.Buffers buffers, long startSpreadMicros, long writeMicros, Special special) {
        /** The least time that any method needs. */
        double boundMicros() {
            return geometry.totalBytes() * 8 / mbit;
        }
    }

    /**
     * Clients that are not like the others.
     *
     * @param slow the last so many have lines of a tenth of the rate; times and bytes are those of the others
     * @param slowDisks the last so many have disks of two fifths of the line's rate and memory for 16 pieces; the same
     * @param first only so many start at first
     * @param laterMicros the others start so much later; 0 if as soon as the first are done
     */
    record Special(int slow, int slowDisks, int first, long laterMicros) {
        static final Special NONE = new Special(0, 0, Integer.MAX_VALUE, 0);
        private static final double SLOWNESS = 10;
        private static final double SLOW_DISK = 0.4;
        private static final int SLOW_DISK_PIECES = 16;

        static Special slow(int clients) {
            return new Special(clients, 0, Integer.MAX_VALUE, 0);
        }

        static Special slowDisks(int clients) {
            return new Special(0, clients, Integer.MAX_VALUE, 0);
        }

        static Special late(int first, long laterMicros) {
            return new Special(0, 0, first, laterMicros);
        }

        private int uncounted() {
            return Math.max(slow, slowDisks);
        }
    }

    private final VirtualTime time = new VirtualTime();
    private final Plan plan;
    private final Random random;
    private final Map<InetSocketAddress, SimulatedClient> byAddress = new HashMap<>();
    private final SimulatedClient seeder;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Bitfield spread;
    private int unfinished;
    private int startedClients;
    private long seederBytesAtFirstCopy;
    private long firstCopyMicros;

    SimulatedRoom(Plan plan, long seed) {
        this.plan = plan;
        this.random = new Random(seed);
        this.spread = new Bitfield(plan.geometry().pieceCount());
        SimulatedDisk.Speed fast = SimulatedDisk.Speed.fast(plan.writeMicros());
        this.seeder = add(0, true, plan.mbit(), fast);
        for (int left = plan.clients(); left > 0; left--) {
            clients.add(add(clients.size() + 1, false,
                    left > plan.special().slow() ? plan.mbit() : plan.mbit() / Special.SLOWNESS,
                    left > plan.special().slowDisks() ? fast : slowDisk()));
        }
        unfinished = counted().size();
    }

    private SimulatedDisk.Speed slowDisk() {
        long pieceMicros = (long) (plan.geometry().pieceLengthBytes() * 8 / (plan.mbit() * Special.SLOW_DISK));
        return new SimulatedDisk.Speed(pieceMicros, pieceMicros, Special.SLOW_DISK_PIECES);
    }

    private SimulatedClient add(int number, boolean seed, double mbit, SimulatedDisk.Speed disk) {
        SimulatedClient client = new SimulatedClient(
                this, number, seed, new SimulatedPort(time, mbit, mbit), new SimulatedDisk(time, disk));
        byAddress.put(client.address(), client);
        return client;
    }

    Plan plan() {
        return plan;
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    SimulatedClient at(InetSocketAddress address) {
        return byAddress.get(address);
    }

    /** What the tracker answers. */
    List<InetSocketAddress> announce(SimulatedClient client) {
        List<InetSocketAddress> others = new ArrayList<>(byAddress.values().stream()
                .filter(other -> other != client && other.isStarted()).map(SimulatedClient::address)
                .sorted((a, b) -> a.getHostString().compareTo(b.getHostString())).toList());
        Collections.shuffle(others, random);
        return others.subList(0, Math.min(PEERS_WANTED, others.size()));
    }

    /** A client has this piece. */
    void spread(int piece) {
        if (spread.set(piece) && spread.isFull()) {
            seederBytesAtFirstCopy = seeder.uploadedBytes();
            firstCopyMicros = time.nowMicros();
        }
    }

    void finished(SimulatedClient client) {
        if (counted().contains(client)) {
            unfinished--;
            if (plan.special().laterMicros() == 0 && startedClients - (counted().size() - unfinished) == 0) {
                start(clients.size());
            }
        }
    }

    private List<SimulatedClient> counted() {
        return clients.subList(0, clients.size() - plan.special().uncounted());
    }

    /** Starts those below this number that are not started yet. */
    private void start(int end) {
        for (int i = startedClients; i < end; i++) {
            time.after(1000 + (long) (random.nextDouble() * plan.startSpreadMicros()), clients.get(i)::start);
        }
        startedClients = Math.max(startedClients, end);
    }

    /** What came of it, times as multiples of the bound, bytes as multiples of the torrent. */
    record Outcome(double first, double median, double last, double seederAtFirstCopy, double firstCopyAt,
            double seederInAll, double duplicates, double lastLatecomer) {
        @Override
        public String toString() {
            return "first %.3f, median %.3f, last %.3f F/B; first copy out at %.3f F/B after %.3f F; seeder sent %.2f F; duplicates %.2f %%%s"
                    .formatted(first, median, last, firstCopyAt, seederAtFirstCopy, seederInAll, 100 * duplicates,
                            lastLatecomer == 0 ? "" : "; last latecomer %.3f after its start".formatted(lastLatecomer));
        }
    }

    /** Runs until all are done; throws if they never are. */
    Outcome run() {
        seeder.start();
        start(Math.min(plan.special().first(), clients.size()));
        if (plan.special().laterMicros() > 0) {
            time.after(plan.special().laterMicros(), () -> start(clients.size()));
        }
        if (!time.runUntil(() -> unfinished == 0, (long) (plan.boundMicros() * LIMIT_FACTOR))) {
            throw new IllegalStateException(unfinished + " clients are not done at " + time.nowMillis() + " ms");
        }
        long[] took = counted().stream().mapToLong(SimulatedClient::finishedMicros).sorted().toArray();
        double latecomers = clients.stream().skip(plan.special().first())
                .mapToLong(client -> client.finishedMicros() - client.startedMicros()).max().orElse(0);
        double bytes = plan.geometry().totalBytes();
        double bound = plan.boundMicros();
        return new Outcome(took[0] / bound, took[(took.length - 1) / 2] / bound, took[took.length - 1] / bound,
                seederBytesAtFirstCopy / bytes, firstCopyMicros / bound, seeder.uploadedBytes() / bytes,
                clients.stream().mapToLong(SimulatedClient::discardedBytes).sum() / bytes / clients.size(),
                latecomers / bound);
    }

    List<SimulatedClient> clients() {
        return clients;
    }
}
