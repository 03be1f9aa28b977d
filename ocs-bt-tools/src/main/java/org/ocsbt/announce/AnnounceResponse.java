package org.ocsbt.announce;

/**
 * A tracker's answer to an announce (BEP 3, compact form of BEP 23, IPv6 of BEP 7).
 *
 * @param complete seeders
 * @param incomplete leechers
 * @param downloaded completed downloads so far, or {@value #ABSENT}
 * @param intervalSeconds when the client is to announce again
 * @param minIntervalSeconds the client must not announce sooner, or {@value #ABSENT}
 * @param peers IPv4 peers
 * @param peers6 IPv6 peers
 */
public record AnnounceResponse(
        int complete,
        int incomplete,
        int downloaded,
        int intervalSeconds,
        int minIntervalSeconds,
        CompactPeers peers,
        CompactPeers peers6) {

    public static final int ABSENT = -1;
}
