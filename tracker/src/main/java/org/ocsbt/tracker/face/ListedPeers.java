package org.ocsbt.tracker.face;

import com.dampcake.bencode.Bencode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ocsbt.announce.AnnounceResponse;
import org.ocsbt.tracker.swarm.Peer;
import org.ocsbt.tracker.swarm.SwarmAnswer;

/** The answer of BEP 3 to clients that do not take compact peers: one dictionary for each. */
final class ListedPeers {
    private ListedPeers() {}

    static byte[] write(AnnounceResponse response, SwarmAnswer answer, boolean withPeerId) {
        List<Map<String, Object>> peers = new ArrayList<>();
        for (List<Peer> drawn : List.of(answer.peers(), answer.peers6())) {
            for (Peer peer : drawn) {
                peers.add(listed(peer, withPeerId));
            }
        }
        Map<String, Object> fields = new TreeMap<>();
        fields.put("complete", response.complete());
        fields.put("incomplete", response.incomplete());
        fields.put("interval", response.intervalSeconds());
        fields.put("peers", peers);
        return new Bencode(StandardCharsets.ISO_8859_1).encode(fields);
    }

    private static Map<String, Object> listed(Peer peer, boolean withPeerId) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("ip", peer.endpoint().address().getHostAddress());
        fields.put("port", peer.endpoint().port());
        if (withPeerId) {
            fields.put("peer id", new String(peer.peerId().bytes(), StandardCharsets.ISO_8859_1));
        }
        return fields;
    }
}
