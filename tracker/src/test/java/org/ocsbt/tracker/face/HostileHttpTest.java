package org.ocsbt.tracker.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What any machine of the network may send to a tracker's HTTP port, page included. */
@Timeout(60)
class HostileHttpTest {
    private static final List<String> PATHS = List.of("/../../../../../../etc/passwd", "/..%2f..%2f..%2f..%2fetc%2fpasswd",
            "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/./secret.torrent", "/secret.torrent", "/secret.torrent%00.css",
            "/page.css/../../../secret.torrent", "/deployment.json/..%5c..%5csecret.torrent", "/file:///etc/passwd",
            "/announce/../secret.torrent", "/?file=/etc/passwd", "/page.js;/etc/passwd", "/%c0%ae%c0%ae/etc/passwd");
    private static final int HOSTILE_CONNECTIONS = 300;

    private enum Tracker { OPENTRACKER, OCS_BTTRACK }

    @TempDir
    private Path directory;
    private final List<Socket> sockets = new ArrayList<>();
    private RunningTracker tracker;

    private void start(Tracker program) throws Exception {
        tracker = program == Tracker.OCS_BTTRACK ? OcsBttrack.start(directory)
                : RunningTracker.start((args, out, err) -> OpentrackerMain.run(args, (folder, user) -> { }, out, err),
                        "-p", "PORT", "-d", directory.toString(), "-w", "/none");
    }

    @BeforeEach
    void writeSecret() throws IOException {
        Files.writeString(directory.resolve("secret.torrent"), "root:secret");
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        tracker.close();
    }

    private Socket connect() throws IOException {
        Socket socket = tracker.connect();
        sockets.add(socket);
        return socket;
    }

    private void assertServes() throws IOException {
        assertThat(tracker.get("/")).contains("200 OK", "<html");
    }

    @ParameterizedTest
    @EnumSource
    void noPathLeadsToAFile(Tracker program) throws Exception {
        start(program);
        for (String path : PATHS) {
            String answer = tracker.get(path);
            assertThat(answer).as(path).doesNotContain("root:").startsWith("HTTP/1");
            assertThat(tracker.body(path)).as(path).doesNotContain("secret");
        }
        assertServes();
    }

    @ParameterizedTest
    @EnumSource
    void aBodyWithoutEndIsNotRead(Tracker program) throws Exception {
        start(program);
        Socket socket = connect();
        OutputStream out = socket.getOutputStream();
        out.write("POST /announce HTTP/1.1\r\nContent-Length: 1000000000000\r\n\r\n".getBytes(ISO_8859_1));
        byte[] body = new byte[64 * 1024];
        assertThat(writesUntilItHangsUp(out, body)).isLessThan(10_000);
        assertServes();
    }

    private static int writesUntilItHangsUp(OutputStream out, byte[] part) {
        for (int count = 0; ; count++) {
            try {
                out.write(part);
            } catch (IOException hungUp) {
                return count;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTargetOrHeadersWithoutEndAreRefused(Tracker program) throws Exception {
        start(program);
        for (String head : List.of("GET /" + "a".repeat(9000), "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(2000),
                "GET / HTTP/1.1\r\nX" + "x".repeat(9000))) {
            Socket socket = connect();
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            // An answer of refusal, or an end; never a page.
            assertThat(readAll(socket)).doesNotContain("200 OK");
        }
        assertServes();
    }

    private static String readAll(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (IOException reset) {
            // What was read until then counts.
        }
        return all.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void hundredsThatDribbleOrDoNotReadKeepNobodyOut(Tracker program) throws Exception {
        start(program);
        for (int i = 0; i < HOSTILE_CONNECTIONS; i++) {
            Socket socket = connect();
            String start = i % 3 == 0 ? "GET / HTTP/1.1\r\nX: " : i % 3 == 1 ? "G" : "GET / HTTP/1.0\r\n\r\n";
            socket.getOutputStream().write(start.getBytes(ISO_8859_1));
        }
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < HOSTILE_CONNECTIONS; i += 3) {
                sockets.get(i).getOutputStream().write('x');
            }
            assertServes();
        }
    }
}
