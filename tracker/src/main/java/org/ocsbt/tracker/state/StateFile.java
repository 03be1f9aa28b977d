package org.ocsbt.tracker.state;

import com.dampcake.bencode.Bencode;
import com.dampcake.bencode.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.announce.PeerId;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.Peer;
import org.ocsbt.tracker.swarm.Swarm;
import org.ocsbt.tracker.swarm.SwarmTable;

/**
 * What a tracker knows, in the form of BitTornado's {@code dfile}: bencoded {@code completed} (info-hash →
 * count) and {@code peers} (info-hash → peer id → ip, left, nat, port, requirecrypto, supportcrypto).
 */
public final class StateFile {
    /** A hundred bytes a client; a million clients are more than a tracker of this kind kept. */
    private static final long MAX_BYTES = 64L << 20;

    private final Path file;

    public StateFile(Path file) {
        this.file = file;
    }

    /** @throws IOException the file can't be written; what was there before is still there */
    public void save(SwarmTable swarms) throws IOException {
        Map<String, Object> completed = new TreeMap<>();
        Map<String, Object> peers = new TreeMap<>();
        for (Map.Entry<InfoHash, Swarm> entry : swarms.swarms().entrySet()) {
            String infoHash = latin1(entry.getKey().bytes());
            completed.put(infoHash, entry.getValue().downloaded());
            peers.put(infoHash, peers(entry.getValue()));
        }
        AtomicFile.write(file, bencode().encode(new TreeMap<>(Map.of("completed", completed, "peers", peers))));
    }

    private static Map<String, Object> peers(Swarm swarm) {
        Map<String, Object> peers = new TreeMap<>();
        for (Peer peer : swarm.present()) {
            peers.put(latin1(peer.peerId().bytes()), new TreeMap<>(Map.of(
                    "ip", peer.endpoint().address().getHostAddress(),
                    "left", peer.leftBytes(),
                    "nat", 0,
                    "port", peer.endpoint().port(),
                    "requirecrypto", 0,
                    "supportcrypto", 0)));
        }
        return peers;
    }

    /**
     * Enters what the file holds; nothing when there is none, or it is empty.
     *
     * @param kept which torrents to enter
     * @throws IOException the file can't be read, or is not of this form: nothing is entered then
     */
    public void load(SwarmTable swarms, Predicate<InfoHash> kept, long nowMillis) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            new BencodeReader(bytes).enterDictionary();
            BencodeReader check = new BencodeReader(bytes);
            check.skip();
            check.requireEndOfInput();
            Map<String, Object> state = bencode().decode(bytes, Type.DICTIONARY);
            List<Runnable> entries = new ArrayList<>();
            loadPeers(dictionary(state.get("peers")), swarms, kept, nowMillis, entries);
            loadCompleted(dictionary(state.get("completed")), swarms, kept, entries);
            entries.forEach(Runnable::run);
        } catch (BencodeException | IllegalArgumentException | ArithmeticException
                | ClassCastException | NullPointerException e) {
            throw new IOException(file + " is no state of a tracker: " + e.getMessage(), e);
        }
    }

    private static void loadPeers(
            Map<String, Object> torrents, SwarmTable swarms, Predicate<InfoHash> kept, long nowMillis,
            List<Runnable> entries) {
        for (Map.Entry<String, Object> torrent : torrents.entrySet()) {
            InfoHash infoHash = InfoHash.of(bytes(torrent.getKey()));
            if (!kept.test(infoHash)) {
                continue;
            }
            for (Map.Entry<String, Object> entry : dictionary(torrent.getValue()).entrySet()) {
                Map<String, Object> peer = dictionary(entry.getValue());
                int port = Math.toIntExact((Long) peer.get("port"));
                AnnounceRequest request = new AnnounceRequest(infoHash, PeerId.of(bytes(entry.getKey())), port,
                        0, 0, (Long) peer.get("left"), AnnounceEvent.NONE, 0, Optional.empty(), Optional.empty());
                boolean listed = Long.valueOf(0).equals(peer.get("nat"));
                LiteralAddress.parse((String) peer.get("ip")).ifPresent(ip -> entries.add(() ->
                        swarms.announce(request, Endpoint.of(ip, port), 0, listed, nowMillis)));
            }
        }
    }

    private static void loadCompleted(
            Map<String, Object> completed, SwarmTable swarms, Predicate<InfoHash> kept,
            List<Runnable> entries) {
        for (Map.Entry<String, Object> entry : completed.entrySet()) {
            InfoHash infoHash = InfoHash.of(bytes(entry.getKey()));
            if (kept.test(infoHash)) {
                int count = Math.toIntExact((Long) entry.getValue());
                entries.add(() -> swarms.restoreDownloaded(infoHash, count));
            }
        }
    }

    @SuppressWarnings("unchecked") // a bencoded dictionary has string keys
    private static Map<String, Object> dictionary(Object value) {
        return (Map<String, Object>) value;
    }

    /** Latin-1 keeps every byte of a hash or peer id through the library's strings, and their order. */
    private static Bencode bencode() {
        return new Bencode(StandardCharsets.ISO_8859_1);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
