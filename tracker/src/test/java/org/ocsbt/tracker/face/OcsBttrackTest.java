package org.ocsbt.tracker.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.tracker.face.OcsBttrack.HASH;
import static org.ocsbt.tracker.face.OcsBttrack.announce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as the Clonezilla scripts start it, over real sockets (contracts/tracker.md, part A). */
@Timeout(60)
class OcsBttrackTest {
    private static final String RAW_HASH = "\u00aa".repeat(20);

    @TempDir
    private Path directory;

    private RunningTracker start(String... more) throws Exception {
        return OcsBttrack.start(directory, more);
    }

    private static int run(ByteArrayOutputStream out, String... args) {
        return OcsBttrackMain.run(args, new PrintStream(out, true), new PrintStream(out, true));
    }

    @Test
    void anAnnounceIsAnsweredAsTheOriginalDoes() throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.get(announce(7001, 5, "&event=started"))).isEqualTo(
                    "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nPragma: no-cache\r\nContent-Length: 62\r\n\r\n"
                    + "d8:completei0e10:incompletei1e8:intervali1800e5:peers6:\u007f\0\0\1\u001bYe");
            assertThat(tracker.body(announce(7001, 5, "&event=stopped"))).endsWith("5:peerslee");
            assertThat(tracker.body(announce(7001, 5, "&numwant=0"))).endsWith("5:peerslee");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "&port=7001, &port=70000, invalid port",
        "&left=5, &left=-5, invalid amount left",
        "&left=5, &left=abc, 'invalid literal for long() with base 10: ''abc'''",
        "&left=5, &left=5&event=fly, invalid event",
        "&left=5, &left=5&foo, substring not found",
        "%AA, %A, info hash not of length 20",
        "pp, ppp, id not of length 20"
    })
    void badParametersAreNamedInPlainText(String good, String bad, String reason) throws Exception {
        try (RunningTracker tracker = start()) {
            String answer = tracker.get(announce(7001, 5, "").replaceFirst(good, bad));
            assertThat(answer).startsWith("HTTP/1.0 400 ").endsWith("\r\n\r\nyou sent me garbage - " + reason);
        }
    }

    @Test
    void aClientWithoutCompactIsRefusedButRegistered() throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.get(announce(7001, 5, "").replace("&compact=1", "")))
                    .startsWith("HTTP/1.0 400 ").endsWith("your client is outdated, please upgrade");
            assertThat(tracker.body("/scrape")).contains("10:incompletei1e");
        }
    }

    @Test
    void peersAreListedWhereCompactIsNotRequired() throws Exception {
        try (RunningTracker tracker = start("--compact_reqd", "0")) {
            String target = announce(7001, 5, "").replace("&compact=1", "");
            assertThat(tracker.body(target)).endsWith(
                    "5:peersld2:ip9:127.0.0.17:peer id20:" + "p".repeat(20) + "4:porti7001eeee");
            assertThat(tracker.body(target + "&no_peer_id=1")).endsWith("5:peersld2:ip9:127.0.0.14:porti7001eeee");
        }
    }

    @Test
    void theAddressAClientNamesCountsWithoutNatCheck() throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.body(announce(7001, 5, "&ip=10.9.8.7"))).contains("peers6:\n\t\u0008\u0007\u001bY");
            assertThat(tracker.body(announce(7001, 5, "&ip=no.such.host&event=stopped"))).contains("incompletei1e");
        }
    }

    @Test
    void scrapesAnswerForOneOrAllOrNone() throws Exception {
        String files = "d5:filesd20:" + RAW_HASH + "d8:completei0e10:downloadedi0e10:incompletei1eeee";
        try (RunningTracker tracker = start()) {
            tracker.get(announce(7001, 5, ""));
            assertThat(tracker.body("/scrape?info_hash=" + HASH)).isEqualTo(files);
            assertThat(tracker.body("/scrape.php")).isEqualTo(files);
            assertThat(tracker.body("/scrape?info_hash=" + "%BB".repeat(20))).isEqualTo("d5:filesdee");
        }
        try (RunningTracker tracker = start("--scrape_allowed", "specific")) {
            assertThat(tracker.get("/scrape")).startsWith("HTTP/1.0 400 ").contains("14:failure reason");
            assertThat(tracker.body("/scrape?info_hash=" + HASH)).isEqualTo("d5:filesdee");
        }
    }

    @Test
    void longAnswersAreZippedOnDemand() throws Exception {
        try (RunningTracker tracker = start()) {
            for (int port = 7000; port < 7050; port++) {
                tracker.get(announce(port, 5, ""));
            }
            byte[] answer = tracker.exchange(("GET " + announce(7001, 5, "")
                    + " HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n").getBytes(ISO_8859_1));
            String text = new String(answer, ISO_8859_1);
            assertThat(text).contains("Content-Encoding: gzip\r\n");
            int body = text.indexOf("\r\n\r\n") + 4;
            try (GZIPInputStream in = new GZIPInputStream(
                    new ByteArrayInputStream(answer, body, answer.length - body))) {
                assertThat(in.readAllBytes()).asString(ISO_8859_1).contains("5:peers300:");
            }
        }
        assertThat(Files.readString(directory.resolve("log"), ISO_8859_1)).contains("127.0.0.1 - gzip [");
    }

    @Test
    void headHasNoBodyAndOtherMethodsNoAnswer() throws Exception {
        try (RunningTracker tracker = start()) {
            assertThat(tracker.exchange("HEAD /scrape HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1)))
                    .asString(ISO_8859_1).endsWith("Content-Length: 11\r\n\r\n");
            assertThat(tracker.exchange("POST /announce HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1))).isEmpty();
        }
    }

    @Test
    void enoughDistinctClientsEndItWithSuccess() throws Exception {
        try (RunningTracker tracker = start("--tracker_max_completed", "2", "--timeout_check_interval", "1")) {
            tracker.get(announce(7001, 5, "&event=started"));
            tracker.get(announce(7001, 0, "&event=completed"));
            tracker.get(announce(7001, 0, "&event=completed"));
            assertThat(tracker.body(announce(7002, 5, "&event=started"))).contains("completei1e");
            tracker.get(announce(7002, 0, "&event=completed"));
            assertThat(tracker.status()).isZero();
        }
        assertThat(Files.readString(directory.resolve("log"), ISO_8859_1)).containsSubsequence(
                "# Log Started:  ", "complete : 1\n", "complete : 1\n", "complete : 2\n", "# Shutting down: ");
    }

    @Test
    void everyRequestIsOneLineOfTheLogAtOnce() throws Exception {
        try (RunningTracker tracker = start()) {
            tracker.exchange("GET /\"\u00e9 HTTP/1.1\r\nUser-Agent: a\"b\u0007\r\nReferer: r\r\n\r\n"
                    .getBytes(ISO_8859_1));
            assertThat(Files.readAllLines(directory.resolve("log"), ISO_8859_1)).hasSize(2).last().asString()
                    .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\] "
                            + "\"GET /\\\\x22\\\\xe9 HTTP/1\\.1\" 404 \\d+ \"r\" \"a\\\\x22b\"");
        }
    }

    @Test
    void wrongCommandLinesAreToldOnStandardOutputWithSuccess() {
        for (String[] args : new String[][] {{"--dfile"}, {"--nonsense", "1"}, {"--port", "x", "--dfile", "d"},
            {"--port", "6969"}, {"-h"}, {"--dfile", "d", "--port", "70000"},
            {"--dfile", "d", "--scrape_allowed", "some"}}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(run(out, args)).isZero();
            assertThat(out.toString()).startsWith("error: ");
        }
    }

    @Test
    void noArgumentsListTheOptions() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run(out)).isZero();
        assertThat(out.toString()).contains("--tracker_max_completed <arg>", "--compact_reqd <arg>");
    }

    @Test
    void aTakenPortIsOneLineAndStatusOne() throws Exception {
        try (RunningTracker tracker = start()) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            assertThat(run(err, "--port", Integer.toString(tracker.port), "--dfile", "d")).isEqualTo(1);
            assertThat(err.toString()).hasLineCount(1).contains("Address already in use");
        }
    }
}
