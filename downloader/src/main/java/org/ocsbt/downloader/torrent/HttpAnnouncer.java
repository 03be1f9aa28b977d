package org.ocsbt.downloader.torrent;

import bt.metainfo.TorrentId;
import bt.net.Peer;
import bt.protocol.crypto.EncryptionPolicy;
import bt.tracker.TrackerRequestBuilder;
import bt.tracker.TrackerResponse;
import bt.tracker.http.HttpTracker;
import bt.tracker.http.urlencoding.TrackerQueryBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.metainfo.InfoHash;

/** Announces one torrent at one HTTP tracker (BEP 3, BEP 23) through bt's tracker client. Blocks. */
final class HttpAnnouncer {
    /** A tracker on the LAN answers in milliseconds; one that does not is asked again soon. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int PEERS_WANTED = 50;

    /** What is announced. */
    record Report(Event event, long uploadedBytes, long downloadedBytes, long leftBytes) {}

    enum Event {
        NONE, STARTED, COMPLETED, STOPPED
    }

    /** What came back; {@code knownPeers} is how many clients the tracker knows. */
    record Answer(Duration interval, List<InetSocketAddress> peers, int knownPeers) {}

    private final URI tracker;
    private final InfoHash infoHash;
    private final Supplier<ClientReport> about;
    private final byte[] peerId;
    private final int port;
    private final Set<Query> running = ConcurrentHashMap.newKeySet();
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
        this.peerId = environment.peerId();
        this.port = environment.port();
        this.announcedAddress = environment.announcedAddress();
    }

    /** @throws IOException no answer, or one that refuses; the message says why, without the address */
    Answer announce(Report report) throws IOException {
        try (Query query = new Query(report)) {
            running.add(query);
            TrackerRequestBuilder request = query.request(TorrentId.fromBytes(infoHash.bytes()));
            TrackerResponse response = switch (report.event()) {
                case STARTED -> request.start();
                case COMPLETED -> request.complete();
                case STOPPED -> request.stop();
                case NONE -> request.query();
            };
            return answerOf(response);
        } catch (RuntimeException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            // A runtime that lacks a class: to be told, and tried again, like a tracker that does not answer.
            throw new IOException("internal fault: " + e, e);
        }
    }

    /** Ends announces that still wait for an answer. */
    void abort() {
        running.forEach(Query::close);
    }

    private static Answer answerOf(TrackerResponse response) throws IOException {
        if (response.getError().isPresent()) {
            Throwable error = response.getError().get();
            throw new IOException(error.getMessage() == null ? error.toString() : error.getMessage(), error);
        }
        if (!response.isSuccess()) {
            throw new IOException("refused: " + response.getErrorMessage());
        }
        List<InetSocketAddress> peers = new ArrayList<>();
        for (Peer peer : response.getPeers()) {
            peers.add(new InetSocketAddress(peer.getInetAddress(), peer.getPort()));
        }
        return new Answer(Duration.ofSeconds(response.getInterval()), peers,
                Math.max(0, response.getSeederCount()) + Math.max(0, response.getLeecherCount()));
    }

    /** bt's tracker with our numbers; the registries that its runtime would ask are not needed then. */
    private final class Query extends HttpTracker {
        private final Report report;

        @Override
        public void close() {
            running.remove(this);
            super.close();
        }

        Query(Report report) {
            super(tracker.toString(), null, null, null, EncryptionPolicy.REQUIRE_PLAINTEXT, null, PEERS_WANTED, TIMEOUT);
            this.report = report;
        }

        /** For the page of our own tracker; others pass over what they do not know. */
        private static void addForOurTracker(TrackerQueryBuilder query, ClientReport about) {
            query.add("ocs_name", about.torrentName().getBytes(StandardCharsets.UTF_8));
            query.add("ocs_total", about.totalBytes());
            query.add("ocs_error", about.error().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected TrackerQueryBuilder createTrackerQuery(TrackerRequestType type, TrackerRequestBuilder request) {
            TrackerQueryBuilder query = new TrackerQueryBuilder();
            query.add("info_hash", infoHash.bytes());
            query.add("peer_id", peerId);
            query.add("port", port);
            query.add("uploaded", report.uploadedBytes());
            query.add("downloaded", report.downloadedBytes());
            query.add("left", report.leftBytes());
            query.add("compact", 1);
            query.add("numwant", report.event() == Event.STOPPED ? 0 : PEERS_WANTED);
            announcedAddress.ifPresent(address -> query.add("ip", address.getHostAddress()));
            addForOurTracker(query, about.get());
            if (type.getEventVal() != null) {
                query.add("event", type.getEventVal());
            }
            return query;
        }
    }
}
