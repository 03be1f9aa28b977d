package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferReportTest {
    @TempDir
    Path directory;

    @Test
    void listsTorrentsAndTheirPeers() throws IOException {
        String json = TransferReport.json(List.of(
                Status.finished().total(500).downloaded(510).uploaded(70)
                        .active(Duration.ofMillis(65_007)).seeding(Duration.ofSeconds(5))
                        .peer(address("10.0.0.3", 6881), 400, 0)
                        .peer(address("10.0.0.20", 50000), 110, 70).get(),
                Status.downloading().named("sda2").total(9).get()));
        assertThat(json).isEqualTo("""
                {"torrents": [
                  {"name": "sda1", "infoHash": "0000000000000000000000000000000000000000", "totalBytes": 500, \
                "activeSeconds": 60.007, "downloadedBytes": 510, "uploadedBytes": 70, "finished": true,
                   "peers": [
                     {"address": "10.0.0.20:50000", "downloadedBytes": 110, "uploadedBytes": 70},
                     {"address": "10.0.0.3:6881", "downloadedBytes": 400, "uploadedBytes": 0}]},
                  {"name": "sda2", "infoHash": "0000000000000000000000000000000000000000", "totalBytes": 9, \
                "activeSeconds": 0.000, "downloadedBytes": 0, "uploadedBytes": 0, "finished": false,
                   "peers": []}
                ]}
                """);
    }

    @Test
    void anIpv6AddressStandsInBrackets() throws IOException {
        assertThat(TransferReport.json(List.of(Status.finished().peer(address("fe80::1", 7), 1, 2).get())))
                .contains("\"address\": \"[fe80:0:0:0:0:0:0:1]:7\"");
    }

    @Test
    void namesAreEscaped() {
        assertThat(TransferReport.json(List.of(Status.finished().named("a\"b\\c\nd\u00e9\ud83d\ude00").get())))
                .contains("{\"name\": \"a\\\"b\\\\c\\u000ad\u00e9\\ud83d\\ude00\",");
    }

    @Test
    void replacesAnOlderReportAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(directory.resolve("report.json"), "old");
        TransferReport.write(file, List.of(Status.finished().get()));
        assertThat(file).content().startsWith("{\"torrents\": [");
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(file);
        }
    }

    private static InetSocketAddress address(String ip, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(ip), port);
    }
}
