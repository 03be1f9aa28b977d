package org.ocsbt.announce;

import java.util.Optional;
import org.ocsbt.metainfo.InfoHash;

/**
 * One client's word to a tracker about one torrent (BEP 3 "Trackers").
 *
 * @param infoHash which torrent
 * @param peerId who speaks; {@link PeerId#UNKNOWN} when a lenient tracker was not told
 * @param port TCP port on which the client takes peers, 0 to 65535
 * @param uploadedBytes payload sent since {@code started}; 0 when unknown
 * @param downloadedBytes payload received since {@code started}; 0 when unknown
 * @param leftBytes bytes the client still misses, 0 for a seeder, {@value #UNKNOWN_LEFT} when unknown
 * @param event why now
 * @param numWant peers asked for, 0 or more, or {@value #NUM_WANT_UNSAID}
 * @param ip the address the client wants to be known by, as it was sent; it may be rubbish
 * @param report what our own client adds; empty for any other make
 */
public record AnnounceRequest(
        InfoHash infoHash,
        PeerId peerId,
        int port,
        long uploadedBytes,
        long downloadedBytes,
        long leftBytes,
        AnnounceEvent event,
        int numWant,
        Optional<String> ip,
        Optional<ClientReport> report) {

    public static final int NUM_WANT_UNSAID = -1;
    public static final long UNKNOWN_LEFT = -1;

    public AnnounceRequest {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0 and 65535");
        }
        if (leftBytes < UNKNOWN_LEFT || numWant < NUM_WANT_UNSAID) {
            throw new IllegalArgumentException("negative left or numwant");
        }
    }
}
