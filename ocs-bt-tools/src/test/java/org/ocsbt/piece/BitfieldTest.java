package org.ocsbt.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BitfieldTest {
    @Test
    void beginsEmpty() {
        Bitfield bitfield = new Bitfield(33);
        assertThat(bitfield.isEmpty()).isTrue();
        assertThat(bitfield.isFull()).isFalse();
        assertThat(bitfield.count()).isZero();
        assertThat(bitfield.get(32)).isFalse();
    }

    @Test
    void countsAPieceOnce() {
        Bitfield bitfield = new Bitfield(70);
        assertThat(bitfield.set(31)).isTrue();
        assertThat(bitfield.set(32)).isTrue();
        assertThat(bitfield.set(31)).isFalse();
        assertThat(bitfield.count()).isEqualTo(2);
        assertThat(bitfield.get(31)).isTrue();
        assertThat(bitfield.get(30)).isFalse();
        assertThat(bitfield.get(33)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, 64, 1000})
    void wireFormGoesThereAndBack(int pieceCount) {
        for (int step = 1; step < 5; step++) {
            Bitfield bitfield = new Bitfield(pieceCount);
            for (int piece = step - 1; piece < pieceCount; piece += step) {
                bitfield.set(piece);
            }
            Bitfield read = Bitfield.fromWire(bitfield.toWire(), pieceCount);
            assertThat(read.count()).isEqualTo(bitfield.count());
            for (int piece = 0; piece < pieceCount; piece++) {
                assertThat(read.get(piece)).isEqualTo(bitfield.get(piece));
            }
        }
    }

    @Test
    void pieceZeroIsTheHighestBitOfTheFirstByte() {
        Bitfield bitfield = new Bitfield(9);
        bitfield.set(0);
        bitfield.set(8);
        assertThat(bitfield.toWire()).containsExactly(0x80, 0x80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 31, 32, 33})
    void fullHasEveryPiece(int pieceCount) {
        Bitfield full = Bitfield.full(pieceCount);
        assertThat(full.isFull()).isTrue();
        assertThat(full.count()).isEqualTo(pieceCount);
    }

    @Test
    void refusesSpareBits() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.fromWire(new byte[] {0, 0x40}, 9));
        assertThat(Bitfield.fromWire(new byte[] {0, (byte) 0x80}, 9).get(8)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void refusesAnotherLength(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.fromWire(new byte[length], 9));
    }

    @Test
    void noBitIsLostWhenThreadsShareAWord() throws Exception {
        Bitfield bitfield = new Bitfield(32 * 64);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    start.await();
                    for (int piece = first; piece < bitfield.pieceCount(); piece += 4) {
                        bitfield.set(piece);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : all) {
                each.get(20, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(bitfield.isFull()).isTrue();
    }
}
