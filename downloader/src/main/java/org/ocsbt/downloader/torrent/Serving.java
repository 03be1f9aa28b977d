package org.ocsbt.downloader.torrent;

import bt.protocol.Choke;
import bt.protocol.Have;
import bt.protocol.Unchoke;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.ocsbt.downloader.pick.Choker;
import org.ocsbt.downloader.pick.PieceRevealer;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/**
 * Whom to serve, and what a first seeder shows to whom. Owned by the torrent's loop.
 */
final class Serving {
    /** A served peer sees what it fetches in this time, and two pieces more, in milliseconds. */
    private static final long SHOWN_AHEAD_MILLIS = 100;
    private static final int SHOWN_TO_SERVED = 2;
    private static final int SHOWN_TO_WAITING = 1;
    /** So many that wait see something: what others see would be kept from those who could pass it on. */
    private static final int WAITING_THAT_SEE = 3;
    /** What a peer was shown and does not ask for or take in this time is shown to others, in milliseconds. */
    static final long SHOWN_MILLIS = 2000;
    /** A peer that is not interested in what it is shown for so many ticks, two seconds, wants something else. */
    private static final int CHOOSY_TICKS = 8;
    /**
     * How long nothing is sent twice while the last pieces that were shown leave, in ticks: three seconds. They are
     * about a dozen, 3 % of the usual torrent. A slow client must not keep one from the others for longer: with ten of 38
     * slow and no such limit the others' median was 1.39 and 1.33 F/B instead of 1.14 and 1.16.
     */
    private static final int LAST_PIECES_TICKS = 12;
    /** Pieces announced at once when a first seeder shows everything: a few hundred KB of messages. */
    private static final int HAVES_PER_TICK = 20_000;
    /** Who has so many pieces fewer than is usual gets twice the others' share of the line: the last client counts. */
    private static final int FAVOURED_PIECES = 4;
    /** Slots in use, however many are allowed: as many as a client has sources ({@link Interest#MOST_SOURCES}). */
    private static final int MOST_SLOTS = Interest.MOST_SOURCES;

    private final PieceGeometry geometry;
    private final Bitfield have;
    private final Collection<Peer> peers;
    private final Choker choker;
    private final boolean firstSeeder;
    /** Present while this seeder hands each piece out once. */
    private PieceRevealer<Peer> revealer;
    private int ticksWithAllShown;
    /** Payload of each shown piece that went to the peer it was shown to. */
    private final Map<Peer, Map<Integer, Integer>> sentBytes = new HashMap<>();
    /** What peers that see single pieces at first have been told. */
    private final Map<Peer, Told> told = new LinkedHashMap<>();
    /** Peers that want some of the torrent's files only: they see everything, whatever the others see. */
    private final Set<Peer> choosy = new HashSet<>();

    private static final class Told {
        private final Bitfield pieces;
        /** The piece up to which they have been told everything. */
        private int upTo;
        private int ticksWithoutInterest;

        private Told(int pieceCount) {
            pieces = new Bitfield(pieceCount);
        }
    }

    /**
     * @param have pieces that may be served
     * @param peers the connected ones, kept by the torrent
     * @param firstSeeder the data came from outside the swarm: hand each piece out once before any twice
     */
    Serving(PieceGeometry geometry, Bitfield have, Collection<Peer> peers, int maxUploads, boolean firstSeeder) {
        this.geometry = geometry;
        this.have = have;
        this.peers = peers;
        this.choker = new Choker(MOST_SLOTS, maxUploads);
        this.firstSeeder = firstSeeder;
    }

    /** The piece is not here any more: nobody is shown it. Who has been told of it finds out by asking. */
    void lost(int piece) {
        if (revealer != null) {
            revealer.delivered(piece);
            showAll();
        }
    }

    /** Says what we have, as the first message to a new peer. */
    void opened(Peer peer) {
        if (firstSeeder && peers.size() == 1) {
            // A new group of clients: nobody has anything yet, as far as we know.
            revealer = new PieceRevealer<>(geometry.pieceCount());
            ticksWithAllShown = 0;
            IntStream.range(0, geometry.pieceCount()).filter(piece -> !have.get(piece)).forEach(revealer::delivered);
        }
        if (revealer == null) {
            if (!have.isEmpty()) {
                peer.connection.send(new bt.protocol.Bitfield(have.toWire()));
            }
            return;
        }
        told.put(peer, new Told(geometry.pieceCount()));
        show(peer);
    }

    void peerGone(Peer peer, long nowMillis) {
        if (revealer != null) {
            revealer.withdraw(peer);
        }
        sentBytes.remove(peer);
        told.remove(peer);
        choosy.remove(peer);
        showAll();
        rechoke(nowMillis);
    }

    void setInterested(Peer peer, boolean interested, long nowMillis) {
        peer.setInterested(interested);
        rechoke(nowMillis);
    }

    /** A peer says that it has a piece. */
    void peerHas(Peer peer, int piece) {
        if (revealer != null) {
            revealer.delivered(piece);
            show(peer);
        }
    }

    /** Payload of a piece went to a peer. */
    void sent(Peer peer, int piece, int lengthBytes, long nowMillis) {
        peer.sent(piece, lengthBytes, geometry.pieceLength(piece));
        if (revealer != null) {
            reveal(peer, piece, lengthBytes);
        }
        if (peer.isBetweenPieces()) {
            rechoke(nowMillis);
        }
    }

