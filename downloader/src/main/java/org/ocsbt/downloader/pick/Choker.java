package org.ocsbt.downloader.pick;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whom to serve. Everybody in a classroom wants the same and nobody cheats, so there is no
 * tit-for-tat: whoever waits longest is next, and who is served keeps the slot for whole pieces. Does no
 * I/O; times are given.
 */
public final class Choker {
    /** A slot whose peer asks for nothing this long goes to one who waits, in milliseconds. */
    static final long IDLE_MILLIS = 200;

    private final int slots;
    private final long turnBytes;

    /**
     * @param slots peers served at once
     * @param turnBytes what a peer may fetch before it must let a waiting one go first
     */
    public Choker(int slots, long turnBytes) {
        this.slots = slots;
        this.turnBytes = turnBytes;
    }

    /** What the choker sees of a peer. */
    public interface Candidate {
        /** Whether it wants something that we have. */
        boolean isInterested();

        boolean isServed();

        /** When it was last served or became interested, whichever is later; any clock, milliseconds. */
        long waitingSinceMillis();

        /** Payload sent to it since its slot began. */
        long bytesInThisTurn();

        /** When it last asked for a block or was sent one, same clock. */
        long lastActiveMillis();
    }

    /** The peers to serve from now on, at most as many as there are slots. */
    public <C extends Candidate> Set<C> choose(List<C> peers, long nowMillis) {
        List<C> served = new ArrayList<>(peers.stream().filter(Candidate::isServed).toList());
        List<C> waiting = new ArrayList<>(peers.stream().filter(p -> !p.isServed() && p.isInterested()).toList());
        waiting.sort(Comparator.comparingLong(Candidate::waitingSinceMillis));
        Set<C> chosen = new HashSet<>(served);
        // Whoever wants nothing makes room first, then who had most of his turn, but only for somebody who waits:
        // interest comes and goes faster than messages about slots.
        served.sort(Comparator.comparing(Candidate::isInterested)
                .thenComparing(Comparator.comparingLong(Candidate::bytesInThisTurn).reversed()));
        int free = slots - served.size();
        for (C peer : served) {
            if (free < waiting.size() && (!peer.isInterested() || isTurnOver(peer, nowMillis))) {
                chosen.remove(peer);
                free++;
            }
        }
        waiting.stream().limit(Math.max(0, free)).forEach(chosen::add);
        return chosen;
    }

    private boolean isTurnOver(Candidate peer, long nowMillis) {
        return peer.bytesInThisTurn() >= turnBytes || nowMillis - peer.lastActiveMillis() > IDLE_MILLIS;
    }
}
