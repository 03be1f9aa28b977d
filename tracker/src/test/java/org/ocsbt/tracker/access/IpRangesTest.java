package org.ocsbt.tracker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.announce.LiteralAddress;

class IpRangesTest {
    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void writeList() throws Exception {
        file = Files.writeString(directory.resolve("ips"), "# the room\n10.1.2.3\n 192.168.4.0/22 \n"
                + "172.16.0.5 - 172.16.0.7\n2001:db8::/32\nnonsense\n1.2.3.4/99\n1.2.3.4/x\n1.2.3.4 - ::1\n/\n-\n");
    }

    private boolean contains(String ip) throws Exception {
        return IpRanges.read(file).contains(LiteralAddress.parse(ip).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "192.168.4.0", "192.168.7.255", "172.16.0.5", "172.16.0.7", "2001:db8:1::1"})
    void bothEndsOfARangeAreInIt(String ip) throws Exception {
        assertThat(contains(ip)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.2", "192.168.3.255", "192.168.8.0", "172.16.0.8", "2001:db9::", "1.2.3.4", "::1"})
    void whatIsBesideItIsNot(String ip) throws Exception {
        assertThat(contains(ip)).isFalse();
    }

    @Test
    void aListThatVanishesStaysInForce() throws Exception {
        IpAccess access = new IpAccess(Optional.of(file), Optional.empty(), System.err);
        access.refresh();
        Files.delete(file);
        access.refresh();
        assertThat(access.verdict(LiteralAddress.parse("10.1.2.3").orElseThrow()))
                .isEqualTo(IpAccess.Verdict.WELCOME);
        assertThat(access.verdict(LiteralAddress.parse("10.1.2.4").orElseThrow()))
                .isEqualTo(IpAccess.Verdict.NOT_ALLOWED);
    }
}
