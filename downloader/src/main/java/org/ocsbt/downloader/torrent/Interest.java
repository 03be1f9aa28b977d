package org.ocsbt.downloader.torrent;

import bt.protocol.Interested;
import bt.protocol.NotInterested;
import java.util.Collection;
import java.util.function.Predicate;
import org.ocsbt.downloader.pick.PiecePicker;
import org.ocsbt.piece.Bitfield;

/**
 * Whom we tell that we want something of it. Our own kind hears so only while we have something to ask for at once and
 * room on our line: it gives its slots to whoever is interested, and one that nobody uses is a part of its line that stands
 * idle. Others hear what BEP 3 says: whether they have something that is missing here. Owned by the torrent's loop.
 */
final class Interest {
    /**
     * Peers asked at once. As many as each serves: so each line is shared by as many as it is filled by. More would keep more
     * pieces on their way to each client, which nobody can pass on: 250 simulated clients take 1.149 F/B with five, 1.143 with
     * four. The lines of 150 are used to 97 % with three to five, 95 % with two, 60 to 80 % without a limit. With three, ten slow
     * clients of 38 cost the others 1.25 F/B, with four 1.15.
     */
    static final int MOST_SOURCES = 4;
    private static final int LEAST_SOURCES = 2;
    /** For each so many pieces that a client is behind its neighbours it asks one more: they may serve more than it does. */
    static final int BEHIND_PIECES = 5;

    private final int usualSources;
    private final PiecePicker picker;
    private final Collection<Peer> peers;
    private final Bitfield have;
    private final Predicate<Peer> hasMissing;
    private int mostSources;
    private boolean ended;

    /**
     * @param maxUploads as many are served at once here, and so by others, as a room has one command for all: twelve simulated
     *     clients that serve two each and ask five take 1.48 F/B, and 1.11 if they ask two
     * @param picker knows what nobody has begun to fetch
     * @param have what is here
     * @param hasMissing whether the peer has a piece that is missing here, begun or not
     */
    Interest(int maxUploads, PiecePicker picker, Collection<Peer> peers, Bitfield have, Predicate<Peer> hasMissing) {
        this.usualSources = Math.max(LEAST_SOURCES, Math.min(MOST_SOURCES, maxUploads));
        this.mostSources = usualSources;
        this.picker = picker;
        this.peers = peers;
        this.have = have;
        this.hasMissing = hasMissing;
    }

    /** Whether the peer may be asked for something, as far as others leave room for it. */
    boolean allows(Peer peer) {
        return !peer.kin || peer.owesBlocks() || peer.isSeed() || hasRoom();
    }

    /** Near the end anybody may help. */
    private boolean hasRoom() {
        return !picker.hasUnbegun() || sources() < mostSources;
    }

    private int sources() {
        int sources = 0;
        for (Peer peer : peers) {
            sources += !peer.isSlowSource() && peer.owesBlocks() ? 1 : 0;
        }
        return sources;
    }

    /** The peer has a slot for us, and there is nothing to ask it for now: somebody else should have it. */
    void decline(Peer peer) {
        if (peer.kin && picker.hasUnbegun()) {
            withdraw(peer);
        }
    }

    /** Nothing is wanted of it any more. */
    void withdraw(Peer peer) {
        if (peer.weAreInterested) {
            peer.weAreInterested = false;
            peer.connection.send(NotInterested.instance());
        }
    }

    /** Nothing is wanted of anybody any more. */
    void end() {
        ended = true;
        peers.forEach(this::withdraw);
    }

    /** The peer has a piece that is missing here. */
    void offered(Peer peer, int piece) {
        if (!peer.weAreInterested && (!peer.kin || !picker.hasUnbegun() || picker.isUnbegun(piece) && allows(peer))) {
            show(peer);
        }
    }

    /** Time passes: finds out whether the neighbours are ahead. */
    void tick() {
        mostSources = usualSources + (int) Math.max(0, Neighbours.usualPieces(peers) - have.count()) / BEHIND_PIECES;
        review();
    }

    /** There may be room again, or something to ask for. */
    void review() {
        for (Peer peer : peers) {
            if (!peer.weAreInterested && allows(peer) && wantsNow(peer)) {
                show(peer);
            }
        }
    }

    private boolean wantsNow(Peer peer) {
        return peer.kin && picker.hasUnbegun() ? picker.isUnbegunAmong(peer.offered) : hasMissing.test(peer);
    }

    private void show(Peer peer) {
        if (!ended) {
            peer.weAreInterested = true;
            peer.connection.send(Interested.instance());
        }
    }
}
