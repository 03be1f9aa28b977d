package org.ocsbt.downloader.session;

import java.nio.file.Path;
import org.ocsbt.metainfo.Metainfo;

/**
 * One torrent to serve or fetch.
 *
 * @param metainfo what the .torrent says
 * @param target the raw device or image file, or the directory that holds the torrent's own directory
 * @param layout what {@code target} is
 * @param seed the data is complete and trusted: serve it, check nothing, write nothing
 * @param maxConnections peers connected at once, 1 or more
 * @param maxUploads peers served at once, 1 or more
 * @param sequential fetch pieces in torrent order instead of rarest first
 */
public record TorrentOptions(
        Metainfo metainfo,
        Path target,
        Layout layout,
        boolean seed,
        int maxConnections,
        int maxUploads,
        boolean sequential) {

    /** How a torrent's files lie on the target. */
    public enum Layout {
        /** Slice names are byte offsets on one device or file. */
        RAW_DEVICE,
        /** Each slice is a file below {@code target/<torrent name>/}. */
        SLICE_DIRECTORY
    }

    public TorrentOptions {
        if (maxConnections < 1 || maxUploads < 1) {
            throw new IllegalArgumentException("a torrent needs at least one connection and one upload slot");
        }
    }
}
