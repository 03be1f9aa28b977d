package org.ocsbt.downloader.session;

/** A torrent could not be added; the message is one line: what was tried, on what, why not. */
public final class TorrentException extends Exception {
    private static final long serialVersionUID = 1L;

    public TorrentException(String message, Throwable cause) {
        super(message, cause);
    }
}
