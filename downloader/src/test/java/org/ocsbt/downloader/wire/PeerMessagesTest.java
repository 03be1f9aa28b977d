package org.ocsbt.downloader.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerMessagesTest {
    /** An encrypted handshake or another program's bytes must cost that connection only. */
    @Test
    void randomBytesAreNoHandshake() {
        Random random = new Random(5);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[68];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> PeerMessages.readHandshake(ByteBuffer.wrap(bytes)))
                    .isInstanceOf(WireException.class);
        }
    }
}
