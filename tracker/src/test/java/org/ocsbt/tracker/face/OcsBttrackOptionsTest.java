package org.ocsbt.tracker.face;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.tracker.face.OcsBttrack.HASH;
import static org.ocsbt.tracker.face.OcsBttrack.announce;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.announce.QueryParameters;
import org.ocsbt.metainfo.MetainfoReader;

/** What the options of ocs-bttrack do that Clonezilla does not pass (contracts/tracker.md, part A). */
@Timeout(60)
class OcsBttrackOptionsTest {
    @TempDir
    private Path directory;

    private RunningTracker start(String... more) throws Exception {
        return OcsBttrack.start(directory, more);
    }

    private String putTorrent(Path where, String name) throws Exception {
        byte[] torrent = ("d8:announce8:http://x4:infod6:lengthi1e4:name" + name.length() + ":" + name
                + "12:piece lengthi16384e6:pieces20:" + "h".repeat(20) + "ee").getBytes(ISO_8859_1);
        Files.createDirectories(where);
        Files.write(where.resolve(name + ".torrent"), torrent);
        return QueryParameters.encode(MetainfoReader.parse(torrent).infoHash().bytes());
    }

    @Test
    void onlyTorrentsOfTheAllowedDirectoryAreServed() throws Exception {
        String hash = putTorrent(directory.resolve("torrents/below"), "sda1");
        try (RunningTracker tracker = start("--allowed_dir", directory.resolve("torrents").toString())) {
            assertThat(tracker.get(announce(7001, 5, ""))).startsWith("HTTP/1.0 200 ").endsWith(
                    "d14:failure reason63:Requested download is not authorized for use with this tracker.e");
            assertThat(tracker.body(announce(7001, 5, "").replace(HASH, hash))).contains("5:peers6:");
            assertThat(tracker.body("/scrape")).contains("4:name4:sda1");
            assertThat(tracker.get("/file?info_hash=" + hash)).startsWith("HTTP/1.0 400 ");
        }
    }

    @Test
    void torrentsAreHandedOutOnDemand() throws Exception {
        String hash = putTorrent(directory.resolve("torrents"), "sda1");
        try (RunningTracker tracker =
                start("--allowed_dir", directory.resolve("torrents").toString(), "--allow_get", "1")) {
            assertThat(tracker.get("/file?info_hash=" + hash)).startsWith("HTTP/1.0 200 OK\r\n"
                    + "Content-Type: application/x-bittorrent\r\n"
                    + "Content-Disposition: attachment; filename=\"sda1.torrent\"\r\n").contains("\r\n\r\nd8:announce");
            assertThat(tracker.get("/file?info_hash=" + HASH)).startsWith("HTTP/1.0 404 ");
        }
    }

    @Test
    void bannedAddressesAreRefused() throws Exception {
        Files.writeString(directory.resolve("banned"), "127.0.0.0/8\n");
        try (RunningTracker tracker = start("--banned_ips", directory.resolve("banned").toString())) {
            assertThat(tracker.get(announce(7001, 5, ""))).startsWith("HTTP/1.0 400 ").contains("14:failure reason");
        }
        Files.writeString(directory.resolve("allowed"), "10.0.0.0/8\n");
        try (RunningTracker tracker = start("--allowed_ips", directory.resolve("allowed").toString())) {
            assertThat(tracker.get("/scrape")).startsWith("HTTP/1.0 400 ").contains("14:failure reason");
        }
    }

    @Test
    void theInfoPageMayLeadElsewhere() throws Exception {
        try (RunningTracker tracker = start("--infopage_redirect", "http://x/")) {
            assertThat(tracker.get("/")).startsWith("HTTP/1.0 302 Found\r\nLocation: http://x/\r\n");
        }
    }

    @Test
    void natCheckListsWhoCanBeReached() throws Exception {
        try (RunningTracker tracker = start("--nat_check", "2", "--log_nat_checks", "1");
                ServerSocket client = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int closed = RunningTracker.freePort();
            assertThat(tracker.body(announce(closed, 5, ""))).endsWith("5:peerslee");
            String asked = announce(client.getLocalPort(), 5, "");
            long deadline = System.nanoTime() + RunningTracker.LIMIT.toNanos();
            while (tracker.body(asked).endsWith("5:peerslee") && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(tracker.body(asked)).contains("10:incompletei1e", "5:peers6:");
        }
        assertThat(Files.readString(directory.resolve("log"), ISO_8859_1)).contains("failed", " ok\n");
    }

    @Test
    void aCleanEndSavesWhatTheNextStartReads() throws Exception {
        try (RunningTracker tracker = start("--tracker_max_completed", "1")) {
            tracker.get(announce(7001, 5, "&event=started"));
            tracker.get(announce(7001, 0, "&event=completed"));
            assertThat(tracker.status()).isZero();
        }
        try (RunningTracker tracker = start("--tracker_max_completed", "1", "--timeout_check_interval", "1")) {
            assertThat(tracker.body("/scrape")).contains("8:completei1e10:downloadedi1e10:incompletei0e");
        }
    }

    @Test
    void anUnreadableStateIsWarnedOfAndPassedOver() throws Exception {
        Files.writeString(directory.resolve("dfile"), "no state");
        try (RunningTracker tracker = start()) {
            assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
            assertThat(tracker.err()).contains("begins with nothing");
        }
    }

    @Test
    void optionsThatMeanNothingTodayAreTakenWithALine() throws Exception {
        try (RunningTracker tracker = start("--multitracker_enabled", "1", "--http_timeout", "5")) {
            assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
            assertThat(tracker.err()).hasLineCount(2).contains("--multitracker_enabled has no effect");
        }
    }

    @Test
    void aConnectionThatNeverFinishesItsRequestIsClosed() throws Exception {
        try (RunningTracker tracker = start("--socket_timeout", "1");
                Socket silent = tracker.connect(); Socket dribbling = tracker.connect()) {
            dribbling.getOutputStream().write("GET /announce?".getBytes(ISO_8859_1));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(dribbling.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aCrowdOfSilentConnectionsKeepsNobodyOut() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (RunningTracker tracker = start()) {
            for (int i = 0; i < 500; i++) {
                crowd.add(tracker.connect());
            }
            assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }
}
