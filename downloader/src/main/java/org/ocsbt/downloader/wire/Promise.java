package org.ocsbt.downloader.wire;

import bt.protocol.Message;
import java.nio.ByteBuffer;

/**
 * Says to our own kind that a piece is on its way to the sender, which passes it on as it arrives, or that this has come to
 * nothing. Said to nobody else, as it means more than the messages of BEP 6 whose numbers and form it has: what comes of such
 * a piece is not verified by whoever sends it.
 *
 * @param pieceIndex any number where it was read
 * @param kept false takes an earlier one back: what has come of the piece may be wrong, and no more of it will come
 */
public record Promise(int pieceIndex, boolean kept) implements Message {
    /** {@code suggest piece}. */
    static final int KEPT_ID = 0x0D;
    /** The number of {@code reject request}, with the piece alone. */
    static final int BROKEN_ID = 0x10;
    /** Prefix and all. */
    private static final int LENGTH_BYTES = PeerMessages.PREFIX_BYTES + Integer.BYTES;

    @Override
    public Integer getMessageId() {
        return kept ? KEPT_ID : BROKEN_ID;
    }

    /** Whether a message of this length, prefix included, is one; {@code reject request} of BEP 6 is longer. */
    static boolean isOne(int id, int lengthBytes) {
        return (id == KEPT_ID || id == BROKEN_ID) && lengthBytes == LENGTH_BYTES;
    }

    /** False if {@code target} has too little room; it is unchanged then. */
    boolean write(ByteBuffer target) {
        if (target.remaining() < LENGTH_BYTES) {
            return false;
        }
        target.putInt(LENGTH_BYTES - Integer.BYTES).put(getMessageId().byteValue()).putInt(pieceIndex);
        return true;
    }

    /** @param source position at the length prefix, limit at the message's end */
    static Promise read(ByteBuffer source) {
        source.getInt();
        boolean kept = source.get() == KEPT_ID;
        return new Promise(source.getInt(), kept);
    }
}
