package org.ocsbt.downloader.face;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.downloader.session.TorrentStatus.PeerTotals;

/** Who gave how much to whom, as one JSON file for the operator ({@code OCS_BT_REPORT}). */
final class TransferReport {
    /** The environment variable that names the file. */
    static final String VARIABLE = "OCS_BT_REPORT";

    private TransferReport() {}

    /** Replaces {@code file} in one step: readers see the old report or the new one. */
    static void write(Path file, List<TorrentStatus> torrents) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, json(torrents));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static String json(List<TorrentStatus> torrents) {
        return torrents.stream().map(TransferReport::torrent)
                .collect(Collectors.joining(",\n", "{\"torrents\": [\n", "\n]}\n"));
    }

    private static String torrent(TorrentStatus torrent) {
        String peers = torrent.perPeer().entrySet().stream()
                .sorted(Comparator.comparing(entry -> address(entry.getKey())))
                .map(TransferReport::peer)
                .collect(Collectors.joining(",", "[", "]"));
        return "  {\"name\": " + quoted(torrent.name())
                + ", \"infoHash\": " + quoted(torrent.infoHash().hex())
                + ", \"totalBytes\": " + torrent.totalBytes()
                + ", \"activeSeconds\": " + seconds(torrent.activeTime().minus(torrent.seedingTime()))
                + ", \"downloadedBytes\": " + torrent.downloadedBytes()
                + ", \"uploadedBytes\": " + torrent.uploadedBytes()
                + ", \"finished\": " + torrent.finished()
                + ",\n   \"peers\": " + peers + "}";
    }

    private static String peer(Map.Entry<InetSocketAddress, PeerTotals> peer) {
        return "\n     {\"address\": " + quoted(address(peer.getKey()))
                + ", \"downloadedBytes\": " + peer.getValue().downloadedBytes()
                + ", \"uploadedBytes\": " + peer.getValue().uploadedBytes() + "}";
    }

    /** {@code ip:port}, an IPv6 address in brackets; never looks up a name. */
    private static String address(InetSocketAddress peer) {
        String ip = peer.isUnresolved() ? peer.getHostString() : peer.getAddress().getHostAddress();
        return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + peer.getPort();
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + "." + String.valueOf(1000 + time.toMillisPart()).substring(1);
    }

    /** A JSON string (RFC 8259, section 7). */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
