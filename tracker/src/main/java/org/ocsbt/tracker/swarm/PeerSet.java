package org.ocsbt.tracker.swarm;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Peers found by endpoint and drawn at random. The peers lie without gaps in {@code peers};
 * {@code slots} is a hash table with linear probing whose entries are index + 1, 0 for a free slot.
 * A {@code HashMap} would cost 40 bytes a peer more and could not be drawn from.
 */
final class PeerSet {
    private Peer[] peers = new Peer[4];
    private int[] slots = new int[8];
    private int size;

    int size() {
        return size;
    }

    Peer get(int index) {
        return peers[index];
    }

    Peer find(Endpoint endpoint) {
        if (size == 0) {
            return null;
        }
        int slot = Peer.slotHash(endpoint.high(), endpoint.low(), endpoint.port()) & mask();
        while (slots[slot] != 0) {
            Peer peer = peers[slots[slot] - 1];
            if (peer.isAt(endpoint.high(), endpoint.low(), endpoint.port())) {
                return peer;
            }
            slot = slot + 1 & mask();
        }
        return null;
    }

    /** The caller has made sure that no peer with this endpoint is in the set. */
    void add(Peer peer) {
        if (size == peers.length) {
            peers = Arrays.copyOf(peers, size + (size >> 1));
        }
        peers[size++] = peer;
        if (size * 4L > slots.length * 3L) {
            rehash(slots.length * 2);
        } else {
            slots[freeSlotFor(peer)] = size;
        }
    }

    /** Takes out a peer that is in the set; the last one moves into its place. */
    void remove(Peer peer) {
        int slot = slotOf(peer);
        int index = slots[slot] - 1;
        Peer last = peers[size - 1];
        slots[slotOf(last)] = index + 1;
        peers[index] = last;
        peers[--size] = null;
        closeGap(slot);
    }

    /**
     * Puts {@code count} different peers into {@code drawn} from {@code at} on; each is as likely as any
     * other: one from each of {@code count} equal stretches. There must be that many.
     */
    void draw(int count, RandomGenerator random, Peer[] drawn, int at) {
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * size / count);
            int to = (int) ((long) (i + 1) * size / count);
            drawn[at + i] = peers[to - from == 1 ? from : random.nextInt(from, to)];
        }
    }

    /** Appends peers until there are no more or {@code copied} holds {@code most}. */
    void copyTo(List<Peer> copied, int most) {
        for (int i = 0; i < size && copied.size() < most; i++) {
            copied.add(peers[i]);
        }
    }

    private int mask() {
        return slots.length - 1;
    }

    private int slotOf(Peer peer) {
        int slot = peer.slotHash() & mask();
        while (peers[slots[slot] - 1] != peer) {
            slot = slot + 1 & mask();
        }
        return slot;
    }

    private int freeSlotFor(Peer peer) {
        int slot = peer.slotHash() & mask();
        while (slots[slot] != 0) {
            slot = slot + 1 & mask();
        }
        return slot;
    }

    private void rehash(int slotCount) {
        slots = new int[slotCount];
        for (int i = 0; i < size; i++) {
            slots[freeSlotFor(peers[i])] = i + 1;
        }
    }

    /** Linear probing stops at a free slot: entries behind the gap that began before it move up. */
    private void closeGap(int gap) {
        int slot = gap;
        slots[gap] = 0;
        while (slots[slot = slot + 1 & mask()] != 0) {
            int home = peers[slots[slot] - 1].slotHash() & mask();
            if ((slot - home & mask()) >= (slot - gap & mask())) {
                slots[gap] = slots[slot];
                slots[slot] = 0;
                gap = slot;
            }
        }
    }
}
