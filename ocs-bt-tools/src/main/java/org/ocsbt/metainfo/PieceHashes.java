package org.ocsbt.metainfo;

import java.util.Arrays;

/** The SHA-1 of every piece, in piece order (BEP 3, {@code info.pieces}). */
public final class PieceHashes {
    public static final int HASH_LENGTH_BYTES = 20;

    private final byte[] concatenated;

    /**
     * @param concatenated taken over, not copied: of ten terabytes they are 13 MB, too much to be there twice
     * @throws IllegalArgumentException unless the length is a multiple of 20
     */
    public PieceHashes(byte[] concatenated) {
        if (concatenated.length % HASH_LENGTH_BYTES != 0) {
            throw new IllegalArgumentException(
                    "piece hashes take a multiple of 20 bytes, not " + concatenated.length);
        }
        this.concatenated = concatenated;
    }

    public int count() {
        return concatenated.length / HASH_LENGTH_BYTES;
    }

    /** Whether {@code sha1} is the hash that piece {@code pieceIndex} must have. */
    public boolean matches(int pieceIndex, byte[] sha1) {
        int from = pieceIndex * HASH_LENGTH_BYTES;
        return Arrays.equals(concatenated, from, from + HASH_LENGTH_BYTES, sha1, 0, sha1.length);
    }

    /** A copy of all hashes, back to back. */
    public byte[] toBytes() {
        return concatenated.clone();
    }
}
