package org.ocsbt.converter.partclone;

import java.util.List;
import java.util.OptionalInt;
import org.ocsbt.metainfo.PieceHashes;

/**
 * What a {@code torrent.info} says, checked.
 *
 * @param slices in ascending order, none overlapping another; at least one
 * @param hashes SHA-1 of the slices' bytes, back to back, in pieces of {@link #PIECE_LENGTH_BYTES}
 * @param staleLine the first line, counted from 1, that an older and longer file left behind and that
 *     was not read
 */
public record TorrentInfo(List<Slice> slices, PieceHashes hashes, OptionalInt staleLine) {
    /** Fixed in every version of partclone. */
    public static final int PIECE_LENGTH_BYTES = 16 * 1024 * 1024;

    public TorrentInfo {
        slices = List.copyOf(slices);
    }
}
