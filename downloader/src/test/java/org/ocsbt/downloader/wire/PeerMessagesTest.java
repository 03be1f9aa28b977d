package org.ocsbt.downloader.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"true, 13", "false, 16"})
    void promisesAreReadAsTheyWereWritten(boolean kept, int id) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(9);
        assertThat(PeerMessages.write(new Promise(70_000, kept), bytes)).isTrue();
        assertThat(bytes.array()).containsExactly(0, 0, 0, 5, id, 0, 1, 0x11, 0x70);
        assertThat(PeerMessages.isKnown(id, 9)).isTrue();
        assertThat(PeerMessages.read(bytes.flip())).isEqualTo(new Promise(70_000, kept));
    }

    @Test
    void aPromiseThatDoesNotFitIsNotWritten() {
        ByteBuffer bytes = ByteBuffer.allocate(8);
        assertThat(PeerMessages.write(new Promise(1, true), bytes)).isFalse();
        assertThat(bytes.position()).isZero();
    }

    /** Others use these numbers for messages of other lengths. */
    @ParameterizedTest
    @CsvSource({"13, 8", "16, 17", "14, 5", "20, 9"})
    void otherMessagesAreSkipped(int id, int lengthBytes) {
        assertThat(PeerMessages.isKnown(id, lengthBytes)).isFalse();
    }
}
