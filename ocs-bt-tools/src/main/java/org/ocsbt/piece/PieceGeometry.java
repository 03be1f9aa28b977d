package org.ocsbt.piece;

/**
 * All piece and block arithmetic of one torrent. The torrent is one run of bytes; it is cut into
 * pieces of {@code pieceLengthBytes}, only the last may be shorter; a piece is cut into blocks of
 * {@value #BLOCK_LENGTH_BYTES} bytes, only a piece's last may be shorter.
 *
 * @param totalBytes length of all files together, 1 or more
 * @param pieceLengthBytes 1 to {@value #MAX_PIECE_LENGTH_BYTES}; the clients of a classroom hold
 *     several whole pieces in memory
 */
public record PieceGeometry(long totalBytes, int pieceLengthBytes) {
    /** What clients ask for in one request (BEP 3 "all current implementations use 2^14"). */
    public static final int BLOCK_LENGTH_BYTES = 16 * 1024;

    /** Clonezilla uses 16 MiB; eight times that still fits a small client's memory. */
    public static final int MAX_PIECE_LENGTH_BYTES = 128 * 1024 * 1024;

    public PieceGeometry {
        if (totalBytes < 1) {
            throw new IllegalArgumentException("a torrent has at least 1 byte, not " + totalBytes);
        }
        if (pieceLengthBytes < 1 || pieceLengthBytes > MAX_PIECE_LENGTH_BYTES) {
            throw new IllegalArgumentException(
                    "piece length " + pieceLengthBytes + " is not within 1 and " + MAX_PIECE_LENGTH_BYTES);
        }
        if ((totalBytes - 1) / pieceLengthBytes >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("more than 2^31 pieces");
        }
    }

    public int pieceCount() {
        return (int) ((totalBytes + pieceLengthBytes - 1) / pieceLengthBytes);
    }

    public boolean isPiece(int pieceIndex) {
        return pieceIndex >= 0 && pieceIndex < pieceCount();
    }

    /** Position of the piece's first byte in the torrent. */
    public long pieceOffset(int pieceIndex) {
        return (long) pieceIndex * pieceLengthBytes;
    }

    /** Length of this piece: {@code pieceLengthBytes}, or what is left for the last one. */
    public int pieceLength(int pieceIndex) {
        return (int) Math.min(pieceLengthBytes, totalBytes - pieceOffset(pieceIndex));
    }

    public int blockCount(int pieceIndex) {
        return (pieceLength(pieceIndex) + BLOCK_LENGTH_BYTES - 1) / BLOCK_LENGTH_BYTES;
    }

    /** Position of a block in its piece. */
    public static int blockOffset(int blockIndex) {
        return blockIndex * BLOCK_LENGTH_BYTES;
    }

    public int blockLength(int pieceIndex, int blockIndex) {
        return Math.min(BLOCK_LENGTH_BYTES, pieceLength(pieceIndex) - blockOffset(blockIndex));
    }

    /** Whether a peer may name this range: inside an existing piece, and not empty. */
    public boolean isRange(int pieceIndex, int offset, int length) {
        return isPiece(pieceIndex) && offset >= 0 && length > 0
                && (long) offset + length <= pieceLength(pieceIndex);
    }
}
