package org.ocsbt.downloader.torrent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.ocsbt.downloader.peer.Kin;
import org.ocsbt.downloader.peer.PeerLink;

/**
 * The other clients of one torrent: who is connected, whom to connect to, and the totals of those who
 * left. Owned by the torrent's loop.
 */
public final class Swarm {
    private static final long DISMISSAL_PAUSE_MILLIS = 2000;
    /**
     * Two connections between the same two cross when each side has made one before it saw the other's. One that came later than
     * this is refused instead: a connection in use loses what is under way on it, and a new one begins slowly.
     */
    private static final long CROSSING_MILLIS = 1000;
    /**
     * Connections of our making, so twelve in all: each costs a message for each piece. Simulated, the last of 38 clients that
     * may have 50 connections takes 1.05 F/B with six as with ten, of a thousand 1.09. Beside slow ones it is chance which is
     * better: with a quarter of 38 slow 1.08 instead of 1.20 and 1.14 instead of 1.12, of 150 1.20 instead of 1.14.
     */
    private static final int MOST_OF_OURS = 6;
    /**
     * By chance few connect to some, and those would be the last. So who has fewer than this many connections of either
     * making makes more of them, one more for each {@value #STEP_MILLIS} ms since the first: those with the fewest begin,
     * or the others would take the last places in a room of 6 connections each. One place is left for newcomers.
     */
    private static final int LEAST_CONNECTIONS = 10;
    private static final long STEP_MILLIS = 250;
    /**
     * Where there is a place for everybody we know. Not at once: others may be about to start, and the first six of 38 that
     * may have six connections each would be an island. With 200 ms four real clients were connected to each other after
     * 1.4 s only, and had nothing new for each other until then.
     */
    private static final long SHORT_STEP_MILLIS = 50;

    private final byte[] ownId;
    private final Random random;
    private final Dialer dialer;
    private final int pieceCount;
    private final int maxConnections;
    private final Map<PeerLink, Peer> connected = new LinkedHashMap<>();
    private final Set<PeerLink> dialing = new HashSet<>();
    /** Connected still, but about to be closed: their places are free. */
    private final Set<PeerLink> dismissed = new HashSet<>();
    private final AddressBook addresses = new AddressBook();
    private final Map<InetSocketAddress, Traffic> left = new HashMap<>();
    private final Bans bans = new Bans();
    private boolean open = true;
    private long lastDismissalMillis;
    /** When the first of those connected now came, or one before it without a gap. */
    private long firstOpenedMillis;
    private String latestBan;
    private long latestBanEndMillis = Long.MIN_VALUE;

    /** Payload exchanged with one address. */
    public record Traffic(long downloadedBytes, long uploadedBytes) {
        private static Traffic of(PeerLink connection) {
            return new Traffic(connection.downloadedBytes(), connection.uploadedBytes());
        }

        private static Traffic sum(Traffic a, Traffic b) {
            return new Traffic(a.downloadedBytes + b.downloadedBytes, a.uploadedBytes + b.uploadedBytes);
        }
    }

    /** Connects to other clients. */
    interface Dialer {
        /** Begins to connect; the outcome is told later. */
        PeerLink connect(InetSocketAddress address) throws IOException;
    }

    /**
     * @param ownId 20 bytes that name this client to others
     * @param random draws lots for peers
     */
    Swarm(byte[] ownId, int pieceCount, int maxConnections, Random random, Dialer dialer) {
        this.ownId = ownId;
        this.random = random;
        this.dialer = dialer;
        this.pieceCount = pieceCount;
        this.maxConnections = maxConnections;
    }

    /** The connected peers; a view that follows. */
    Collection<Peer> peers() {
        return Collections.unmodifiableCollection(connected.values());
    }

    /** The peer at this connection; null if it was refused or is gone. */
    Peer peer(PeerLink connection) {
        return connected.get(connection);
    }

    int room() {
        return Math.max(0, maxConnections - connected.size() + dismissed.size());
    }

    Map<InetSocketAddress, Traffic> traffic() {
        Map<InetSocketAddress, Traffic> all = new HashMap<>(left);
        connected.keySet().forEach(c -> all.merge(c.remote(), Traffic.of(c), Traffic::sum));
        return all;
    }

    void add(Collection<InetSocketAddress> found, long nowMillis) {
        addresses.add(found);
        dial(nowMillis);
    }

    /**
     * Connects to more peers. At first fewer than half of the connections are of our making: so a newcomer always
     * finds somebody who has a place left, and a room of any size hangs together. Who stalls does not count.
     */
    void dial(long nowMillis) {
        if (open && room() == 0 && dialing.isEmpty() && nowMillis - lastDismissalMillis > DISMISSAL_PAUSE_MILLIS
                && dismissMute(nowMillis)) {
            lastDismissalMillis = nowMillis;
        }
        int wanted = Math.min(room() - dialing.size(), missing(nowMillis));
        if (!open || wanted <= 0) {
            return;
        }
        for (InetSocketAddress address : addresses.take(wanted, nowMillis)) {
            try {
                dialing.add(dialer.connect(address));
            } catch (IOException e) {
                addresses.ended(address, nowMillis);
            }
        }
    }

