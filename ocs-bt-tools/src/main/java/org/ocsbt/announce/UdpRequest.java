package org.ocsbt.announce;

import java.util.List;
import org.ocsbt.metainfo.InfoHash;

/** What a client sends to a UDP tracker (BEP 15). */
public sealed interface UdpRequest {
    /** Chosen by the client; its answer carries it too. */
    int transactionId();

    /** Asks for a connection id: proves that the client receives what is sent to its address. */
    record Connect(int transactionId) implements UdpRequest {}

    /**
     * @param connectionId as the tracker gave it
     * @param announce {@code ip} and {@code report} do not travel over UDP
     */
    record Announce(long connectionId, int transactionId, AnnounceRequest announce) implements UdpRequest {}

    /**
     * @param connectionId as the tracker gave it
     * @param infoHashes 1 to {@value UdpCodec#MAX_SCRAPED}
     */
    record Scrape(long connectionId, int transactionId, List<InfoHash> infoHashes) implements UdpRequest {
        public Scrape {
            infoHashes = List.copyOf(infoHashes);
            if (infoHashes.isEmpty() || infoHashes.size() > UdpCodec.MAX_SCRAPED) {
                throw new IllegalArgumentException(infoHashes.size() + " torrents in one scrape");
            }
        }
    }
}