    private void reveal(Peer peer, int piece, int lengthBytes) {
        Map<Integer, Integer> mine = sentBytes.computeIfAbsent(peer, p -> new HashMap<>());
        if (mine.merge(piece, lengthBytes, Integer::sum) >= geometry.pieceLength(piece)) {
            mine.remove(piece);
            revealer.delivered(piece);
            show(peer);
        }
    }

    /** Lets the slots go round, and finds shown pieces that nobody fetches. */
    void tick(long nowMillis) {
        double usualTaking = TakingRate.usual(peers);
        double usualPieces = Neighbours.usualPieces(peers);
        long bestDownload = Neighbours.bestDownload(peers);
        for (Peer peer : peers) {
            peer.judge(usualTaking, usualPieces, bestDownload, nowMillis);
            peer.favour(!peer.isSlow() && peer.pieceCount() + FAVOURED_PIECES < usualPieces);
        }
        rechoke(nowMillis);
        if (revealer != null) {
            for (Peer peer : peers) {
                if (nowMillis - peer.lastActiveMillis() > SHOWN_MILLIS && peer.isServed()) {
                    revealer.withdraw(peer);
                }
                letChoose(peer);
            }
            showAll();
        } else {
            tellRest();
        }
        if (revealer != null && revealer.hasShownAll()
                && (++ticksWithAllShown >= LAST_PIECES_TICKS || isLineIdle())) {
            showEverything();
        }
    }

    /**
     * Whether one peer at most still fetches at the others' rate what it was shown. To wait for a last slow one costs more
     * than to send a piece twice: 4 simulated clients, one at a tenth of the rate, took 1.15 F/B instead of 1.07.
     */
    private boolean isLineIdle() {
        return peers.stream().filter(peer -> !peer.isSlow() && revealer.waitsFor(peer)).count() <= 1;
    }

    private void letChoose(Peer peer) {
        Told known = told.get(peer);
        if (known == null || choosy.contains(peer)) {
            tellRest(peer);
        } else if (peer.isInterested() || !revealer.waitsFor(peer)) {
            known.ticksWithoutInterest = 0;
        } else if (++known.ticksWithoutInterest == CHOOSY_TICKS) {
            choosy.add(peer);
            revealer.withdraw(peer);
            tellRest(peer);
        }
    }

    private void showAll() {
        if (revealer != null) {
            peers.forEach(this::show);
        }
    }

    private void show(Peer peer) {
        if (revealer == null || choosy.contains(peer) || !maySee(peer)) {
            return;
        }
        long ahead = peer.uploadRate.bytesPerSecond() * SHOWN_AHEAD_MILLIS / 1000 / geometry.pieceLengthBytes();
        int wanted = peer.isServed() ? SHOWN_TO_SERVED + (int) ahead : SHOWN_TO_WAITING;
        announce(peer, revealer.show(peer, peer.pieces, wanted));
        if (revealer.isDone()) {
            showEverything();
        }
    }

    /** Who is slow sees nothing more while somebody else fetches: what it alone was shown nobody else can pass on. */
    private boolean maySee(Peer peer) {
        if (peer.isSlow() && othersTake()) {
            return false;
        }
        return peer.isServed() || revealer.waitsFor(peer)
                || peers.stream().filter(p -> !p.isServed() && revealer.waitsFor(p)).count() < WAITING_THAT_SEE;
    }

    private boolean othersTake() {
        return peers.stream().anyMatch(peer -> peer.isServed() && !peer.isSlow() && peer.isInterested());
    }

    private void showEverything() {
        revealer = null;
        sentBytes.clear();
        choosy.clear();
        tellRest();
    }

    /** Tells what the peer has not been told yet: ctorrent leaves who tells it of a piece twice. */
    private void announce(Peer peer, List<Integer> pieces) {
        Told known = told.get(peer);
        List<Have> news = known == null ? List.of() : pieces.stream().filter(known.pieces::set).map(Have::new).toList();
        if (!news.isEmpty()) {
            peer.connection.send(news);
        }
    }

    /** Tells the peers that saw single pieces of all the others. */
    private void tellRest() {
        List.copyOf(told.keySet()).forEach(this::tellRest);
    }

    /** A portion at a time. */
    private void tellRest(Peer peer) {
        Told known = told.get(peer);
        if (known == null) {
            return;
        }
        int piece = known.upTo;
        List<Integer> news = new ArrayList<>();
        while (piece < geometry.pieceCount() && news.size() < HAVES_PER_TICK) {
            if (!peer.pieces.get(piece) && have.get(piece)) {
                news.add(piece);
            }
            piece++;
        }
        announce(peer, news);
        known.upTo = piece;
        if (piece == geometry.pieceCount()) {
            told.remove(peer);
        }
    }

    private void rechoke(long nowMillis) {
        // What was shown to one peer nobody else sees: a slot lost early sends it twice, and the others keep the line full.
        long idleMillis = revealer == null || revealer.hasShownAll() ? Choker.IDLE_MILLIS : SHOWN_MILLIS;
        Set<Peer> chosen = choker.choose(peers, revealer == null, idleMillis, nowMillis);
        for (Peer peer : peers) {
            boolean serve = chosen.contains(peer);
            if (serve != peer.isServed()) {
                peer.setServed(serve, nowMillis);
                peer.connection.choke(!serve, serve ? Unchoke.instance() : Choke.instance());
                if (!serve && revealer != null) {
                    revealer.withdraw(peer);
                }
                show(peer);
            }
        }
    }
}
