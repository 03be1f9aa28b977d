package org.ocsbt.downloader.discover;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ocsbt.metainfo.InfoHash;

/**
 * The one message of local service discovery (BEP 14): somebody on this network takes part in these swarms.
 *
 * @param port where the sender takes peers, 1 to 65535
 * @param infoHashes its swarms, one or more
 * @param cookie by which a sender knows its own messages; may be empty
 */
record LocalSearch(int port, List<InfoHash> infoHashes, String cookie) {
    /** What fits an Ethernet frame; longer ones are cut by the sender or meant to hurt. */
    static final int MAX_BYTES = 1400;

    private static final String REQUEST_LINE = "BT-SEARCH * HTTP/1.1";
    private static final String LINE_END = "\r\n";

    LocalSearch {
        infoHashes = List.copyOf(infoHashes);
    }

    ByteBuffer encode() {
        StringBuilder text = new StringBuilder(REQUEST_LINE + LINE_END
                + "Host: " + LocalDiscovery.GROUP + ":" + LocalDiscovery.PORT + LINE_END
                + "Port: " + port + LINE_END);
        infoHashes.forEach(infoHash -> text.append("Infohash: ").append(infoHash.hex()).append(LINE_END));
        text.append("cookie: ").append(cookie).append(LINE_END).append(LINE_END).append(LINE_END);
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty for everything that is no such message: anybody may send to the group. */
    static Optional<LocalSearch> parse(ByteBuffer datagram) {
        String[] lines = StandardCharsets.US_ASCII.decode(datagram).toString().split(LINE_END, -1);
        if (!lines[0].equals(REQUEST_LINE)) {
            return Optional.empty();
        }
        int port = 0;
        String cookie = "";
        List<InfoHash> infoHashes = new ArrayList<>();
        try {
            for (String line : lines) {
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).strip();
                switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
                    case "port" -> port = Integer.parseInt(value);
                    case "infohash" -> infoHashes.add(InfoHash.ofHex(value));
                    case "cookie" -> cookie = value;
                    default -> { } // Host, and what others may add
                }
            }
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        boolean complete = port > 0 && port <= 65535 && !infoHashes.isEmpty();
        return complete ? Optional.of(new LocalSearch(port, infoHashes, cookie)) : Optional.empty();
    }
}
