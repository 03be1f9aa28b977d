package org.ocsbt.metainfo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;

/**
 * Reads a {@code .torrent} (BEP 3, BEP 12, BEP 27), checking all that a client later relies on.
 *
 * <p>The library bt reads torrents too; it takes more than 256 MB of heap for a partition of 100,000
 * extents, this reader less than 64 MB (docs/dependencies.md).
 */
public final class MetainfoReader {
    /**
     * The largest torrent read. One of 100,000 extents and 10 TB of data in pieces of 16 MiB takes 20 MiB; reading
     * takes up to three times its size, which must fit the heap of the clients (build, {@code profile_transfer}).
     */
    public static final int MAX_FILE_BYTES = 24 * 1024 * 1024;

    private final byte[] bytes;
    private final BencodeReader in;
    private final AnnounceFields announce = new AnnounceFields();
    private InfoDictionary info;
    private InfoHash infoHash;

    private MetainfoReader(byte[] bytes) {
        this.bytes = bytes;
        this.in = new BencodeReader(bytes);
    }

    /**
     * @throws MetainfoException if the file is larger than {@link #MAX_FILE_BYTES} or not a usable torrent
     * @throws IOException if the file can't be read
     */
    public static Metainfo read(Path file) throws MetainfoException, IOException {
        return parse(readBytes(file));
    }

    /** @throws MetainfoException if the bytes are not a usable torrent */
    public static Metainfo parse(byte[] bytes) throws MetainfoException {
        try {
            return new MetainfoReader(bytes).parse();
        } catch (BencodeException e) {
            throw new MetainfoException("not a torrent: " + e.getMessage(), e);
        }
    }

    /**
     * The bytes of a torrent file, unparsed.
     *
     * @throws MetainfoException if the file is larger than {@link #MAX_FILE_BYTES}
     * @throws IOException if the file can't be read
     */
    public static byte[] readBytes(Path file) throws MetainfoException, IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            // Room for all of it at once: a stream of unknown length is gathered in parts, and then copied.
            byte[] room = new byte[(int) Math.min(Files.size(file), MAX_FILE_BYTES)];
            int count = stream.readNBytes(room, 0, room.length);
            byte[] more = stream.readNBytes(MAX_FILE_BYTES + 1 - count);
            if (count + more.length > MAX_FILE_BYTES) {
                throw new MetainfoException("larger than " + MAX_FILE_BYTES + " bytes, the most a torrent may have");
            }
            return count == room.length && more.length == 0 ? room : joined(room, count, more);
        }
    }

    private static byte[] joined(byte[] first, int count, byte[] second) {
        byte[] all = Arrays.copyOf(first, count + second.length);
        System.arraycopy(second, 0, all, count, second.length);
        return all;
    }

    private Metainfo parse() throws BencodeException, MetainfoException {
        in.enterDictionary();
        while (in.hasNext()) {
            switch (in.readKey()) {
                case "announce" -> announce.readAnnounce(in);
                case "announce-list" -> announce.readAnnounceList(in);
                case "info" -> readInfo();
                default -> in.skip();
            }
        }
        in.leave();
        in.requireEndOfInput();
        if (info == null) {
            throw new MetainfoException("info is missing");
        }
        return info.toMetainfo(infoHash, announce.tiers());
    }

    private void readInfo() throws BencodeException, MetainfoException {
        int from = in.offset();
        info = InfoDictionary.read(in);
        MessageDigest sha1 = PieceHasher.sha1();
        sha1.update(bytes, from, in.offset() - from);
        infoHash = InfoHash.of(sha1.digest());
    }
}
