package org.ocsbt.announce;

import java.util.List;

/** What a UDP tracker answers (BEP 15). */
public sealed interface UdpResponse {
    /** The id of the request that is answered. */
    int transactionId();

    /** @param connectionId to be sent with further requests, good for a minute or two */
    record Connected(int transactionId, long connectionId) implements UdpResponse {}

    /**
     * @param intervalSeconds when the client is to announce again
     * @param incomplete leechers
     * @param complete seeders
     * @param peers of the family of the socket the answer travels on
     */
    record Announced(int transactionId, int intervalSeconds, int incomplete, int complete, CompactPeers peers)
            implements UdpResponse {}

    /** @param counts one for each torrent asked for, in that order */
    record Scraped(int transactionId, List<Counts> counts) implements UdpResponse {
        public Scraped {
            counts = List.copyOf(counts);
        }
    }

    /** @param reason for people */
    record Refused(int transactionId, String reason) implements UdpResponse {}

    /**
     * @param complete seeders
     * @param downloaded completed downloads so far
     * @param incomplete leechers
     */
    record Counts(int complete, int downloaded, int incomplete) {}
}
