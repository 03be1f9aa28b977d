package org.ocsbt.converter.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.PieceHasher;

/**
 * Compares a directory of slices, or a device they were written to, with a torrent made of them. The
 * names of the torrent's files are the offsets on the device.
 */
public final class SliceCheck {
    private final Metainfo metainfo;
    private final Path target;
    private final List<Long> offsets;

    /**
     * A piece that is not what the torrent says.
     *
     * @param piece its number, from 0
     * @param ranges what it consists of on the device, in order
     * @param reason in a few words
     */
    public record BadPiece(int piece, List<Range> ranges, String reason) {}

    /** Bytes of the device. */
    public record Range(long offset, long lengthBytes) {}

    /**
     * @param target a directory with slices, or a device or image of one
     * @throws IllegalArgumentException if a file of the torrent is not named by a hexadecimal offset
     */
    public SliceCheck(Metainfo metainfo, Path target) {
        this.metainfo = metainfo;
        this.target = target;
        this.offsets = new ArrayList<>(metainfo.files().size());
        for (FileEntry file : metainfo.files()) {
            offsets.add(offset(file));
        }
    }

    private static long offset(FileEntry file) {
        try {
            return Long.parseLong(file.lastElement(), 16);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + file.lastElement() + "' in the torrent is no offset on a device in hexadecimal", e);
        }
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
            long offset = offsets.get(cursor.file);
            ranges.add(new Range(offset + cursor.inFile, portion));
            if (reason == null) {
                reason = reader.digest(cursor.file, offset, cursor.inFile, portion, sha1);
            }
            cursor.inFile += portion;
            left -= portion;
        }
        return reason == null && !metainfo.hashes().matches(piece, sha1.digest()) ? "the data differ" : reason;
    }

    /** A place in the torrent's data. */
    private final class Cursor {
        private int file;
        private long inFile;

        long leftInFile() {
            return metainfo.files().get(file).lengthBytes() - inFile;
        }

        void skipFinishedFiles() {
            while (leftInFile() == 0) {
                file++;
                inFile = 0;
            }
        }
    }
}
