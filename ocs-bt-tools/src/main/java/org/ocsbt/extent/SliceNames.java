package org.ocsbt.extent;

import java.util.ArrayList;
import java.util.List;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;

/**
 * From a partition's slices to extents: partclone names each slice by the offset of its first byte on
 * the device, in hexadecimal (contracts/ezio-v1.md, "Raw device storage").
 */
public final class SliceNames {
    /** Debian 11 leaves this list among the slices, so its torrents carry it as a file of their own. */
    static final String TORRENT_INFO = "torrent.info";

    private static final int MAX_DIGITS = 32;

    private SliceNames() {}

    /**
     * @param extents the slices, in torrent order
     * @param unplacedBytes length of a trailing {@code torrent.info}, which has no place on the device;
     *     0 without one
     */
    public record Layout(ExtentMap extents, long unplacedBytes) {}

    /**
     * @throws IllegalArgumentException with one line that names the file: a name is no offset, or the
     *     extents overlap
     */
    public static Layout layoutOf(Metainfo metainfo) {
        List<Extent> extents = new ArrayList<>();
        long torrentOffset = 0;
        long unplacedBytes = 0;
        for (FileEntry file : metainfo.files()) {
            String name = metainfo.multiFile() ? file.lastElement() : metainfo.name();
            if (unplacedBytes > 0) {
                throw new IllegalArgumentException("the slice " + name + " follows " + TORRENT_INFO);
            }
            if (name.equals(TORRENT_INFO)) {
                unplacedBytes = file.lengthBytes();
            } else if (file.lengthBytes() > 0) {
                extents.add(new Extent(torrentOffset, parseOffset(name, file.lengthBytes()), file.lengthBytes()));
                torrentOffset += file.lengthBytes();
            }
        }
        return new Layout(new ExtentMap(extents), unplacedBytes);
    }

    private static long parseOffset(String name, long lengthBytes) {
        String digits = name.replaceFirst("^0+(?=.)", "");
        boolean hexadecimal = !name.isEmpty() && name.length() <= MAX_DIGITS
                && name.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (!hexadecimal) {
            throw new IllegalArgumentException(
                    "the file name \"" + printable(name) + "\" is no hexadecimal device offset");
        }
        if (digits.length() > 16 || digits.length() == 16 && digits.charAt(0) > '7') {
            throw new IllegalArgumentException("the offset " + name + " is past 2^63");
        }
        long offset = Long.parseLong(digits, 16);
        if (offset > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("the slice " + name + " ends past 2^63");
        }
        return offset;
    }

    private static String printable(String name) {
        String shortened = name.length() > 80 ? name.substring(0, 80) + "..." : name;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
