package org.ocsbt.extent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where each byte of a torrent lies on one target. Built once, then only read; the extents cover the
 * torrent without a gap, and no two of them share a byte of the target.
 */
public final class ExtentMap {
    private final long[] torrentOffsets;
    private final long[] targetOffsets;
    private final long totalBytes;
    private final long targetEnd;

    /**
     * @param extents in torrent order, back to back from torrent offset 0; neighbours that also touch on
     *     the target become one
     * @throws IllegalArgumentException a gap in the torrent, or two extents overlap on the target
     */
    public ExtentMap(List<Extent> extents) {
        List<Extent> merged = merge(extents);
        refuseOverlap(merged);
        torrentOffsets = merged.stream().mapToLong(Extent::torrentOffset).toArray();
        targetOffsets = merged.stream().mapToLong(Extent::targetOffset).toArray();
        totalBytes = merged.isEmpty() ? 0 : merged.get(merged.size() - 1).torrentEnd();
        targetEnd = merged.stream().mapToLong(Extent::targetEnd).max().orElse(0);
    }

    private static List<Extent> merge(List<Extent> extents) {
        List<Extent> merged = new ArrayList<>();
        long torrentEnd = 0;
        for (Extent extent : extents) {
            if (extent.torrentOffset() != torrentEnd) {
                throw new IllegalArgumentException("the torrent's bytes at " + torrentEnd + " have no place");
            }
            torrentEnd = extent.torrentEnd();
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).targetEnd() == extent.targetOffset()) {
                Extent before = merged.get(last);
                merged.set(last, new Extent(before.torrentOffset(), before.targetOffset(),
                        before.lengthBytes() + extent.lengthBytes()));
            } else {
                merged.add(extent);
            }
        }
        return merged;
    }

    private static void refuseOverlap(List<Extent> extents) {
        List<Extent> byTarget = new ArrayList<>(extents);
        // Comparator's own lambdas are linked anew each time a program starts.
        byTarget.sort((a, b) -> Long.compare(a.targetOffset(), b.targetOffset()));
        for (int i = 1; i < byTarget.size(); i++) {
            if (byTarget.get(i - 1).targetEnd() > byTarget.get(i).targetOffset()) {
                throw new IllegalArgumentException("extents overlap at offset " + byTarget.get(i).targetOffset());
            }
        }
    }

    /** Bytes of the torrent that this map places. */
    public long totalBytes() {
        return totalBytes;
    }

    /** First byte of the target behind all extents: the least size a target must have. */
    public long targetEnd() {
        return targetEnd;
    }

    public int extentCount() {
        return torrentOffsets.length;
    }

    /**
     * The first contiguous part of a torrent range.
     *
     * @param torrentOffset within the torrent
     * @param lengthBytes of the range, 1 or more; the range must end within the torrent
     */
    public Segment segment(long torrentOffset, int lengthBytes) {
        if (torrentOffset < 0 || lengthBytes < 1 || torrentOffset > totalBytes - lengthBytes) {
            throw new IndexOutOfBoundsException(
                    "range " + torrentOffset + "+" + lengthBytes + " is not within " + totalBytes);
        }
        int extent = find(torrentOffset);
        long end = extent + 1 < torrentOffsets.length ? torrentOffsets[extent + 1] : totalBytes;
        return new Segment(
                targetOffsets[extent] + (torrentOffset - torrentOffsets[extent]),
                (int) Math.min(lengthBytes, end - torrentOffset));
    }

    private int find(long torrentOffset) {
        int found = Arrays.binarySearch(torrentOffsets, torrentOffset);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * The part of an extent that one request touches.
     *
     * @param targetOffset where it lies on the target
     * @param lengthBytes how much of the request lies there without a gap
     */
    public record Segment(long targetOffset, int lengthBytes) {}
}
