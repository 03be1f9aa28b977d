package org.ocsbt.announce;

import com.dampcake.bencode.Bencode;
import com.dampcake.bencode.Type;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ocsbt.announce.AnnounceFormatException.Fault;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;

/** Fields out of a tracker's bencoded answer. Strings are Latin-1 here, so that every byte survives. */
final class BencodedAnswer {
    /** 200 peers take 4 KB; a full scrape of 1,000 torrents 70 KB. */
    private static final int MAX_BYTES = 1 << 20;

    private BencodedAnswer() {}

    static Map<String, Object> dictionary(byte[] answer) throws AnnounceFormatException {
        check(answer);
        return new Bencode(StandardCharsets.ISO_8859_1).decode(answer, Type.DICTIONARY);
    }

    /** The library recurses and takes what it gets: the bytes are checked before it sees them. */
    private static void check(byte[] answer) throws AnnounceFormatException {
        if (answer.length > MAX_BYTES) {
            throw new AnnounceFormatException(Fault.NOT_BENCODED, answer.length + " bytes");
        }
        try {
            new BencodeReader(answer).enterDictionary();
            BencodeReader reader = new BencodeReader(answer);
            reader.skip();
            reader.requireEndOfInput();
        } catch (BencodeException e) {
            throw new AnnounceFormatException(Fault.NOT_BENCODED, e.getMessage());
        }
    }

    static int integer(Map<String, Object> fields, String key, int absent) throws AnnounceFormatException {
        Object value = fields.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Long number)) {
            throw new AnnounceFormatException(Fault.FIELD, key);
        }
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
    }

    static String text(Map<String, Object> fields, String key) {
        return fields.get(key) instanceof String latin1 ? utf8(latin1) : "";
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String utf8(String latin1) {
        return new String(bytes(latin1), StandardCharsets.UTF_8);
    }

    static CompactPeers peers(Object value, Family family) throws AnnounceFormatException {
        if (value == null) {
            return CompactPeers.none(family);
        }
        try {
            return value instanceof String packed
                    ? CompactPeers.ofPacked(family, bytes(packed))
                    : CompactPeers.of(family, listed((List<?>) value));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new AnnounceFormatException(Fault.FIELD, "peers");
        }
    }

    /** The form of BEP 3: a list of dictionaries with {@code ip} and {@code port}. */
    private static List<InetSocketAddress> listed(List<?> peers) {
        List<InetSocketAddress> addresses = new ArrayList<>(peers.size());
        for (Object peer : peers) {
            Map<?, ?> fields = (Map<?, ?>) peer;
            if (!(fields.get("port") instanceof Long port)) {
                throw new IllegalArgumentException("a peer without port");
            }
            LiteralAddress.parse(String.valueOf(fields.get("ip"))).ifPresent(
                    ip -> addresses.add(new InetSocketAddress(ip, port.intValue())));
        }
        return addresses;
    }
}
