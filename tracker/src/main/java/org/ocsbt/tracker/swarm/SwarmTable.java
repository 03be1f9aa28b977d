package org.ocsbt.tracker.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.ScrapeEntry;
import org.ocsbt.metainfo.InfoHash;

/**
 * Which clients want which torrent. Does no I/O; one thread owns it. Time is an argument, in
 * milliseconds of any clock that does not run backwards, not before the one given at construction.
 */
public final class SwarmTable {
    /** Whoever watches a room wants to see all of its clients until the next day. */
    private static final int DEPARTED_KEPT_SECONDS = 24 * 60 * 60;

    private final Map<InfoHash, Swarm> swarms = new HashMap<>();

    private final Limits limits;
    private final RandomGenerator random;
    private final long startMillis;
    private int peerCount;
    private long announceCount;
    private int completedSinceStart;

    /**
     * Bounds of what strangers can make the tracker remember.
     *
     * @param maxSwarms torrents; an announce for one more is answered but not kept
     * @param maxPeers clients of all torrents together, likewise
     */
    public record Limits(int maxSwarms, int maxPeers) {
        /** A million clients take about 128 MB. */
        public static final Limits USUAL = new Limits(1 << 16, 1 << 20);
    }

    public SwarmTable(Limits limits, RandomGenerator random, long startMillis) {
        this.limits = limits;
        this.random = random;
        this.startMillis = startMillis;
    }

    /**
     * Enters what the client says and draws peers for it.
     *
     * @param endpoint where the client takes peers
     * @param wanted peers at most of each family
     * @param listed whether the client may be handed out before it was reached
     */
    public SwarmAnswer announce(
            AnnounceRequest request, Endpoint endpoint, int wanted, boolean listed, long nowMillis) {
        announceCount++;
        Swarm swarm = swarms.get(request.infoHash());
        boolean stopping = request.event() == AnnounceEvent.STOPPED;
        if (swarm == null) {
            if (stopping || swarms.size() >= limits.maxSwarms() || peerCount >= limits.maxPeers()) {
                return SwarmAnswer.NOTHING;
            }
            swarm = new Swarm();
            swarms.put(request.infoHash(), swarm);
        }
        if (peerCount < limits.maxPeers() || stopping) {
            int before = swarm.presentCount();
            completedSinceStart += swarm.announce(request, endpoint, listed, seconds(nowMillis));
            peerCount += swarm.presentCount() - before;
        }
        return answer(swarm, stopping ? 0 : wanted, request.leftBytes() == 0);
    }

    private SwarmAnswer answer(Swarm swarm, int wanted, boolean toSeed) {
        return new SwarmAnswer(
                swarm.complete(), swarm.incomplete(), swarm.downloaded(),
                swarm.draw(Family.IPV4, wanted, toSeed, random),
                swarm.draw(Family.IPV6, wanted, toSeed, random));
    }

    /** Whether connecting to the client worked; after {@code maxFailures} in a row it departs. */
    public void probed(InfoHash infoHash, Endpoint endpoint, boolean reached, int maxFailures) {
        Swarm swarm = swarms.get(infoHash);
        if (swarm != null) {
            int before = swarm.presentCount();
            swarm.probed(endpoint, reached, maxFailures);
            peerCount += swarm.presentCount() - before;
        }
    }

    /** Whether the client is kept back until it is reached. */
    public boolean isUnproven(InfoHash infoHash, Endpoint endpoint) {
        Swarm swarm = swarms.get(infoHash);
        return swarm != null && swarm.isUnproven(endpoint);
    }

    /** Clients last heard more than {@code timeoutMillis} ago depart. */
    public void expire(long nowMillis, long timeoutMillis) {
        int oldest = seconds(nowMillis - timeoutMillis);
        for (Iterator<Swarm> i = swarms.values().iterator(); i.hasNext(); ) {
            Swarm swarm = i.next();
            int before = swarm.presentCount();
            swarm.expire(oldest, oldest - DEPARTED_KEPT_SECONDS);
            peerCount += swarm.presentCount() - before;
            if (swarm.isForgettable()) {
                i.remove();
            }
        }
    }

    /** Enters what an earlier run counted. */
    public void restoreDownloaded(InfoHash infoHash, int count) {
        if (swarms.size() < limits.maxSwarms()) {
            swarms.computeIfAbsent(infoHash, unknown -> new Swarm()).restoreDownloaded(count);
        }
    }

    /** Clients that became complete since the start, each counted once however often it says so. */
    public int completedSinceStart() {
        return completedSinceStart;
    }

    /** Announces taken, answered or not. */
    public long announceCount() {
        return announceCount;
    }

    /** Clients present in all swarms together. */
    public int peerCount() {
        return peerCount;
    }

    /** The swarm of one torrent, or null. */
    public Swarm swarm(InfoHash infoHash) {
        return swarms.get(infoHash);
    }

    /** All swarms; a view. */
    public Map<InfoHash, Swarm> swarms() {
        return Collections.unmodifiableMap(swarms);
    }

    /** The counts of these torrents, unknown ones left out, in the order of their bytes (BEP 3). */
    public List<ScrapeEntry> scrape(Collection<InfoHash> infoHashes) {
        List<InfoHash> sorted = new ArrayList<>(new HashSet<>(infoHashes));
        sorted.sort(Comparator.comparing(InfoHash::bytes, Arrays::compareUnsigned));
        List<ScrapeEntry> entries = new ArrayList<>(sorted.size());
        for (InfoHash infoHash : sorted) {
            Swarm swarm = swarms.get(infoHash);
            if (swarm != null) {
                entries.add(new ScrapeEntry(
                        infoHash, swarm.complete(), swarm.downloaded(), swarm.incomplete(), ""));
            }
        }
        return entries;
    }

    /** This instant on the clock of {@link Peer#lastSeenSeconds}. */
    public int seconds(long nowMillis) {
        return (int) ((nowMillis - startMillis) / 1000);
    }
}
