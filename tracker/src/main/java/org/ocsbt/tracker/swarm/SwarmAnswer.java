package org.ocsbt.tracker.swarm;

import java.nio.ByteBuffer;
import java.util.List;
import org.ocsbt.announce.CompactPeers;
import org.ocsbt.announce.CompactPeers.Family;

/**
 * What an announce is answered with.
 *
 * @param complete seeders
 * @param incomplete leechers
 * @param downloaded completed downloads
 * @param peers IPv4 clients drawn for the asker, itself possibly among them
 * @param peers6 IPv6 clients, likewise
 */
public record SwarmAnswer(int complete, int incomplete, int downloaded, List<Peer> peers, List<Peer> peers6) {
    static final SwarmAnswer NOTHING = new SwarmAnswer(0, 0, 0, List.of(), List.of());

    public CompactPeers compact(Family family) {
        List<Peer> drawn = family == Family.IPV4 ? peers : peers6;
        ByteBuffer packed = ByteBuffer.allocate(drawn.size() * family.entryBytes());
        for (Peer peer : drawn) {
            peer.writeCompact(packed);
        }
        return CompactPeers.ofPacked(family, packed.array());
    }
}
