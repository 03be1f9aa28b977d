package org.ocsbt.downloader.torrent;

import bt.protocol.Choke;
import bt.protocol.Have;
import bt.protocol.Interested;
import bt.protocol.Message;
import bt.protocol.NotInterested;
import bt.protocol.Unchoke;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ocsbt.downloader.peer.PeerLink;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.wire.Promise;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/** What connected peers say and do, and what follows from it for a torrent. Owned by the torrent's loop. */
final class Conversation {
    private final PieceGeometry geometry;
    private final Swarm swarm;
    private final Fetching fetching;
    private final Serving serving;
    private final Consumer<PeerLink> onLeft;
    private final BooleanSupplier complete;
    private final LongSupplier clock;

    /**
     * @param onLeft told when a peer has gone, after it was forgotten
     * @param complete whether nothing is missing here
     * @param clock milliseconds
     */
    Conversation(PieceGeometry geometry, Swarm swarm, Fetching fetching, Serving serving,
            Consumer<PeerLink> onLeft, BooleanSupplier complete, LongSupplier clock) {
        this.geometry = geometry;
        this.swarm = swarm;
        this.fetching = fetching;
        this.serving = serving;
        this.onLeft = onLeft;
        this.complete = complete;
        this.clock = clock;
    }

    /** The peer at this connection; null if it was refused or is gone. */
    Peer peer(PeerLink connection) {
        return swarm.peer(connection);
    }

    void opened(PeerLink connection) {
        Peer peer = swarm.opened(connection, clock.getAsLong());
        if (peer != null) {
            serving.opened(peer);
        }
    }

    void received(Peer peer, Message message) {
        long now = clock.getAsLong();
        if (message instanceof Choke) {
            fetching.choked(peer, true, now);
        } else if (message instanceof Unchoke) {
            fetching.choked(peer, false, now);
        } else if (message instanceof Interested) {
            serving.setInterested(peer, true, now);
        } else if (message instanceof NotInterested) {
            serving.setInterested(peer, false, now);
        } else if (message instanceof Have announced) {
            has(peer, announced.getPieceIndex());
        } else if (message instanceof Promise promise && peer.kin) {
            promised(peer, promise);
        } else if (message instanceof bt.protocol.Bitfield announced) {
            has(peer, announced);
        }
    }

    private void has(Peer peer, bt.protocol.Bitfield announced) {
        try {
            Bitfield pieces = Bitfield.fromWire(announced.getBitfield(), geometry.pieceCount());
            for (int piece = 0; piece < geometry.pieceCount(); piece++) {
                if (pieces.get(piece)) {
                    has(peer, piece);
                }
            }
        } catch (IllegalArgumentException e) {
            peer.connection.close("protocol error: " + e.getMessage());
        }
    }

    private void promised(Peer peer, Promise promise) {
        if (!exists(peer, promise.pieceIndex())) {
            return;
        }
        if (promise.kept()) {
            fetching.peerPromises(peer, promise.pieceIndex());
            fetching.feed(peer, clock.getAsLong());
        } else {
            fetching.promiseBroken(peer, promise.pieceIndex());
        }
    }

    private boolean exists(Peer peer, int piece) {
        boolean exists = geometry.isPiece(piece);
        if (!exists) {
            peer.connection.close("protocol error: it has piece " + piece);
        }
        return exists;
    }

    private void has(Peer peer, int piece) {
        if (exists(peer, piece) && peer.pieces.set(piece)) {
            fetching.peerHas(peer, piece);
            serving.peerHas(peer, piece);
            fetching.feed(peer, clock.getAsLong());
            closeIfUseless(peer);
        }
    }

    /** Two complete clients have nothing to say to each other. */
    void closeIfUseless(Peer peer) {
        if (complete.getAsBoolean() && peer.pieces.isFull()) {
            swarm.closeUseless(peer, clock.getAsLong());
        }
    }

    void hungry(Peer peer) {
        fetching.hungry(peer, clock.getAsLong());
    }

    /** @param peer null if it is gone meanwhile */
    void returned(Peer peer, BlockRun run) {
        if (peer != null) {
            peer.cutRun(run);
        }
        fetching.returned(run);
    }

    void sent(Peer peer, int pieceIndex, int lengthBytes) {
        serving.sent(peer, pieceIndex, lengthBytes, clock.getAsLong());
    }

    void closed(PeerLink connection) {
        long now = clock.getAsLong();
        Peer peer = swarm.closed(connection, now);
        if (peer != null) {
            fetching.peerGone(peer);
            serving.peerGone(peer, now);
            onLeft.accept(connection);
        }
    }
}
