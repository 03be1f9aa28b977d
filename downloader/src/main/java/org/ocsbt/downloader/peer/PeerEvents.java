package org.ocsbt.downloader.peer;

import bt.protocol.Message;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.ocsbt.downloader.disk.ArrivingPieces;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.wire.Promise;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.PieceGeometry;

/**
 * What a torrent's connections tell their torrent and ask of it. Called on the loops' threads, so the
 * torrent hands over to its own.
 */
public interface PeerEvents {
    InfoHash infoHash();

    /** 20 bytes of ours (BEP 20 style). */
    byte[] peerId();

    PieceGeometry geometry();

    /** Whether this piece may be asked for: it is here, or promised to our own kind ({@link Promise}). */
    boolean has(int pieceIndex);

    /** See {@link ArrivingPieces#lendableBytes}. */
    int lendableBytes(int pieceIndex, int offset);

    /** See {@link ArrivingPieces#whenMore}. */
    void whenMore(int pieceIndex, int offset, int lengthBytes, Runnable wake);

    /** See {@link PieceStore#lend}. */
    void lend(int pieceIndex, int offset, int lengthBytes, ByteBuffer scratch, Consumer<Optional<PieceStore.Loan>> reply);

    /** Handshakes were exchanged. The first message either side sends may be a bitfield. */
    void opened(PeerConnection connection);

    /** A message about choking, interest or pieces; never block payload, requests or cancels. */
    void received(PeerConnection connection, Message message);

    /** Soon there is nothing left to ask this peer for. Said once until blocks are assigned. */
    void hungry(PeerConnection connection);

    /** The peer won't deliver these blocks: it choked us, is gone, or they were withdrawn from it. */
    void returned(PeerConnection connection, BlockRun run);

    /**
     * Payload of this piece has been handed to the system for the peer; told when the piece ends, another one
     * begins or the peer is choked.
     */
    void sent(PeerConnection connection, int pieceIndex, int lengthBytes);

    /** The connection, opened or not, has ended. */
    void closed(PeerConnection connection, String reason);
}
