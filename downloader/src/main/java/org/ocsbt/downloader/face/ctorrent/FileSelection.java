package org.ocsbt.downloader.face.ctorrent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ocsbt.cli.UsageException;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;

/**
 * The files that {@code -n} names, by the numbers that {@code -x} shows: {@code 2}, {@code 1,4-6}. A piece
 * that a file shares with another comes with it.
 */
final class FileSelection {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private record Range(int first, int last) {}

    private final List<Range> ranges = new ArrayList<>();

    /** @throws UsageException {@code list} is no list of numbers and ranges */
    FileSelection(String list) throws UsageException {
        for (String word : list.split(",", -1)) {
            Matcher range = RANGE.matcher(word);
            if (!range.matches()) {
                throw new UsageException("option -n needs numbers of files such as 1,4-6, not '" + list + "'");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last) {
                throw new UsageException("option -n: " + word + " runs backwards");
            }
            ranges.add(new Range(first, last));
        }
    }

    /**
     * The pieces of these files.
     *
     * @throws UsageException the torrent has no file of such a number
     */
    Bitfield pieces(Metainfo metainfo) throws UsageException {
        int files = metainfo.files().size();
        for (Range range : ranges) {
            if (range.first < 1 || range.last > files) {
                throw new UsageException("option -n: there are files 1 to " + files + ", none is "
                        + (range.first < 1 ? range.first : range.last));
            }
        }
        Bitfield pieces = new Bitfield(metainfo.geometry().pieceCount());
        long begin = 0;
        for (int number = 1; number <= files; number++) {
            long end = begin + metainfo.files().get(number - 1).lengthBytes();
            if (isSelected(number)) {
                add(pieces, begin, end, metainfo.geometry().pieceLengthBytes());
            }
            begin = end;
        }
        return pieces;
    }

    private boolean isSelected(int number) {
        return ranges.stream().anyMatch(range -> range.first <= number && number <= range.last);
    }

    private static void add(Bitfield pieces, long begin, long end, int pieceLengthBytes) {
        for (long at = begin / pieceLengthBytes * pieceLengthBytes; at < end && begin < end; at += pieceLengthBytes) {
            pieces.set((int) (at / pieceLengthBytes));
        }
    }
}
