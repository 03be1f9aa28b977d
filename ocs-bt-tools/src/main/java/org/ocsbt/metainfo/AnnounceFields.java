package org.ocsbt.metainfo;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;

/**
 * The tracker addresses of a torrent (BEP 3 {@code announce}, BEP 12 {@code announce-list}). An address
 * that no client here could use (another scheme, no host) is passed over: the others may still work.
 */
final class AnnounceFields {
    private URI announce;
    private final List<List<URI>> tiers = new ArrayList<>();

    void readAnnounce(BencodeReader in) throws BencodeException {
        announce = readAddress(in);
    }

    void readAnnounceList(BencodeReader in) throws BencodeException {
        in.enterList();
        while (in.hasNext()) {
            List<URI> tier = readTier(in);
            if (!tier.isEmpty()) {
                tiers.add(tier);
            }
        }
        in.leave();
    }

    /** {@code announce-list} replaces {@code announce} where it names anything usable. */
    List<List<URI>> tiers() {
        if (tiers.isEmpty() && announce != null) {
            return List.of(List.of(announce));
        }
        return tiers;
    }

    private static List<URI> readTier(BencodeReader in) throws BencodeException {
        List<URI> tier = new ArrayList<>();
        in.enterList();
        while (in.hasNext()) {
            URI address = readAddress(in);
            if (address != null) {
                tier.add(address);
            }
        }
        in.leave();
        return tier;
    }

    /** Null if the address is unusable. */
    private static URI readAddress(BencodeReader in) throws BencodeException {
        String text = in.readText().strip();
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && isKnownScheme(uri.getScheme()) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isKnownScheme(String scheme) {
        return switch (scheme == null ? "" : scheme.toLowerCase(Locale.ROOT)) {
            case "http", "https", "udp" -> true;
            default -> false;
        };
    }
}
