package org.ocsbt.downloader.torrent;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.ocsbt.downloader.peer.PeerLink;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/** How far a torrent is and what went over its lines, in numbers for a status and for the tracker. Read on the session's loop. */
public final class TorrentNumbers {
    private final PieceGeometry geometry;
    private final Bitfield have;
    private final Bitfield stored;
    private final Swarm swarm;
    private final Fetching fetching;
    private final TransferClock clock;
    private final BooleanSupplier finished;

    /**
     * @param have pieces that are verified
     * @param stored those of them that are on the medium
     */
    TorrentNumbers(PieceGeometry geometry, Bitfield have, Bitfield stored, Swarm swarm, Fetching fetching,
            TransferClock clock, BooleanSupplier finished) {
        this.geometry = geometry;
        this.have = have;
        this.stored = stored;
        this.swarm = swarm;
        this.fetching = fetching;
        this.clock = clock;
        this.finished = finished;
    }

    Announcing.Numbers toAnnounce() {
        long leftBytes = isWhole() ? 0 : Math.max(1, geometry.totalBytes() - doneBytes());
        return new Announcing.Numbers(
                uploadedBytes(), downloadedBytes(), leftBytes, swarm.peers().size(), swarm.room());
    }

    private boolean isWhole() {
        return finished.getAsBoolean() && have.isFull();
    }

    /** Bytes that are here; all of them only when they are flushed too. */
    public long doneBytes() {
        if (isWhole()) {
            return geometry.totalBytes();
        }
        int last = have.pieceCount() - 1;
        long whole = (long) have.count() * geometry.pieceLengthBytes();
        long missingOfLast = geometry.pieceLengthBytes() - geometry.pieceLength(last);
        return Math.min(whole - (have.get(last) ? missingOfLast : 0) + fetching.receivedBytes(), geometry.totalBytes() - 1);
    }

    /** Pieces that are here, verified and written. */
    public int verifiedPieces() {
        return stored.count();
    }

    /** A copy of what is here, verified and written. */
    public Bitfield verified() {
        return stored.copy();
    }

    /** Pieces that are here or at a connected peer. */
    public int availablePieces() {
        return (int) IntStream.range(0, have.pieceCount()).filter(fetching::isAvailable).count();
    }

    public int peerCount() {
        return swarm.peers().size();
    }

    /** Connected peers that have every piece. */
    public int seederCount() {
        return (int) swarm.peers().stream().filter(peer -> peer.pieces.isFull()).count();
    }

    /** Payload of this torrent since it was added. */
    public long downloadedBytes() {
        return clock.leftDownloadedBytes() + sum(PeerLink::downloadedBytes);
    }

    /** Payload of this torrent since it was added. */
    public long uploadedBytes() {
        return clock.leftUploadedBytes() + sum(PeerLink::uploadedBytes);
    }

    private long sum(ToLongFunction<PeerLink> bytes) {
        return swarm.peers().stream().mapToLong(peer -> bytes.applyAsLong(peer.connection)).sum();
    }

    public Map<InetSocketAddress, Swarm.Traffic> traffic() {
        return swarm.traffic();
    }

    /** Rates and times. */
    public TransferClock clock() {
        return clock;
    }
}
