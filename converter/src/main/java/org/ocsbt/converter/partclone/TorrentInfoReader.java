package org.ocsbt.converter.partclone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.ocsbt.converter.partclone.PartcloneException.Kind;
import org.ocsbt.metainfo.PieceHashes;

/**
 * Reads a {@code torrent.info} of any version of partclone (contract torrent-from-partclone.md).
 *
 * <p>Extents and piece hashes are two lists, interleaved: partclone writes a hash when data beyond the
 * piece arrive, thus after the extent these data belong to. So while it writes, the hashes cover less
 * than the extents named so far, and the first hash that makes them even is the last of the file.
 * Version 0.3.12 did not shorten an older file; what such a file has after that point is left over.
 */
public final class TorrentInfoReader {
    /** As many files as a torrent may have that our programs read. */
    static final int MAX_SLICES = 1_000_000;

    private static final String OFFSET = "offset";
    private static final String LENGTH = "length";
    private static final String SHA1 = "sha1";

    private final Lines lines;
    private final List<Slice> slices = new ArrayList<>();
    private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    private boolean hasHeader;
    private String pendingOffset;
    private long totalBytes;

    private TorrentInfoReader(InputStream in) {
        this.lines = new Lines(in);
    }

    /**
     * Reads to the end of the input.
     *
     * @throws PartcloneException if it is no complete and sound {@code torrent.info}
     * @throws IOException if the input can't be read
     */
    public static TorrentInfo read(InputStream in) throws PartcloneException, IOException {
        return new TorrentInfoReader(in).read();
    }

    private TorrentInfo read() throws PartcloneException, IOException {
        while (!isComplete()) {
            String line = lines.next();
            if (line == null) {
                throw ended();
            }
            take(line);
        }
        return new TorrentInfo(slices, new PieceHashes(hashes.toByteArray()), staleLine());
    }

    private boolean isComplete() {
        return !slices.isEmpty() && pendingOffset == null && hashCount() == wantedHashes();
    }

    private int hashCount() {
        return hashes.size() / PieceHashes.HASH_LENGTH_BYTES;
    }

    private long wantedHashes() {
        return (totalBytes - 1) / TorrentInfo.PIECE_LENGTH_BYTES + 1;
    }

    private void take(String line) throws PartcloneException {
        int colon = line.indexOf(": ");
        String value = line.substring(colon < 0 ? 0 : colon + 2);
        switch (colon < 0 ? "" : line.substring(0, colon)) {
            case OFFSET -> takeOffset(value);
            case LENGTH -> takeLength(value);
            case SHA1 -> takeHash(value);
            default -> takeHeader(line, colon);
        }
    }

    /** Lines above the first extent: {@code block_size}, {@code blocks_total}, what later versions may add. */
    private void takeHeader(String line, int colon) throws PartcloneException {
        boolean isHeader = colon > 0 && slices.isEmpty() && pendingOffset == null && hashes.size() == 0;
        if (!isHeader) {
            boolean first = lines.number() == 1;
            throw new PartcloneException(first ? Kind.NOT_PARTCLONE : Kind.CORRUPT, "line " + lines.number()
                    + " is none of a torrent.info" + (line.isBlank() ? ": it is empty" : ""));
        }
        hasHeader = true;
    }

    private void takeOffset(String value) throws PartcloneException {
        if (pendingOffset != null) {
            throw corrupt("an offset where the length of the extent before it must be");
        }
        hexadecimal(OFFSET, value);
        pendingOffset = value;
    }

    private void takeLength(String value) throws PartcloneException {
        if (pendingOffset == null) {
            throw corrupt("a length without offset");
        }
        long offset = hexadecimal(OFFSET, pendingOffset);
        long length = hexadecimal(LENGTH, value);
        if (length == 0 || offset > Long.MAX_VALUE - length || totalBytes > Long.MAX_VALUE - length) {
            throw corrupt("the length " + value + " is impossible");
        }
        if (!slices.isEmpty() && offset < slices.get(slices.size() - 1).deviceEnd()) {
            throw corrupt("the extent at " + pendingOffset + " begins before the end of the one before it");
        }
        if (slices.size() == MAX_SLICES) {
            throw new PartcloneException(Kind.OVER_LIMIT, "more than " + MAX_SLICES + " extents");
        }
        slices.add(new Slice(pendingOffset, offset, length));
        totalBytes += length;
        pendingOffset = null;
    }

    private void takeHash(String value) throws PartcloneException {
        if (value.length() != 2 * PieceHashes.HASH_LENGTH_BYTES || !isHexadecimal(value)) {
            throw corrupt("a SHA-1 has 40 hexadecimal digits");
        }
        if (slices.isEmpty() && pendingOffset == null) {
            throw corrupt("a hash before the first extent");
        }
        hashes.writeBytes(HexFormat.of().parseHex(value));
    }

    private OptionalInt staleLine() throws PartcloneException, IOException {
        String line = lines.next();
        if (line == null) {
            return OptionalInt.empty();
        }
        // What is left over begins wherever the shorter text ended. A whole line there is more likely
        // part of this text, and a number before it damaged.
        if (hasHeader || isItem(line)) {
            throw corrupt("text after the hash of the last piece: lengths and hashes do not belong together");
        }
        return OptionalInt.of(lines.number());
    }

    private static boolean isItem(String line) {
        return line.startsWith(OFFSET + ": ") || line.startsWith(LENGTH + ": ") || line.startsWith(SHA1 + ": ");
    }

    private PartcloneException ended() {
        if (slices.isEmpty()) {
            return new PartcloneException(hasHeader ? Kind.CORRUPT : Kind.NOT_PARTCLONE,
                    "it names no extents, so there is nothing to make a torrent of");
        }
        String cut = pendingOffset == null ? "" : ", and the last extent has no length";
        return new PartcloneException(Kind.CORRUPT, totalBytes + " bytes of data need " + wantedHashes()
                + " piece hashes, but there are " + hashCount() + cut);
    }

    private long hexadecimal(String key, String value) throws PartcloneException {
        int first = 0;
        while (first < value.length() - 1 && value.charAt(first) == '0') {
            first++;
        }
        boolean fits = value.length() - first < 16 || value.length() - first == 16 && value.charAt(first) < '8';
        if (value.isEmpty() || !isHexadecimal(value) || !fits) {
            throw corrupt("the " + key + " is no hexadecimal number below 2^63");
        }
        return HexFormat.fromHexDigitsToLong(value, first, value.length());
    }

    private static boolean isHexadecimal(String text) {
        return text.chars().allMatch(HexFormat::isHexDigit);
    }

    private PartcloneException corrupt(String what) {
        return new PartcloneException(Kind.CORRUPT, "line " + lines.number() + ": " + what);
    }
}
