package org.ocsbt.downloader.peer;

import bt.protocol.Message;
import java.net.InetSocketAddress;
import java.util.List;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;

/**
 * A connection as a torrent's decisions see it: no sockets, no bytes. Calls return at once; what follows is
 * reported as {@link PeerEvents} describes.
 */
public interface PeerLink {
    InetSocketAddress remote();

    /** Whether this side connected. */
    boolean isOutgoing();

    /** The 20 bytes of the peer's handshake; null before it. */
    byte[] remotePeerId();

    /** Sends a short message. */
    void send(Message message);

    /** Sends short messages in one go. */
    void send(List<? extends Message> messages);

    /** Stops or starts to serve the peer, and tells it. */
    void choke(boolean choke, Message announcement);

    /** Has the peer deliver these blocks; comes back through {@link PeerEvents#returned} if it can't. */
    void assign(BlockRun run);

    /** Takes the blocks from {@code fromBlock} on away from this peer, as far as they are not here yet. */
    void withdraw(PieceDownload download, int fromBlock);

    /** Whether blocks go out to this peer at twice the others' share of the line, as far as it takes them. */
    void favour(boolean favoured);

    /** Ends the connection; {@link PeerEvents#closed} follows. */
    void close(String reason);

    /** Payload received so far. */
    long downloadedBytes();

    /** Payload sent so far. */
    long uploadedBytes();

    /** Whether the peer has asked for blocks that have not been handed to the system yet. */
    boolean waitsForBlocks();

    /** When the peer last asked for a block or took a part of one, in milliseconds of {@link System#nanoTime}; 0 before. */
    long lastServedMillis();

    /** When payload last came in or was held back here, in milliseconds of {@link System#nanoTime}; 0 before. */
    long lastBlockMillis();
}
