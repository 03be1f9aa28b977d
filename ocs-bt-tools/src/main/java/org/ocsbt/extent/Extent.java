package org.ocsbt.extent;

/**
 * A run of bytes that is contiguous in the torrent and on the target.
 *
 * @param torrentOffset first byte, counted in the torrent
 * @param targetOffset first byte, counted on the target
 * @param lengthBytes 1 or more
 */
public record Extent(long torrentOffset, long targetOffset, long lengthBytes) {
    public Extent {
        if (torrentOffset < 0 || targetOffset < 0 || lengthBytes < 1) {
            throw new IllegalArgumentException(
                    "no extent: " + torrentOffset + ", " + targetOffset + ", " + lengthBytes);
        }
        if (Math.max(torrentOffset, targetOffset) > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("the extent at " + targetOffset + " ends past 2^63");
        }
    }

    public long targetEnd() {
        return targetOffset + lengthBytes;
    }

    public long torrentEnd() {
        return torrentOffset + lengthBytes;
    }
}
