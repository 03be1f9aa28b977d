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

    /** By hand: a hundred thousand names are read before the first byte is fetched. */
    private static long parseOffset(String name, long lengthBytes) {
        if (name.isEmpty() || name.length() > MAX_DIGITS) {
            throw noOffset(name);
        }
        long offset = 0;
        boolean tooLarge = false;
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            int digit = letter < 128 ? Character.digit(letter, 16) : -1;
            if (digit < 0) {
                throw noOffset(name);
            }
            tooLarge |= offset > Long.MAX_VALUE >> 4;
            offset = offset << 4 | digit;
        }
        if (tooLarge) {
            throw new IllegalArgumentException("the offset " + name + " is past 2^63");
        }
        if (offset > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("the slice " + name + " ends past 2^63");
        }
        return offset;
    }

    private static IllegalArgumentException noOffset(String name) {
        return new IllegalArgumentException("the file name \"" + printable(name) + "\" is no hexadecimal device offset");
    }

    private static String printable(String name) {
        String shortened = name.length() > 80 ? name.substring(0, 80) + "..." : name;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
