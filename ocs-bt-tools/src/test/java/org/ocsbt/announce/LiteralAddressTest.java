package org.ocsbt.announce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "10.1.2.3", "::", "::1", "fe80::1", "::ffff:10.0.0.1"})
    void literalsAreAddresses(String text) {
        assertThat(LiteralAddress.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1", "1.2.3", "1.2.3.256", "1.2.3.4.5", "0x7f.0.0.1", "1.2.3.+4",
        "::g", ":::", "fe80::1%lo", "1.2.3.4\n", "a.b", "12345::"})
    void allElseIsNot(String text) {
        assertThat(LiteralAddress.parse(text)).isEmpty();
    }
}