    /** How many connections more would be good. */
    private int missing(long nowMillis) {
        int useful = 0;
        int ours = 0;
        for (Peer peer : connected.values()) {
            useful += peer.rests(nowMillis) ? 0 : 1;
            ours += peer.rests(nowMillis) || !peer.connection.isOutgoing() ? 0 : 1;
        }
        int share = Math.max(1, Math.min(MOST_OF_OURS, (maxConnections - 1) / 2));
        long step = addresses.size() < maxConnections ? SHORT_STEP_MILLIS : STEP_MILLIS;
        long steps = connected.isEmpty() ? 0 : (nowMillis - firstOpenedMillis) / step;
        int least = (int) Math.min(Math.min(LEAST_CONNECTIONS, maxConnections - 1), steps);
        return Math.max(share - ours, least - useful) - dialing.size();
    }

    /** A handshake succeeded: takes the peer in, or closes the connection and returns null. */
    Peer opened(PeerLink connection, long nowMillis) {
        dialing.remove(connection);
        String refusal = refusal(connection, nowMillis);
        if (refusal != null) {
            connection.close(refusal);
            return null;
        }
        addresses.succeeded(connection.remote());
        Peer peer = new Peer(connection, pieceCount, Kin.areKin(ownId, connection.remotePeerId()), random.nextInt(), nowMillis);
        if (connected.isEmpty()) {
            firstOpenedMillis = nowMillis;
        }
        connected.put(connection, peer);
        return peer;
    }

    private String refusal(PeerLink connection, long nowMillis) {
        if (!open) {
            return "the torrent is paused";
        }
        if (bans.isBanned(connection.remotePeerId(), nowMillis)) {
            return "it sent wrong data before";
        }
        if (Arrays.equals(connection.remotePeerId(), ownId)) {
            addresses.useless(connection.remote(), nowMillis);
            return "it is this client itself";
        }
        for (Peer other : connected.values()) {
            if (Arrays.equals(other.connection.remotePeerId(), connection.remotePeerId())) {
                addresses.connectedOtherwise(connection.remote(), nowMillis);
                if (nowMillis - other.sinceMillis > CROSSING_MILLIS || isBetter(other.connection, connection)) {
                    return "connected already";
                }
                other.connection.close("connected twice");
                // The other one's place becomes free.
                return null;
            }
        }
        if (room() == 0 && !dismissMute(nowMillis)) {
            return "no connection is free";
        }
        return null;
    }

    /** Takes the place of a peer that makes nothing of it; whether there was one. */
    private boolean dismissMute(long nowMillis) {
        for (Peer peer : connected.values()) {
            if (!dismissed.contains(peer.connection) && peer.isMute(nowMillis)) {
                dismissed.add(peer.connection);
                peer.connection.close("it neither has nor wants anything, and others wait");
                return true;
            }
        }
        return false;
    }

    /** Both sides must keep the same one of two that cross: the one that the larger peer id has made. */
    private boolean isBetter(PeerLink one, PeerLink other) {
        boolean oursIsLarger = Arrays.compareUnsigned(ownId, one.remotePeerId()) > 0;
        return one.isOutgoing() == other.isOutgoing() || one.isOutgoing() == oursIsLarger;
    }

    /** @return the peer that was there, or null */
    Peer closed(PeerLink connection, long nowMillis) {
        dialing.remove(connection);
        if (connection.isOutgoing()) {
            addresses.ended(connection.remote(), nowMillis);
        }
        Peer peer = connected.remove(connection);
        dismissed.remove(connection);
        if (peer != null) {
            left.merge(connection.remote(), Traffic.of(connection), Traffic::sum);
            addresses.left(connection.remote(), nowMillis);
        }
        // Whoever was refused asks the next one at once: without all its connections it would stay behind.
        dial(nowMillis);
        return peer;
    }

    /** Two complete clients have nothing to give each other and would take a place from others. */
    void closeUseless(Peer peer, long nowMillis) {
        addresses.useless(peer.connection.remote(), nowMillis);
        peer.connection.close("both are complete");
    }

    void ban(Peer peer, String reason, long nowMillis) {
        long untilMillis = bans.ban(peer.connection.remotePeerId(), nowMillis);
        InetSocketAddress remote = peer.connection.remote();
        latestBan = remote.getAddress().getHostAddress() + ":" + remote.getPort() + ": " + reason
                + "; it is left alone for " + (untilMillis - nowMillis) / 1000 + " s";
        latestBanEndMillis = untilMillis;
        addresses.avoid(peer.connection.remote(), untilMillis);
        peer.connection.close(reason);
    }

    /** Who was banned last, why and for how long; empty once that is over. */
    Optional<String> latestBan(long nowMillis) {
        return nowMillis < latestBanEndMillis ? Optional.of(latestBan) : Optional.empty();
    }

    /** Ends all connections and makes no new ones until {@link #reopen}. */
    void closeAll(String reason) {
        open = false;
        dialing.forEach(connection -> connection.close(reason));
        connected.keySet().forEach(connection -> connection.close(reason));
    }

    void reopen() {
        open = true;
    }
}
