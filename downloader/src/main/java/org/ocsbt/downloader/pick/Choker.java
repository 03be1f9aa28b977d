package org.ocsbt.downloader.pick;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whom to serve. Everybody in a classroom wants the same and nobody cheats, so there is no
 * tit-for-tat: the room is done when its last client is, so whoever has the fewest pieces is next. A slot
 * passes on between requests only, so that nothing that was asked for is lost. Does no I/O; times are given.
 */
public final class Choker {
    /** A slot whose peer asks for nothing this long goes to anyone who waits, in milliseconds. */
    static final long IDLE_MILLIS = 200;

    private final int slots;
    private final long turnBytes;

    /**
     * @param slots peers served at once
     * @param turnBytes what a peer may fetch before it lets a waiting one with fewer pieces go first
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

        /** How many pieces it has. */
        int pieceCount();

        /** Whether it has asked for blocks that are still to be sent. */
        boolean waitsForBlocks();

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
        waiting.sort(Comparator.comparingInt(Candidate::pieceCount).thenComparingLong(Candidate::waitingSinceMillis));
        // Whoever wants nothing makes room first, then who has the most, but only for somebody who waits:
        // interest comes and goes faster than messages about slots.
        served.sort(Comparator.comparing(Candidate::isInterested)
                .thenComparing(Comparator.comparingInt(Candidate::pieceCount).reversed()));
        Set<C> chosen = new HashSet<>(served);
        int next = Math.max(0, slots - served.size());
        for (C peer : served) {
            if (next < waiting.size() && makesRoomFor(waiting.get(next), peer, nowMillis)) {
                chosen.remove(peer);
                next++;
            }
        }
        waiting.stream().limit(next).forEach(chosen::add);
        return chosen;
    }

    private boolean makesRoomFor(Candidate waiting, Candidate served, long nowMillis) {
        return !served.isInterested()
                || nowMillis - served.lastActiveMillis() > IDLE_MILLIS
                || !served.waitsForBlocks() && served.bytesInThisTurn() >= turnBytes
                        && waiting.pieceCount() < served.pieceCount();
    }
}
