package org.ocsbt.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceHasherTest {
    @ParameterizedTest
    @CsvSource({"1,1", "9,1", "10,1", "11,2", "20,2", "25,3"})
    void lastPieceMayBeShorter(int length, int pieces) {
        byte[] data = new byte[length];
        new Random(1).nextBytes(data);

        PieceHashes hashes = hash(data, length);

        assertThat(hashes.count()).isEqualTo(pieces);
        for (int piece = 0; piece < pieces; piece++) {
            byte[] bytes = Arrays.copyOfRange(data, piece * 10, Math.min(length, piece * 10 + 10));
            assertThat(hashes.matches(piece, PieceHasher.sha1().digest(bytes))).isTrue();
        }
    }

    @Test
    void portionsDoNotMatter() {
        byte[] data = new byte[1000];
        new Random(2).nextBytes(data);

        assertThat(hash(data, 1).toBytes()).isEqualTo(hash(data, 1000).toBytes());
        assertThat(hash(data, 13).toBytes()).isEqualTo(hash(data, 1000).toBytes());
    }

    @Test
    void nothingHasNoPiece() {
        assertThat(hash(new byte[0], 1).count()).isZero();
    }

    private static PieceHashes hash(byte[] data, int portion) {
        PieceHasher hasher = new PieceHasher(10);
        for (int i = 0; i < data.length; i += portion) {
            hasher.update(ByteBuffer.wrap(data, i, Math.min(portion, data.length - i)));
        }
        assertThat(hasher.totalBytes()).isEqualTo(data.length);
        return hasher.finish();
    }
}
