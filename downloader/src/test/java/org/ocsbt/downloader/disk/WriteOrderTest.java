package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteOrderTest {
    private final WriteOrder<String> order = new WriteOrder<>();

    private void add(int... pieces) {
        for (int piece : pieces) {
            order.add(piece, "piece " + piece);
        }
    }

    private void assertTaken(int... pieces) {
        for (int piece : pieces) {
            assertThat(order.take()).isEqualTo("piece " + piece);
        }
    }

    @Test
    void whatWaitsIsTakenInTheOrderOfThePieces() {
        add(7, 2, 9, 4);
        assertTaken(2, 4, 7, 9);
    }

    @Test
    void itGoesOnFromTheLastOneAndThenFromTheFront() {
        add(5);
        assertTaken(5);
        add(1, 8, 3, 6);
        assertTaken(6);
        add(7, 2);
        assertTaken(7, 8, 1, 2, 3);
    }

    @Test
    void theSamePieceMayWaitTwice() {
        order.add(3, "first");
        order.add(3, "second");
        assertThat(order.take()).isEqualTo("first");
        assertThat(order.take()).isEqualTo("second");
    }
}
