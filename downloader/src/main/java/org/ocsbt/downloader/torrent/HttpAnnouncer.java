package org.ocsbt.downloader.torrent;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceFormatException;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.AnnounceResponse;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.announce.HttpAnnounceCodec;
import org.ocsbt.announce.PeerId;
import org.ocsbt.announce.TrackerRefusedException;
import org.ocsbt.metainfo.InfoHash;

/** Announces one torrent at one HTTP tracker (BEP 3, BEP 7, BEP 23). Blocks. */
final class HttpAnnouncer {
    /** A tracker on the LAN answers in milliseconds; one that does not is asked again soon. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int PEERS_WANTED = 50;
    /** {@value #PEERS_WANTED} peers in the long form take 5 KB; some trackers send more than they were asked for. */
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;

    /** What is announced. */
    record Report(AnnounceEvent event, long uploadedBytes, long downloadedBytes, long leftBytes) {}

    /** What came back; {@code knownPeers} is how many clients the tracker knows. */
    record Answer(Duration interval, List<InetSocketAddress> peers, int knownPeers) {}

    private final URI tracker;
    private final InfoHash infoHash;
    private final Supplier<ClientReport> about;
    private final PeerId peerId;
    private final int port;
    private final Set<HttpURLConnection> running = ConcurrentHashMap.newKeySet();
    private final Optional<InetAddress> announcedAddress;

    /**
     * What all announces to {@code tracker} have in common.
     *
     * @param about asked at each announce, on the thread that announces
     */
    HttpAnnouncer(URI tracker, InfoHash infoHash, Supplier<ClientReport> about, Environment environment) {
        this.tracker = tracker;
        this.infoHash = infoHash;
        this.about = about;
        this.peerId = PeerId.of(environment.peerId());
        this.port = environment.port();
        this.announcedAddress = environment.announcedAddress();
    }

    /** @throws IOException no answer, or one that refuses; the message says why, without the address */
    Answer announce(Report report) throws IOException {
        try {
            return answerOf(HttpAnnounceCodec.readResponse(get(address(report))));
        } catch (TrackerRefusedException e) {
            throw new IOException("refused: " + e.getMessage(), e);
        } catch (AnnounceFormatException e) {
            throw new IOException("not a tracker's answer: " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new IOException("unknown host " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            // A runtime that lacks a class: to be told, and tried again, like a tracker that does not answer.
            throw new IOException("internal fault: " + e, e);
        }
    }

    private URL address(Report report) throws IOException {
        AnnounceRequest request = new AnnounceRequest(
                infoHash, peerId, port, report.uploadedBytes(), report.downloadedBytes(), report.leftBytes(),
                report.event(), report.event() == AnnounceEvent.STOPPED ? 0 : PEERS_WANTED,
                announcedAddress.map(InetAddress::getHostAddress), Optional.of(about.get()));
        return new URL(tracker + (tracker.getRawQuery() == null ? "?" : "&") + HttpAnnounceCodec.writeRequest(request));
    }

    private byte[] get(URL address) throws IOException {
        // A classroom's server is near; a proxy would announce its own address.
        if (!(address.openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection exchange)) {
            throw new IOException("a tracker's address begins with http:// or https://");
        }
        exchange.setConnectTimeout((int) TIMEOUT.toMillis());
        exchange.setReadTimeout((int) TIMEOUT.toMillis());
        exchange.setRequestProperty("User-Agent", "ocs-bt-tools");
        exchange.setRequestProperty("Connection", "close");
        running.add(exchange);
        try {
            return body(exchange);
        } finally {
            running.remove(exchange);
            exchange.disconnect();
        }
    }

    private static byte[] body(HttpURLConnection exchange) throws IOException {
        int status = exchange.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            String reason = exchange.getResponseMessage();
            throw new IOException("HTTP status " + status + (reason == null ? "" : " " + reason));
        }
        try (InputStream body = exchange.getInputStream()) {
            byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new IOException("an answer of more than " + MAX_ANSWER_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** Ends announces that still wait for an answer. */
    void abort() {
        running.forEach(HttpURLConnection::disconnect);
    }

    private static Answer answerOf(AnnounceResponse response) {
        List<InetSocketAddress> peers = new ArrayList<>(response.peers().addresses());
        peers.addAll(response.peers6().addresses());
        return new Answer(Duration.ofSeconds(Math.max(0, response.intervalSeconds())), peers,
                Math.max(0, response.complete()) + Math.max(0, response.incomplete()));
    }
}
