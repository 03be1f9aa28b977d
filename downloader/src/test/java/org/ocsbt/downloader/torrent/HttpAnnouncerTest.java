package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void aRedirectionIsFollowed() throws IOException {
        tracker.createContext("/old", exchange -> {
            exchange.getResponseHeaders().add("Location", "/announce?" + exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThat(announce("/old", "d8:intervali60e5:peers0:e").interval()).hasSeconds(60);
        assertThat(asked.get()).contains("&event=started");
    }

    @Test
    void anotherSchemeIsRefused() {
        HttpAnnouncer file = new HttpAnnouncer(URI.create("file:///announce"), InfoHash.of(new byte[20]),
                () -> new ClientReport("sda1", 7, ""), ENVIRONMENT);

        assertThatThrownBy(() -> file.announce(STARTED)).isInstanceOf(IOException.class).hasMessageContaining("begins with http://");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP/1.0 200 OK#r#n#r#nd8:intervali60e5:peers0:e|fine",
        "HTTP/1.1 200#r#nContent-Length: 25#r#n#r#nd8:intervali60e5:peers0:e and more|fine",
        "HTTP/1.1 200 OK#ncontent-length:25#n#nd8:intervali60e5:peers0:e|fine",
        "HTTP/1.1 200 OK#r#nContent-Length: 26#r#n#r#nd8:intervali60e5:peers0:e|ends after 25 of 26 bytes",
        "HTTP/1.0 200 OK#r#n|no answer",
        "HTTP|no answer",
        "hello#r#n#r#n|no HTTP answer",
        "HTTP/1.0 abc OK#r#n#r#n|no HTTP answer",
        "HTTP/1.0 503 Busy#r#n#r#n|HTTP status 503 Busy"})
    void answersOfAllKindsAreReadOrRefused(String answer, String problem) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serveOnce(server, answer));
            HttpAnnouncer announcer = new HttpAnnouncer(URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    InfoHash.of(new byte[20]), () -> new ClientReport("sda1", 7, ""), ENVIRONMENT);
            if (problem.equals("fine")) {
                assertThat(announcer.announce(STARTED).interval()).hasSeconds(60);
            } else {
                assertThatThrownBy(() -> announcer.announce(STARTED)).isInstanceOf(IOException.class)
                        .hasMessageContaining(problem);
            }
            served.join();
        }
    }

    private static void serveOnce(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            BufferedReader request = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (!request.readLine().isEmpty()) {
                // All of it is read, or closing would cut the answer off.
            }
            socket.getOutputStream().write(answer.replace("#r", "\r").replace("#n", "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
