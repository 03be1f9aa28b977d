package org.ocsbt.tracker.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.CompactPeers.Family;

/**
 * The clients of one torrent. Each is in exactly one set: leechers or seeds of its address family while
 * it is handed out; {@code unproven} until it was connected back where that is asked for;
 * {@code departed} after it stopped or fell silent, kept for those who watch.
 */
public final class Swarm {
    /** A classroom has some hundred clients; more departed ones are forgotten. */
    private static final int MAX_DEPARTED = 4096;

    private final PeerSet[] leechers = {new PeerSet(), new PeerSet()};
    private final PeerSet[] seeds = {new PeerSet(), new PeerSet()};
    private final PeerSet unproven = new PeerSet();
    private final PeerSet departed = new PeerSet();
    private int downloaded;

    /** @return by how much {@link #downloaded} changed */
    int announce(AnnounceRequest request, Endpoint endpoint, boolean listed, int nowSeconds) {
        PeerSet before = setHolding(endpoint);
        Peer peer = before == null ? new Peer(endpoint, nowSeconds) : before.find(endpoint);
        boolean wasLeecher = before != null && !peer.isSeed();
        if (before == null && request.event() == AnnounceEvent.STOPPED) {
            return 0;
        }
        boolean proven = listed || before != null && before != unproven && before != departed;
        peer.update(request, nowSeconds);
        move(peer, before, peer.hasStopped() ? departed : proven ? listedSet(peer) : unproven);
        return countCompletion(peer, wasLeecher, request.event());
    }

    /** A completed client that starts over is no completed one until it is done again. */
    private int countCompletion(Peer peer, boolean wasLeecher, AnnounceEvent event) {
        boolean completed = event == AnnounceEvent.COMPLETED || wasLeecher && peer.isSeed();
        int change = 0;
        if (completed && !peer.hasCompleted()) {
            change = 1;
        } else if (!completed && peer.hasCompleted() && peer.leftBytes() > 0) {
            change = -1;
        }
        if (change != 0) {
            peer.countAsCompleted(change > 0);
            downloaded = Math.max(0, downloaded + change);
        }
        return change;
    }

    private PeerSet setHolding(Endpoint endpoint) {
        int family = endpoint.family().ordinal();
        return leechers[family].find(endpoint) != null ? leechers[family]
                : seeds[family].find(endpoint) != null ? seeds[family]
                : unproven.find(endpoint) != null ? unproven
                : departed.find(endpoint) != null ? departed : null;
    }

    private PeerSet listedSet(Peer peer) {
        return (peer.isSeed() ? seeds : leechers)[peer.family().ordinal()];
    }

    private void move(Peer peer, PeerSet from, PeerSet to) {
        if (from == to) {
            return;
        }
        if (from != null) {
            from.remove(peer);
        }
        if (to == departed && departed.size() == MAX_DEPARTED) {
            departed.remove(departed.get(0));
        }
        to.add(peer);
    }

    /** Notes whether the peer could be connected to; after {@code maxFailures} in a row it departs. */
    void probed(Endpoint endpoint, boolean reached, int maxFailures) {
        PeerSet set = setHolding(endpoint);
        if (set == null || set == departed) {
            return;
        }
        Peer peer = set.find(endpoint);
        peer.probed(reached);
        if (reached) {
            move(peer, set, listedSet(peer));
        } else if (peer.failedProbes() >= maxFailures) {
            move(peer, set, departed);
        }
    }

    boolean isUnproven(Endpoint endpoint) {
        return unproven.find(endpoint) != null;
    }

    /**
     * Moves every client that was last heard before {@code oldestSeconds} to the departed ones, and
     * forgets those that were last heard before {@code forgottenSeconds}.
     */
    void expire(int oldestSeconds, int forgottenSeconds) {
        for (PeerSet set : handedOutAndUnproven()) {
            for (int i = set.size() - 1; i >= 0; i--) {
                if (set.get(i).lastSeenSeconds() < oldestSeconds) {
                    move(set.get(i), set, departed);
                }
            }
        }
        for (int i = departed.size() - 1; i >= 0; i--) {
            if (departed.get(i).lastSeenSeconds() < forgottenSeconds) {
                departed.remove(departed.get(i));
            }
        }
    }

    /** Up to {@code wanted} clients of one family, in random order; leechers alone if those are enough. */
    List<Peer> draw(Family family, int wanted, boolean leechersIfEnough, RandomGenerator random) {
        PeerSet leeching = leechers[family.ordinal()];
        PeerSet seeding = seeds[family.ordinal()];
        int total = leeching.size() + seeding.size();
        int count = Math.min(wanted, total);
        if (count == 0) {
            return List.of();
        }
        int leecherCount = leechersIfEnough && leeching.size() >= wanted
                ? count : (int) ((long) count * leeching.size() / total);
        Peer[] drawn = new Peer[count];
        leeching.draw(leecherCount, random, drawn, 0);
        seeding.draw(count - leecherCount, random, drawn, leecherCount);
        shuffle(drawn, random);
        return Arrays.asList(drawn);
    }

    /** Clients connect to the first few they are given, so the order must not favour anyone. */
    private static void shuffle(Peer[] peers, RandomGenerator random) {
        for (int i = peers.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Peer swapped = peers[i];
            peers[i] = peers[other];
            peers[other] = swapped;
        }
    }

    /** Seeds handed out. */
    public int complete() {
        return seeds[0].size() + seeds[1].size();
    }

    /** Leechers handed out. */
    public int incomplete() {
        return leechers[0].size() + leechers[1].size();
    }

    /** Clients that hold the whole torrent now or did when they left. */
    public int downloaded() {
        return downloaded;
    }

    void restoreDownloaded(int count) {
        downloaded = count;
    }

    /** Clients that are handed out or wait for being connected back. */
    public int presentCount() {
        return complete() + incomplete() + unproven.size();
    }

    boolean isForgettable() {
        return presentCount() == 0 && departed.size() == 0 && downloaded == 0;
    }

    /** Clients that are handed out or wait for being connected back, at most {@code most}. */
    public List<Peer> present(int most) {
        List<Peer> present = new ArrayList<>(Math.min(most, presentCount()));
        for (PeerSet set : handedOutAndUnproven()) {
            set.copyTo(present, most);
        }
        return present;
    }

    /** As {@link #present(int)}, all of them. */
    public List<Peer> present() {
        return present(Integer.MAX_VALUE);
    }

    /** Clients that stopped or fell silent, at most {@code most}. */
    public List<Peer> departed(int most) {
        List<Peer> gone = new ArrayList<>(Math.min(most, departed.size()));
        departed.copyTo(gone, most);
        return gone;
    }

    /** How many {@link #departed(int)} could give. */
    public int departedCount() {
        return departed.size();
    }

    private PeerSet[] handedOutAndUnproven() {
        return new PeerSet[] {leechers[0], leechers[1], seeds[0], seeds[1], unproven};
    }
}
