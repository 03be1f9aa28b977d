package org.ocsbt.converter.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ocsbt.extent.ExtentMap;
import org.ocsbt.extent.SliceNames;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.PieceHasher;

/**
 * Compares a directory of slices, or a device they were written to, with a torrent made of them. The
 * names of the torrent's files are the offsets on the device.
 */
public final class SliceCheck {
    private final Metainfo metainfo;
    private final Path target;
    private final ExtentMap extents;

    /**
     * A piece that is not what the torrent says.
     *
     * @param piece its number, from 0
     * @param ranges what it consists of on the device, in order; without what has no place there
     * @param reason in a few words
     */
    public record BadPiece(int piece, List<Range> ranges, String reason) {}

    /** Bytes of the device. */
    public record Range(long offset, long lengthBytes) {}

    /**
     * @param target a directory with slices, or a device or image of one
     * @throws IllegalArgumentException the torrent's files are no slices: see {@link SliceNames#layoutOf}
     */
    public SliceCheck(Metainfo metainfo, Path target) {
        this.metainfo = metainfo;
        this.target = target;
        this.extents = SliceNames.layoutOf(metainfo).extents();
    }

    /**
     * Reads everything once, in order.
     *
     * @param bad told of each bad piece as it is found
     * @return the number of bad pieces
     * @throws IOException if the device can't be opened
     */
    public int run(Consumer<BadPiece> bad) throws IOException {
        int count = 0;
        try (SliceReader reader = new SliceReader(metainfo.files(), target)) {
            Cursor cursor = new Cursor();
            for (int piece = 0; piece < metainfo.geometry().pieceCount(); piece++) {
                List<Range> ranges = new ArrayList<>();
                String reason = check(piece, cursor, reader, ranges);
                if (reason != null) {
                    count++;
                    bad.accept(new BadPiece(piece, ranges, reason));
                }
            }
        }
        return count;
    }

    /** Moves the cursor past the piece; null if it is good. */
    private String check(int piece, Cursor cursor, SliceReader reader, List<Range> ranges) {
        MessageDigest sha1 = PieceHasher.sha1();
        String reason = null;
        for (int left = metainfo.geometry().pieceLength(piece); left > 0; ) {
            cursor.skipFinishedFiles();
            int portion = (int) Math.min(left, cursor.leftInFile());
            long deviceOffset = SliceReader.NOWHERE;
            if (cursor.inTorrent < extents.totalBytes()) {
                deviceOffset = extents.segment(cursor.inTorrent, portion).targetOffset();
                ranges.add(new Range(deviceOffset, portion));
            }
            if (reason == null) {
                reason = reader.digest(cursor.file, cursor.inFile, deviceOffset, portion, sha1);
            }
            cursor.pass(portion);
            left -= portion;
        }
        return reason == null && !metainfo.hashes().matches(piece, sha1.digest()) ? "the data differ" : reason;
    }

    /** A place in the torrent's data. */
    private final class Cursor {
        private int file;
        private long inFile;
        private long inTorrent;

        long leftInFile() {
            return metainfo.files().get(file).lengthBytes() - inFile;
        }

        void pass(int bytes) {
            inFile += bytes;
            inTorrent += bytes;
        }

        void skipFinishedFiles() {
            while (leftInFile() == 0) {
                file++;
                inFile = 0;
            }
        }
    }
}
