package org.ocsbt.downloader.disk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.MediumException;

/** A piece as it lies on the medium, of which nobody knows yet whether it is the right one. */
public final class StoredPiece {
    private static final int SEGMENT_BYTES = 1024 * 1024;
    /** Outside the heap, so that the system reads into it without a copy; one for each thread. */
    private static final ThreadLocal<ByteBuffer> SEGMENT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SEGMENT_BYTES));
    private static final int SAMPLES = 4;
    private static final int SAMPLE_BYTES = 4096;

    private final BlockStore store;
    private final Metainfo metainfo;
    private final int pieceIndex;
    private final int lengthBytes;
    private final long offset;

    public StoredPiece(BlockStore store, Metainfo metainfo, int pieceIndex) {
        this.store = store;
        this.metainfo = metainfo;
        this.pieceIndex = pieceIndex;
        this.lengthBytes = metainfo.geometry().pieceLength(pieceIndex);
        this.offset = metainfo.geometry().pieceOffset(pieceIndex);
    }

    /**
     * Whether the medium holds this piece, unless it looks blank: then it isn't read any further, and a piece
     * of nothing but zeros counts as missing. Reads block.
     */
    boolean isWhole() throws MediumException {
        return !looksBlank() && isRight();
    }

    /** Whether the medium holds this piece, by its hash; reads block. */
    public boolean isRight() throws MediumException {
        return metainfo.hashes().matches(pieceIndex, sha1(store::read));
    }

    /** The same for the medium itself, whatever the system's memory holds. */
    boolean isRightOnMedium() throws MediumException {
        return metainfo.hashes().matches(pieceIndex, sha1(store::readMedium));
    }

    /** What to say of a piece that should be here and isn't. */
    MediumException otherData() {
        return new MediumException(store.place(offset, lengthBytes) + ": not the data that the torrent says");
    }

    private interface Reading {
        void read(long torrentOffset, ByteBuffer target) throws MediumException;
    }

    private boolean looksBlank() throws MediumException {
        int length = Math.min(SAMPLE_BYTES, lengthBytes);
        for (int i = 0; i < SAMPLES; i++) {
            ByteBuffer sample = ByteBuffer.allocate(length);
            store.read(offset + (long) (lengthBytes - length) * i / Math.max(1, SAMPLES - 1), sample);
            if (sample.flip().mismatch(ByteBuffer.allocate(length)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] sha1(Reading reading) throws MediumException {
        MessageDigest digest = PieceHasher.sha1();
        ByteBuffer segment = SEGMENT.get();
        for (int from = 0; from < lengthBytes; from += segment.limit()) {
            segment.clear().limit(Math.min(segment.capacity(), lengthBytes - from));
            reading.read(offset + from, segment);
            digest.update(segment.flip());
        }
        return digest.digest();
    }
}
