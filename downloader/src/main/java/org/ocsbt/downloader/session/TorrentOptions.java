package org.ocsbt.downloader.session;

import java.nio.file.Path;
import java.util.Optional;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.piece.Bitfield;

/**
 * One torrent to serve or fetch.
 *
 * @param metainfo what the .torrent says
 * @param target the raw device or image file, or where the torrent's files lie
 * @param layout what {@code target} is
 * @param seed the data is complete and trusted: serve it, check nothing, write nothing
 * @param present pieces that are there and trusted, nothing else is; when empty, what an earlier run has
 *     left is looked for
 * @param wanted pieces to fetch, with which the torrent is finished; all when empty
 * @param maxConnections peers connected at once, 1 or more
 * @param maxUploads peers served at once, 1 or more
 * @param sequential fetch pieces in torrent order instead of rarest first
 */
public record TorrentOptions(
        Metainfo metainfo,
        Path target,
        Layout layout,
        boolean seed,
        Optional<Bitfield> present,
        Optional<Bitfield> wanted,
        int maxConnections,
        int maxUploads,
        boolean sequential) {

    /** How a torrent's files lie on the target. */
    public enum Layout {
        /** Slice names are byte offsets on one device or file. */
        RAW_DEVICE,
        /** Each slice is a file below {@code target/<torrent name>/}. */
        SLICE_DIRECTORY,
        /** The target itself is the torrent's directory, or its one file; its name does not matter. */
        OWN_PATH
    }

    public TorrentOptions {
        if (maxConnections < 1 || maxUploads < 1) {
            throw new IllegalArgumentException("a torrent needs at least one connection and one upload slot");
        }
        requirePiecesOf(metainfo, present);
        requirePiecesOf(metainfo, wanted);
    }

    private static void requirePiecesOf(Metainfo metainfo, Optional<Bitfield> pieces) {
        if (pieces.isPresent() && pieces.get().pieceCount() != metainfo.geometry().pieceCount()) {
            throw new IllegalArgumentException("a bitfield of another torrent");
        }
    }

    /** All of it, without a word of what is there already. */
    public TorrentOptions(Metainfo metainfo, Path target, Layout layout, boolean seed, int maxConnections,
            int maxUploads, boolean sequential) {
        this(metainfo, target, layout, seed, Optional.empty(), Optional.empty(), maxConnections, maxUploads,
                sequential);
    }
}
