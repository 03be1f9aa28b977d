package org.ocsbt.downloader.pick;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whom to serve. Everybody in a classroom wants the same and nobody cheats, so there is no tit-for-tat. A peer
 * keeps its slot: when everybody sends to as many as it receives from, all lines are full, and each change leaves a line
 * idle until the new one's first request is here. A slot that is free goes to whoever has the fewest pieces, and
 * a peer far behind takes the place of the one that has the most. Does no I/O; times are given.
 */
public final class Choker {
    /** A slot whose peer asks for nothing this long goes to anyone who waits, in milliseconds. */
    public static final long IDLE_MILLIS = 200;
    /**
     * So does one whose peer takes nothing of what it asked for, in milliseconds. Not sooner, as our own line may make it wait:
     * with 200 38 clients on lines of 4 Mbit/s took 2.3 F/B. Not much later, as slow peers hold slots until they are found to be
     * slow: ten of 38 on simulated lines cost the others 1.08 to 1.15 F/B with 400, 1.09 to 1.32 with 2000.
     */
    static final long STALLED_MILLIS = 500;
    /**
     * Who has so many pieces fewer than one that is served takes its place. Pieces, as a room is about thirty behind its
     * seeder, whatever the size of the torrent: the last of 150 simulated clients takes 1.11 F/B with 12, 1.10 with 8.
     */
    static final int STRAGGLING_PIECES = 8;

    private final int slots;
    private final int mostServed;

    /**
     * @param slots peers served at once, beside slow ones
     * @param mostServed peers served at once, slow ones and all
     */
    public Choker(int slots, int mostServed) {
        this.slots = Math.min(slots, mostServed);
        this.mostServed = mostServed;
    }

    /** What the choker sees of a peer. */
    public interface Candidate {
        /** Whether it wants something that we have. */
        boolean isInterested();

        boolean isServed();

        /** Whether it took what it was sent at a small part of the others' rate: it fills no line, so it holds no slot. */
        boolean isSlow();

        /** How many pieces it has. */
        int pieceCount();

        /** Whether no piece is half sent to it. */
        boolean isBetweenPieces();

        /** Decides between equals; not the same on any two machines, or all would serve the same peer. */
        int lot();

        /** Whether it has asked for blocks that have not been handed to the system yet. */
        boolean waitsForBlocks();

        /** When it last asked for a block or took something of one, or its slot began; any clock, milliseconds. */
        long lastActiveMillis();
    }

    /**
     * The peers to serve from now on.
     *
     * @param favourStragglers whether a peer far behind may take another one's place
     * @param idleMillis how long a peer may ask for nothing before it makes room for anyone who waits
     */
    public <C extends Candidate> Set<C> choose(
            Collection<C> peers, boolean favourStragglers, long idleMillis, long nowMillis) {
        Set<C> chosen = new LinkedHashSet<>();
        List<C> interested = new ArrayList<>();
        for (C peer : peers) {
            if (peer.isServed()) {
                chosen.add(peer);
            } else if (peer.isInterested()) {
                interested.add(peer);
            }
        }
        if (interested.isEmpty() && slotsHeld(chosen) <= slots) {
            return chosen;
        }
        interested.sort(Choker::byNeed);
        Deque<C> waiting = new ArrayDeque<>(interested);
        if (!waiting.isEmpty()) {
            admit(chosen, waiting, nowMillis - idleMillis, nowMillis - Math.max(idleMillis, STALLED_MILLIS));
        }
        if (favourStragglers && !chosen.isEmpty()) {
            favourStraggler(chosen, waiting);
        }
        return chosen;
    }

    private static int byNeed(Candidate one, Candidate other) {
        if (one.isSlow() != other.isSlow()) {
            return one.isSlow() ? 1 : -1;
        }
        int byPieces = Integer.compare(one.pieceCount(), other.pieceCount());
        return byPieces != 0 ? byPieces : Integer.compare(one.lot(), other.lot());
    }

    private <C extends Candidate> void admit(Set<C> chosen, Deque<C> waiting, long idleSince, long stalledSince) {
        List<C> served = List.copyOf(chosen);
        addWhileThereIsRoom(chosen, waiting);
        for (C peer : served) {
            if (!waiting.isEmpty() && makesRoom(peer, waiting.peek(), peer.waitsForBlocks() ? stalledSince : idleSince)) {
                chosen.remove(peer);
                addWhileThereIsRoom(chosen, waiting);
            }
        }
    }

    private <C extends Candidate> void addWhileThereIsRoom(Set<C> chosen, Deque<C> waiting) {
        while (!waiting.isEmpty() && hasRoom(chosen, waiting.peek())) {
            chosen.add(waiting.poll());
        }
    }

    private <C extends Candidate> boolean hasRoom(Set<C> chosen, C next) {
        int holders = next.isSlow() ? chosen.size() : slotsHeld(chosen);
        return chosen.size() < mostServed && holders < slots;
    }

    private static int slotsHeld(Set<? extends Candidate> chosen) {
        int held = 0;
        for (Candidate peer : chosen) {
            held += peer.isSlow() ? 0 : 1;
        }
        return held;
    }

    /** Only for somebody who waits: interest comes and goes faster than messages about slots. */
    private static boolean makesRoom(Candidate served, Candidate waiting, long inactiveSince) {
        return !served.isInterested() || served.isSlow() && !waiting.isSlow()
                || served.lastActiveMillis() < inactiveSince;
    }

    /**
     * Adds the peer that is furthest behind. As soon as it has begun to take what it asked for, the one that has the most
     * loses its slot, once no piece is half sent to it. One such change at a time.
     */
    private <C extends Candidate> void favourStraggler(Set<C> chosen, Deque<C> waiting) {
        C richest = Collections.max(chosen, (a, b) -> Integer.compare(a.pieceCount(), b.pieceCount()));
        if (slotsHeld(chosen) > slots) {
            chosen.stream().filter(peer -> !peer.isInterested()).findFirst()
                    .or(() -> Optional.of(richest).filter(peer -> peer.isBetweenPieces() && isHelping(chosen, peer)))
                    .ifPresent(chosen::remove);
            return;
        }
        C straggler = waiting.peek();
        if (straggler == null || straggler.isSlow()
                || richest.pieceCount() - straggler.pieceCount() <= STRAGGLING_PIECES) {
            return;
        }
        if (chosen.size() < mostServed || richest.isBetweenPieces() && chosen.remove(richest)) {
            chosen.add(straggler);
        }
    }

    /** Whether a piece is on its way to somebody who is behind this peer. */
    private static boolean isHelping(Set<? extends Candidate> chosen, Candidate richest) {
        return chosen.stream().anyMatch(peer -> peer.isServed() && !peer.isBetweenPieces()
                && richest.pieceCount() - peer.pieceCount() > STRAGGLING_PIECES / 2);
    }
}
