package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import org.ocsbt.metainfo.PieceHashes;

/** Writes a {@code torrent.info} as partclone 0.3.19 and later do, byte for byte. */
public final class TorrentInfoWriter {
    private TorrentInfoWriter() {}

    /** The name of a slice: 32 hexadecimal digits. */
    public static String name(long deviceOffset) {
        return "0".repeat(16) + HexFormat.of().toHexDigits(deviceOffset);
    }

    /** @param blockSize of the file system, in bytes */
    public static byte[] write(TorrentInfo info, int blockSize, long blocksTotal) {
        StringBuilder text = new StringBuilder()
                .append("block_size: ").append(blockSize).append('\n')
                .append("blocks_total: ").append(blocksTotal).append('\n');
        String hashes = HexFormat.of().formatHex(info.hashes().toBytes());
        long totalBytes = 0;
        int written = 0;
        for (Slice slice : info.slices()) {
            text.append("offset: ").append(slice.name())
                    .append("\nlength: ").append(name(slice.lengthBytes())).append('\n');
            totalBytes += slice.lengthBytes();
            // A piece is done with the first byte beyond it; that of the slice just named is the last so far.
            int done = (int) ((totalBytes - 1) / TorrentInfo.PIECE_LENGTH_BYTES);
            written = appendHashes(text, hashes, written, done);
        }
        appendHashes(text, hashes, written, info.hashes().count());
        return text.toString().getBytes(US_ASCII);
    }

    private static int appendHashes(StringBuilder text, String hashes, int from, int to) {
        int digits = 2 * PieceHashes.HASH_LENGTH_BYTES;
        for (int piece = from; piece < to; piece++) {
            text.append("sha1: ").append(hashes, piece * digits, (piece + 1) * digits).append('\n');
        }
        return to;
    }
}
