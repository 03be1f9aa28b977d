package org.ocsbt.downloader.torrent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final int PEERS_WANTED = 50;

    /** What is announced. */
    record Report(AnnounceEvent event, long uploadedBytes, long downloadedBytes, long leftBytes) {}

    /** What came back; {@code knownPeers} is how many clients the tracker knows. */
    record Answer(Duration interval, List<InetSocketAddress> peers, int knownPeers) {}

    private final URI tracker;
    private final InfoHash infoHash;
    private final Supplier<ClientReport> about;
    private final PeerId peerId;
    private final int port;
    private final HttpGet http = new HttpGet();
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
            return answerOf(HttpAnnounceCodec.readResponse(http.get(address(report))));
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

    private URI address(Report report) {
        AnnounceRequest request = new AnnounceRequest(
                infoHash, peerId, port, report.uploadedBytes(), report.downloadedBytes(), report.leftBytes(),
                report.event(), report.event() == AnnounceEvent.STOPPED ? 0 : PEERS_WANTED,
                announcedAddress.map(InetAddress::getHostAddress), Optional.of(about.get()));
        return URI.create(tracker + (tracker.getRawQuery() == null ? "?" : "&") + HttpAnnounceCodec.writeRequest(request));
    }

    /** Ends announces that still wait for an answer. */
    void abort() {
        http.abort();
    }

    private static Answer answerOf(AnnounceResponse response) {
        List<InetSocketAddress> peers = new ArrayList<>(response.peers().addresses());
        peers.addAll(response.peers6().addresses());
        return new Answer(Duration.ofSeconds(Math.max(0, response.intervalSeconds())), peers,
                Math.max(0, response.complete()) + Math.max(0, response.incomplete()));
    }
}
