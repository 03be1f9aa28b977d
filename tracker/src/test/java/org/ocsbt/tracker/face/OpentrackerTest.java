package org.ocsbt.tracker.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.announce.QueryParameters;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoReader;
import org.ocsbt.tracker.os.CannotConfineException;

/** The program as the Clonezilla scripts start it, over real sockets (contracts/tracker.md, part B). */
@Timeout(60)
class OpentrackerTest {
    private static final String HASH = "%AA".repeat(20);
    private static final String REFUSED =
            "d14:failure reason63:Requested download is not authorized for use with this tracker.e";

    @TempDir
    private Path directory;

    /** The program, but for what root's rights allow: giving those up would hit the test. */
    private static int run(String[] args, PrintStream out, PrintStream err) {
        return OpentrackerMain.run(args, OpentrackerTest::staysOutside, out, err);
    }

    private static void staysOutside(Path directory, String user) throws CannotConfineException {
        throw new CannotConfineException("not in a test");
    }

    private RunningTracker start(String... more) throws Exception {
        String[] args = new String[4 + more.length];
        System.arraycopy(new String[] {"-p", "PORT", "-d", directory.toString()}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return RunningTracker.start(OpentrackerTest::run, args);
    }

    private static String announce(String hash, int port, String more) {
        return "/announce?info_hash=" + hash + "&port=" + port + more;
    }

    /** Puts a torrent of one byte there; returns its percent-encoded info-hash. */
    private String putTorrent(String name) throws Exception {
        byte[] torrent = ("d8:announce8:http://x4:infod6:lengthi1e4:name" + name.length() + ":" + name
                + "12:piece lengthi16384e6:pieces20:" + "h".repeat(20) + "ee").getBytes(ISO_8859_1);
        Files.write(directory.resolve(name + ".torrent"), torrent);
        Metainfo metainfo = MetainfoReader.parse(torrent);
        return QueryParameters.encode(metainfo.infoHash().bytes());
    }

    @Test
    void anAnnounceIsAnsweredAsTheOriginalDoes() throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.get(announce(HASH, 7001, "&left=100&event=started&compact=1")))
                    .matches("(?s)HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \\d+\r\n\r\n"
                            + "d8:completei0e10:downloadedi0e10:incompletei1e8:intervali1[6-9]\\d\\de"
                            + "12:min intervali[89]\\d\\de5:peers6:\\x7f\\x00\\x00\\x01\\x1bYe");
            assertThat(tracker.body(announce(HASH, 7002, "&left=0"))).contains("8:completei1e", "5:peers12:");
            assertThat(tracker.body(announce(HASH, 7001, "&left=0&event=completed")))
                    .contains("8:completei2e10:downloadedi1e10:incompletei0e");
            assertThat(tracker.body(announce(HASH, 7002, "&event=stopped")))
                    .matches("d8:completei1e10:incompletei0e8:intervali\\d+e12:min intervali\\d+e5:peers0:e");
            assertThat(tracker.body(announce(HASH, 7001, "&left=0&numwant=0"))).endsWith("5:peers0:e");
        }
    }

    @Test
    void ourOwnClientsAreAskedToReportOften() throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.body(announce(HASH, 7001, "&left=100&ocs_name=sda1&ocs_total=200&ocs_error=")))
                    .contains("8:intervali20e12:min intervali10e5:peers6:");
            assertThat(tracker.body("/deployment.json")).contains("\"name\":\"sda1\"", "\"progress\":0.5000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/announce", "/announce?info_hash=abc&port=1", "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&port=x",
        "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&port=70000", "/scrape?info_hash=abc",
        "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&port=1&compact=0"})
    void invalidRequestsGetTheOriginalsPage(String target) throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.get(target)).isEqualTo("HTTP/1.0 400 Invalid Request\r\nContent-Type: text/html\r\n"
                    + "Content-Length: 31\r\n\r\n<title>Invalid Request</title>\n");
        }
    }

    @Test
    void scrapesAnswerForOneOrAll() throws Exception {
        try (RunningTracker tracker = start()) {
            tracker.get(announce(HASH, 7001, "&left=1"));
            String files = "d5:filesd20:" + "\u00aa".repeat(20) + "d8:completei0e10:downloadedi0e10:incompletei1eeee";
            assertThat(tracker.body("/scrape?info_hash=" + HASH)).isEqualTo(files);
            assertThat(tracker.body("/scrape")).isEqualTo(files);
            assertThat(tracker.body("/scrape?info_hash=" + "%BB".repeat(20))).isEqualTo("d5:filesdee");
        }
    }

    @Test
    void withoutWhitelistTheTorrentsOfTheDirectoryAreAllowed() throws Exception {
        String hash = putTorrent("sda1");
        try (RunningTracker tracker = start("-w", "/etc/opentracker/whitelist.txt")) {
            assertThat(tracker.body(announce(hash, 7001, ""))).contains("peers6:");
            assertThat(tracker.body(announce(HASH, 7001, ""))).isEqualTo(REFUSED);
            assertThat(tracker.err()).contains("accesslist");
        }
    }

    @Test
    void torrentsThatAppearLaterAreAllowedSoon() throws Exception {
        putTorrent("sda1");
        try (RunningTracker tracker = start()) {
            String hash = putTorrent("sda2");
            long deadline = System.nanoTime() + RunningTracker.LIMIT.toNanos();
            while (tracker.body(announce(hash, 7001, "")).equals(REFUSED) && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertThat(tracker.body(announce(hash, 7001, ""))).contains("peers6:");
        }
    }

    @Test
    void anEmptyDirectoryAllowsEverything() throws Exception {
        Files.writeString(directory.resolve("broken.torrent"), "d4:info");
        try (RunningTracker tracker = start("-w", "/none")) {
            assertThat(tracker.body(announce(HASH, 7001, ""))).contains("peers6:");
        }
    }

    @Test
    void aWhitelistDecidesAlone() throws Exception {
        String hash = putTorrent("sda1");
        Path list = directory.resolve("whitelist.txt");
        Files.writeString(list, "# comment\nrubbish\n" + "aa".repeat(20) + "\n");
        String seenFromInside = "root".equals(System.getProperty("user.name")) ? "/whitelist.txt" : "whitelist.txt";
        try (RunningTracker tracker = start("-w", seenFromInside)) {
            assertThat(tracker.body(announce(HASH, 7001, ""))).contains("peers6:");
            assertThat(tracker.body(announce(hash, 7001, ""))).isEqualTo(REFUSED);
        }
    }

    @Test
    void aProbeThatSaysNothingIsNoError() throws Exception {
        try (RunningTracker tracker = start()) {
            for (int i = 0; i < 100; i++) {
                tracker.connect().close();
            }
            assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
            assertThat(tracker.err()).doesNotContain("rror").doesNotContain("xception");
        }
    }

    @Test
    void dribbledAndForgottenConnectionsDoNotKeepOthersOut() throws Exception {
        try (RunningTracker tracker = start(); Socket silent = tracker.connect(); Socket slow = tracker.connect()) {
            slow.getOutputStream().write("GET /scr".getBytes(ISO_8859_1));
            assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
            slow.getOutputStream().write("ape HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(slow.getInputStream().readAllBytes()).asString(ISO_8859_1).endsWith("d5:filesdee");
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void aMegabyteOfHeadersIsRefused() throws Exception {
        try (RunningTracker tracker = start(); Socket socket = tracker.connect()) {
            byte[] head = ("GET /announce HTTP/1.1\r\nX: " + "x".repeat(9000)).getBytes(ISO_8859_1);
            socket.getOutputStream().write(head);
            assertThat(socket.getInputStream().readAllBytes()).asString(ISO_8859_1).contains("400 Invalid Request");
            assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
        }
    }

    @Test
    void aTakenPortIsRefusedWithTheOriginalsStatus() throws Exception {
        try (RunningTracker tracker = start()) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int status = run(new String[] {"-p", Integer.toString(tracker.port)},
                    new PrintStream(err), new PrintStream(err, true));
            assertThat(status).isEqualTo(111);
            assertThat(err.toString()).startsWith("socket_bind6_reuse: Address already in use").hasLineCount(1);
        }
    }

    @Test
    void usageIsOneForUnknownOptionsAndZeroForHelp() {
        for (Map.Entry<String, Integer> expected : Map.of("-h", 0, "-b", 1, "-p", 1, "-px", 1).entrySet()) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(text, true);
            assertThat(run(new String[] {expected.getKey()}, stream, stream))
                    .isEqualTo(expected.getValue());
            assertThat(text.toString()).contains("Usage: opentracker");
        }
    }
}
