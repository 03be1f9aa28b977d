package org.ocsbt.downloader.session;

/** Where a torrent stands. A torrent in {@link #ERROR} stays there until the process ends. */
public enum TorrentState {
    /** Pieces are missing, or not yet known to be on the medium. */
    DOWNLOADING,
    /** Every byte is verified and flushed to the medium. */
    SEEDING,
    /** Neither fetching nor serving; the data so far is kept. */
    PAUSED,
    /** The medium failed; nothing more is written. */
    ERROR
}
