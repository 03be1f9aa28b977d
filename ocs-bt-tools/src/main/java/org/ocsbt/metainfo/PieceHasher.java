package org.ocsbt.metainfo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;

/** Hashes the bytes of a torrent's files, given back to back, piece by piece. */
public final class PieceHasher {
    /** Never given any bytes: a copy of it spares the search among the providers for each piece. */
    private static final MessageDigest FRESH_SHA1 = findSha1();

    private final int pieceLengthBytes;
    private final MessageDigest sha1 = sha1();
    private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    private int left;
    private long totalBytes;

    /** @throws IllegalArgumentException unless {@code pieceLengthBytes} is 1 or more */
    public PieceHasher(int pieceLengthBytes) {
        if (pieceLengthBytes < 1) {
            throw new IllegalArgumentException("piece length " + pieceLengthBytes + " is less than 1");
        }
        this.pieceLengthBytes = pieceLengthBytes;
        this.left = pieceLengthBytes;
    }

    /**
     * Java's SHA-1 without the lists of all that Java's providers know, which take 15 ms of CPU to make: a twentieth of a
     * client's start.
     */
    private static final class Sha1Provider extends Provider {
        private static final long serialVersionUID = 1;

        private Sha1Provider() {
            super("ocs-bt-sha1", "1", "the Java runtime's own SHA-1");
            putService(new Service(this, "MessageDigest", "SHA-1", "sun.security.provider.SHA", List.of(), Map.of()));
        }
    }

    /** A new SHA-1, which every Java runtime has. */
    public static MessageDigest sha1() {
        try {
            return (MessageDigest) FRESH_SHA1.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's SHA-1 can't be copied", e);
        }
    }

    private static MessageDigest findSha1() {
        try {
            return MessageDigest.getInstance("SHA-1", new Sha1Provider());
        } catch (NoSuchAlgorithmException e) {
            // Another maker's Java may have it elsewhere.
        }
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1", e);
        }
    }

    /** Takes all that remains in {@code bytes} as what comes next. */
    public void update(ByteBuffer bytes) {
        int end = bytes.limit();
        totalBytes += bytes.remaining();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + left));
            left -= bytes.remaining();
            sha1.update(bytes);
            bytes.limit(end);
            if (left == 0) {
                endPiece();
            }
        }
    }

    /** What {@link #update} was given so far. */
    public long totalBytes() {
        return totalBytes;
    }

    /** The hashes of all pieces; ends a shorter last one. */
    public PieceHashes finish() {
        if (left < pieceLengthBytes) {
            endPiece();
        }
        return new PieceHashes(hashes.toByteArray());
    }

    private void endPiece() {
        hashes.writeBytes(sha1.digest());
        left = pieceLengthBytes;
    }
}
