package org.ocsbt.metainfo;

import com.dampcake.bencode.Bencode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the bytes of a {@code .torrent} (BEP 3). Keys come in order, as all programs write them that
 * Clonezilla may call for this; a key that was not asked for is left out.
 */
public final class MetainfoBuilder {
    private final Map<String, Object> root = new TreeMap<>();
    private final Map<String, Object> info = new TreeMap<>();

    private MetainfoBuilder(String name, int pieceLengthBytes, PieceHashes hashes, long totalBytes) {
        long pieces = totalBytes / pieceLengthBytes + (totalBytes % pieceLengthBytes == 0 ? 0 : 1);
        if (pieces == 0 || hashes.count() != pieces) {
            throw new IllegalArgumentException(totalBytes + " bytes in pieces of " + pieceLengthBytes + " have "
                    + pieces + " hashes, not " + hashes.count());
        }
        info.put("name", name);
        info.put("piece length", pieceLengthBytes);
        info.put("pieces", hashes.toBytes());
    }

    /**
     * A torrent of one file.
     *
     * @param name the file's name
     * @throws IllegalArgumentException if hashes, length and piece length don't belong together
     */
    public static MetainfoBuilder ofFile(String name, long lengthBytes, int pieceLengthBytes, PieceHashes hashes) {
        MetainfoBuilder builder = new MetainfoBuilder(name, pieceLengthBytes, hashes, lengthBytes);
        builder.info.put("length", lengthBytes);
        return builder;
    }

    /**
     * A torrent of a directory; also one with a single file in it has this form.
     *
     * @param name the directory's name
     * @param files in torrent order
     * @throws IllegalArgumentException if hashes, lengths and piece length don't belong together
     */
    public static MetainfoBuilder ofFiles(
            String name, List<FileEntry> files, int pieceLengthBytes, PieceHashes hashes) {
        long totalBytes = files.stream().mapToLong(FileEntry::lengthBytes).reduce(0, Math::addExact);
        MetainfoBuilder builder = new MetainfoBuilder(name, pieceLengthBytes, hashes, totalBytes);
        builder.info.put("files", new FileMaps(files));
        return builder;
    }

    public MetainfoBuilder announce(String url) {
        root.put("announce", url);
        return this;
    }

    /** Tracker addresses in tiers (BEP 12). */
    public MetainfoBuilder announceList(List<List<String>> tiers) {
        root.put("announce-list", tiers);
        return this;
    }

    public MetainfoBuilder comment(String text) {
        root.put("comment", text);
        return this;
    }

    public MetainfoBuilder createdBy(String program) {
        root.put("created by", program);
        return this;
    }

    /** Kept in whole seconds. */
    public MetainfoBuilder creationDate(Instant date) {
        root.put("creation date", date.getEpochSecond());
        return this;
    }

    /** States that names are in UTF-8, as some programs do. */
    public MetainfoBuilder encodingUtf8() {
        root.put("encoding", "UTF-8");
        return this;
    }

    /** Where the data are on the web (BEP 19): one address as such, several as a list. */
    public MetainfoBuilder webSeeds(List<String> urls) {
        root.put("url-list", urls.size() == 1 ? urls.get(0) : urls);
        return this;
    }

    /** Whether clients are restricted to the torrent's own trackers (BEP 27); both may be stated. */
    public MetainfoBuilder privateTorrent(boolean isPrivate) {
        info.put("private", isPrivate ? 1 : 0);
        return this;
    }

    /** A text inside {@code info}, which gives the same data another info-hash. */
    public MetainfoBuilder source(String text) {
        info.put("source", text);
        return this;
    }

    /** A unique text inside {@code info}, for a torrent of its own of data that others share too. */
    public MetainfoBuilder crossSeed(String unique) {
        info.put("x_cross_seed", unique);
        return this;
    }

    public byte[] toBytes() {
        root.put("info", info);
        return new Bencode(StandardCharsets.UTF_8).encode(root);
    }

    /** The files as the library wants them, made one at a time: there may be 100,000. */
    private record FileMaps(List<FileEntry> files) implements Iterable<Map<String, Object>> {
        @Override
        public Iterator<Map<String, Object>> iterator() {
            return files.stream().map(FileMaps::toMap).iterator();
        }

        private static Map<String, Object> toMap(FileEntry file) {
            Map<String, Object> map = new TreeMap<>();
            map.put("length", file.lengthBytes());
            map.put("path", file.path());
            return map;
        }
    }
}
