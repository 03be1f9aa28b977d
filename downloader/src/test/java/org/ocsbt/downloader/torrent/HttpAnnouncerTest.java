package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Answer;
import org.ocsbt.downloader.torrent.HttpAnnouncer.Report;
import org.ocsbt.metainfo.InfoHash;

class HttpAnnouncerTest {
    private static final Environment ENVIRONMENT =
            new Environment(null, null, null, null, null, 6881, Optional.empty(), new byte[20], false);
    private static final Report STARTED = new Report(AnnounceEvent.STARTED, 0, 0, 1);

    private final AtomicReference<String> asked = new AtomicReference<>();
    private HttpServer tracker;
    private int status = 200;
    private byte[] body = new byte[0];

    @BeforeEach
    void startTracker() throws IOException {
        tracker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tracker.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        tracker.start();
    }

    @AfterEach
    void stopTracker() {
        tracker.stop(0);
    }

    private HttpAnnouncer announcer(String path, Supplier<ClientReport> about) {
        return new HttpAnnouncer(URI.create("http://127.0.0.1:" + tracker.getAddress().getPort() + path),
                InfoHash.of(new byte[20]), about, ENVIRONMENT);
    }

    private Answer announce(String path, String answer) throws IOException {
        body = answer.getBytes(StandardCharsets.ISO_8859_1);
        return announcer(path, () -> new ClientReport("sda1", 7, "")).announce(STARTED);
    }

    @Test
    void compactPeersOfBothFamiliesAreRead() throws IOException {
        Answer answer = announce("/announce", "d8:completei2e10:incompletei3e8:intervali60e"
                + "5:peers6:\n\0\0\1\32\341"
                + "6:peers618:\376\200\0\0\0\0\0\0\0\0\0\0\0\0\0\1\32\341e");

        assertThat(answer.interval()).hasSeconds(60);
        assertThat(answer.knownPeers()).isEqualTo(5);
        assertThat(answer.peers()).containsExactly(
                new InetSocketAddress("10.0.0.1", 6881), new InetSocketAddress("fe80::1", 6881));
    }

    @Test
    void peersInTheLongFormAreRead() throws IOException {
        Answer answer = announce("/announce", "d8:intervali60e5:peersld2:ip8:10.0.0.24:porti51413eeee");

        assertThat(answer.peers()).containsExactly(new InetSocketAddress("10.0.0.2", 51413));
    }

    @Test
    void aQueryInTheAddressIsKept() throws IOException {
        announce("/announce?passkey=1", "d8:intervali60e5:peers0:e");

        assertThat(asked.get()).startsWith("passkey=1&info_hash=%00").contains("&event=started").contains("&port=6881");
    }

    @Test
    void aRefusalSaysWhy() {
        assertThatThrownBy(() -> announce("/announce", "d14:failure reason12:not welcomede"))
                .isInstanceOf(IOException.class).hasMessage("refused: not welcomed");
    }

    @Test
    void whatIsNoAnswerOfATrackerIsAFailedAnnounce() {
        assertThatThrownBy(() -> announce("/announce", "<html>")).isInstanceOf(IOException.class);
    }

    @Test
    void anHttpErrorIsTold() {
        status = 404;

        assertThatThrownBy(() -> announce("/announce", ""))
                .isInstanceOf(IOException.class).hasMessageContaining("HTTP status 404");
    }

    @Test
    void nobodyListeningIsAFailedAnnounce() {
        tracker.stop(0);

        assertThatThrownBy(() -> announce("/announce", "")).isInstanceOf(IOException.class).hasMessageContaining("refused");
    }

    @Test
    void aMissingClassIsAFailedAnnounce() {
        HttpAnnouncer announcer = announcer("/announce", () -> {
            throw new NoClassDefFoundError("java/sql/Timestamp");
        });

        assertThatThrownBy(() -> announcer.announce(STARTED))
                .isInstanceOf(IOException.class).hasMessageContaining("java/sql/Timestamp");
    }
}
