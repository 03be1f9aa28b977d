package org.ocsbt.announce;

/**
 * What our own client tells a tracker beyond BEP 3, as extra query parameters ({@code ocs_name},
 * {@code ocs_total}, {@code ocs_error}) that every other tracker ignores. Our tracker answers such a client
 * with an {@code interval} of seconds, so that whoever watches sees it move.
 *
 * @param torrentName the partition's name; empty when unknown
 * @param totalBytes length of the torrent; 0 when unknown
 * @param error why the client failed, one line; empty while it has not
 */
public record ClientReport(String torrentName, long totalBytes, String error) {
    /** Longer texts are cut: they come from the network and end on a page. */
    public static final int MAX_TEXT_CHARS = 200;

    public ClientReport {
        torrentName = cut(torrentName);
        error = cut(error);
        totalBytes = Math.max(0, totalBytes);
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT_CHARS ? text.substring(0, MAX_TEXT_CHARS) : text;
    }
}
