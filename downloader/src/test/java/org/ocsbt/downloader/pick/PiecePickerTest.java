package org.ocsbt.downloader.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ocsbt.piece.Bitfield;

class PiecePickerTest {
    private static Bitfield pieces(int count, int... set) {
        Bitfield pieces = new Bitfield(count);
        for (int piece : set) {
            pieces.set(piece);
        }
        return pieces;
    }

    private static PiecePicker picker(boolean sequential, long seed) {
        return new PiecePicker(new Bitfield(6), sequential, new Random(seed));
    }

    @Test
    void takesTheRarestThatThePeerHas() {
        PiecePicker picker = picker(false, 1);
        for (int piece : new int[] {0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 5, 5}) {
            picker.peerHas(piece);
        }
        assertThat(picker.take(pieces(6, 0, 2))).isEqualTo(2);
        assertThat(picker.take(Bitfield.full(6))).isEqualTo(1);
        assertThat(picker.take(pieces(6, 0, 1, 2))).isEqualTo(0);
        assertThat(picker.take(pieces(6, 0, 1, 2))).isEqualTo(PiecePicker.NONE);
    }

    @Test
    void drawsByLotAmongEquals() {
        Set<Integer> drawn = new HashSet<>();
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            drawn.add(new PiecePicker(new Bitfield(6), false, random).take(Bitfield.full(6)));
        }
        assertThat(drawn).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(picker(false, 5).take(Bitfield.full(6))).isEqualTo(picker(false, 5).take(Bitfield.full(6)));
    }

    @Test
    void takesTheLowestIfSequential() {
        PiecePicker picker = picker(true, 1);
        picker.peerHas(2);
        assertThat(picker.take(pieces(6, 2, 5, 4))).isEqualTo(2);
        assertThat(picker.take(pieces(6, 2, 5, 4))).isEqualTo(4);
    }

    @Test
    void aPeerThatLeavesMakesItsPiecesRarer() {
        PiecePicker picker = picker(false, 1);
        for (int piece = 0; piece < 6; piece++) {
            picker.peerHas(piece);
            picker.peerHas(piece);
        }
        picker.peerGone(pieces(6, 4));
        assertThat(picker.take(Bitfield.full(6))).isEqualTo(4);
    }

    @Test
    void whatIsHereIsNeverTaken() {
        PiecePicker picker = new PiecePicker(pieces(6, 0, 1, 2, 3, 5), false, new Random(1));
        assertThat(picker.take(Bitfield.full(6))).isEqualTo(4);
        assertThat(picker.take(Bitfield.full(6))).isEqualTo(PiecePicker.NONE);
    }

    @Test
    void whatIsPutBackIsTakenAgain() {
        PiecePicker picker = picker(true, 1);
        assertThat(picker.take(pieces(6, 3))).isEqualTo(3);
        picker.putBack(3);
        assertThat(picker.take(pieces(6, 3))).isEqualTo(3);
    }

    @Test
    void aPieceCanBeTakenByNameOnce() {
        PiecePicker picker = picker(true, 1);
        assertThat(picker.takeExactly(0)).isTrue();
        assertThat(picker.takeExactly(0)).isFalse();
        assertThat(picker.take(Bitfield.full(6))).isEqualTo(1);
    }
}
