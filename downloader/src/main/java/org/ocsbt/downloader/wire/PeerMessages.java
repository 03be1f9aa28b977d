package org.ocsbt.downloader.wire;

import bt.metainfo.TorrentId;
import bt.net.PeerId;
import bt.net.buffer.DelegatingByteBufferView;
import bt.protocol.DecodingContext;
import bt.protocol.EncodingContext;
import bt.protocol.Handshake;
import bt.protocol.Message;
import bt.protocol.StandardBittorrentProtocol;
import java.nio.ByteBuffer;
import java.util.Map;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.PieceGeometry;

/**
 * The peer wire protocol (BEP 3): sizes and limits of ours, messages and their bytes of bt's codec. Only
 * block payload does not pass through here; it goes straight between socket and piece memory.
 */
public final class PeerMessages {
    public static final int HANDSHAKE_BYTES = 68;
    /** Length prefix and message id. */
    public static final int PREFIX_BYTES = 5;
    /** Prefix, piece index and offset: what precedes the payload of a {@code piece} message. */
    public static final int BLOCK_HEADER_BYTES = 13;
    /** Some clients ask for 32 or 64 KiB at once; more is refused, as most clients do. */
    public static final int MAX_BLOCK_BYTES = 128 * 1024;

    public static final int BITFIELD_ID = StandardBittorrentProtocol.BITFIELD_ID;
    public static final int PIECE_ID = StandardBittorrentProtocol.PIECE_ID;

    private static final int LAST_BASIC_ID = StandardBittorrentProtocol.CANCEL_ID;
    private static final int RESERVED_BYTES = 8;
    /** The handlers keep no state, so all connections share them. */
    private static final StandardBittorrentProtocol CODEC = new StandardBittorrentProtocol(Map.of());
    private static final EncodingContext NO_PEER = new EncodingContext(null);

    private PeerMessages() {}

    /**
     * Whether a message of this length, prefix included, is one of BEP 3's or a {@link Promise}; others (DHT port, extensions)
     * are skipped.
     */
    public static boolean isKnown(int id, int lengthBytes) {
        return id >= 0 && id <= LAST_BASIC_ID || Promise.isOne(id, lengthBytes);
    }

    /** The longest message, prefix included, that a peer of this torrent has reason to send. */
    public static int maxLength(PieceGeometry geometry) {
        int bitfield = PREFIX_BYTES + (geometry.pieceCount() + 7) / 8;
        return Math.max(BLOCK_HEADER_BYTES + MAX_BLOCK_BYTES, bitfield);
    }

    /**
     * Appends a message.
     *
     * @return false if {@code target} has too little room; it is unchanged then
     */
    public static boolean write(Message message, ByteBuffer target) {
        return message instanceof Promise promise ? promise.write(target) : CODEC.encode(NO_PEER, message, target);
    }

    /** Appends what precedes the payload of a {@code piece} message. */
    public static void writeBlockHeader(int pieceIndex, int offset, int lengthBytes, ByteBuffer target) {
        target.putInt(BLOCK_HEADER_BYTES - Integer.BYTES + lengthBytes);
        target.put((byte) PIECE_ID);
        target.putInt(pieceIndex);
        target.putInt(offset);
    }

    /**
     * Reads one message that is in the buffer as a whole.
     *
     * @param source position at the length prefix, limit at the message's end
     */
    public static Message read(ByteBuffer source) throws WireException {
        if (source.remaining() > PREFIX_BYTES
                && Promise.isOne(source.get(source.position() + Integer.BYTES), source.remaining())) {
            return Promise.read(source);
        }
        DecodingContext context = new DecodingContext(null);
        try {
            CODEC.decode(context, new DelegatingByteBufferView(source));
        } catch (RuntimeException e) {
            // The library has half a dozen of them for bytes that are no message.
            throw new WireException("unreadable message: " + e.getMessage(), e);
        }
        if (context.getMessage() == null) {
            throw new WireException("unreadable message of " + source.limit() + " bytes");
        }
        return context.getMessage();
    }

    public static Handshake handshake(InfoHash infoHash, byte[] peerId) {
        return new Handshake(
                new byte[RESERVED_BYTES], TorrentId.fromBytes(infoHash.bytes()), PeerId.fromBytes(peerId));
    }

    /** Reads a handshake of {@value #HANDSHAKE_BYTES} bytes. */
    public static Handshake readHandshake(ByteBuffer source) throws WireException {
        if (read(source) instanceof Handshake handshake) {
            return handshake;
        }
        throw new WireException("no BitTorrent handshake");
    }
}
