package org.ocsbt.tracker.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.cli.UsageException;

class OpentrackerOptionsTest {
    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

    private OpentrackerOptions parse(String... args) throws UsageException {
        return OpentrackerOptions.parse(new PrintStream(warnings, true), args);
    }

    private static InetSocketAddress at(String ip, int port) {
        return new InetSocketAddress(ip, port);
    }

    @Test
    void withoutPortsBothProtocolsAreServedOnTheUsualOne() throws Exception {
        assertThat(parse().tcpAddresses()).containsExactly(at("0.0.0.0", 6969));
        assertThat(parse().udpAddresses()).containsExactly(at("0.0.0.0", 6969));
    }

    @Test
    void aTcpPortAloneMeansNoUdp() throws Exception {
        assertThat(parse("-p", "6971").tcpAddresses()).containsExactly(at("0.0.0.0", 6971));
        assertThat(parse("-p", "6971").udpAddresses()).isEmpty();
    }

    @Test
    void portsBelongToTheAddressBeforeThem() throws Exception {
        OpentrackerOptions options = parse("-i", "127.0.0.1", "-p6969", "-P", "6969", "-i", "::1", "-p", "80",
                "-p", "81", "-i", "10.0.0.1");
        assertThat(options.tcpAddresses()).containsExactly(
                at("127.0.0.1", 6969), at("::1", 80), at("::1", 81), at("10.0.0.1", 6969));
        assertThat(options.udpAddresses()).containsExactly(at("127.0.0.1", 6969), at("10.0.0.1", 6969));
    }

    @Test
    void rubbishIsAUsageError() {
        for (String[] args : List.of(new String[] {"-p", "x"}, new String[] {"-p", "65536"},
                new String[] {"-i", "localhost"}, new String[] {"-b", "f"}, new String[] {"-A", "me"})) {
            assertThatThrownBy(() -> parse(args)).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void aConfFileSaysTheSameInOtherWords(@TempDir Path directory) throws Exception {
        Path conf = Files.writeString(directory.resolve("conf"), """
                # comment
                listen.tcp_udp 127.0.0.1:6970
                  listen.tcp [::1]:6971
                listen.udp 10.0.0.1
                access.whitelist /list
                access.stats 10.0.0.9
                tracker.rootdir /srv
                tracker.user someone
                tracker.redirect_url http://x/
                livesync.cluster.listen 1
                """);
        OpentrackerOptions options = parse("-f", conf.toString(), "-u", "other");
        assertThat(options.tcpAddresses()).containsExactly(at("127.0.0.1", 6970), at("::1", 6971));
        assertThat(options.udpAddresses()).containsExactly(at("127.0.0.1", 6970), at("10.0.0.1", 6969));
        assertThat(options.whitelist()).contains(Path.of("/list"));
        assertThat(options.directory()).contains(Path.of("/srv"));
        assertThat(options.user()).isEqualTo("other");
        assertThat(options.redirect()).contains("http://x/");
        assertThat(options.admins()).hasSize(1);
        assertThat(warnings.toString()).isEqualTo("Unhandled line in config file: livesync.cluster.listen 1\n");
    }

    @Test
    void liveSyncIsTakenWithALine() throws Exception {
        assertThat(parse("-s", "9696", "-p", "6971").tcpAddresses()).containsExactly(at("0.0.0.0", 6971));
        assertThat(warnings.toString()).hasLineCount(1).contains("-s has no effect");
    }

    @Test
    void aMissingConfFileIsWarnedOf() throws Exception {
        assertThat(parse("-f", "/no/such/file").tcpAddresses()).hasSize(1);
        assertThat(warnings.toString()).startsWith("Warning: ");
    }
}
