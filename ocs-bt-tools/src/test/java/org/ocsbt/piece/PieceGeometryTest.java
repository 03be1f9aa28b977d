package org.ocsbt.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PieceGeometryTest {
    private static final int BLOCK = PieceGeometry.BLOCK_LENGTH_BYTES;
    private static final int MIB = 1024 * 1024;

    @Test
    void lastPieceMayBeShorter() {
        PieceGeometry geometry = new PieceGeometry(2L * MIB + 1, MIB);
        assertThat(geometry.pieceCount()).isEqualTo(3);
        assertThat(geometry.pieceLength(1)).isEqualTo(MIB);
        assertThat(geometry.pieceLength(2)).isEqualTo(1);
        assertThat(geometry.blockCount(2)).isEqualTo(1);
        assertThat(geometry.blockLength(2, 0)).isEqualTo(1);
    }

    @Test
    void exactFitHasNoShorterPiece() {
        PieceGeometry geometry = new PieceGeometry(3L * MIB, MIB);
        assertThat(geometry.pieceCount()).isEqualTo(3);
        assertThat(geometry.pieceLength(2)).isEqualTo(MIB);
    }

    @Test
    void oneByteIsOnePieceOfOneBlock() {
        PieceGeometry geometry = new PieceGeometry(1, MIB);
        assertThat(geometry.pieceCount()).isEqualTo(1);
        assertThat(geometry.pieceLength(0)).isEqualTo(1);
        assertThat(geometry.blockCount(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"16383, 1, 16383", "16384, 1, 16384", "16385, 2, 1", "32768, 2, 16384", "1, 1, 1"})
    void lastBlockMayBeShorter(int pieceLength, int blocks, int lastLength) {
        PieceGeometry geometry = new PieceGeometry(pieceLength, pieceLength);
        assertThat(geometry.blockCount(0)).isEqualTo(blocks);
        assertThat(geometry.blockLength(0, blocks - 1)).isEqualTo(lastLength);
    }

    @ParameterizedTest
    @CsvSource({"1000000, 65536", "65536, 65536", "65537, 65536", "99999, 1000", "16384, 16385", "7, 1"})
    void piecesAndBlocksCoverTheTorrentWithoutGap(long total, int pieceLength) {
        PieceGeometry geometry = new PieceGeometry(total, pieceLength);
        long covered = 0;
        for (int piece = 0; piece < geometry.pieceCount(); piece++) {
            assertThat(geometry.pieceOffset(piece)).isEqualTo(covered);
            int inPiece = 0;
            for (int block = 0; block < geometry.blockCount(piece); block++) {
                assertThat(PieceGeometry.blockOffset(block)).isEqualTo(inPiece);
                assertThat(geometry.blockLength(piece, block)).isBetween(1, BLOCK);
                inPiece += geometry.blockLength(piece, block);
            }
            assertThat(inPiece).isEqualTo(geometry.pieceLength(piece));
            covered += inPiece;
        }
        assertThat(covered).isEqualTo(total);
    }

    @Test
    void offsetsBeyondTwoGibibytesDoNotWrap() {
        PieceGeometry geometry = new PieceGeometry(1L << 45, 16 * MIB);
        int last = geometry.pieceCount() - 1;
        assertThat(geometry.pieceCount()).isEqualTo(1 << 21);
        assertThat(geometry.pieceOffset(last)).isEqualTo((1L << 45) - 16 * MIB);
    }

    @Test
    void theLargestTorrentHasAnIntOfPieces() {
        long total = (long) Integer.MAX_VALUE * PieceGeometry.MAX_PIECE_LENGTH_BYTES;
        assertThat(new PieceGeometry(total, PieceGeometry.MAX_PIECE_LENGTH_BYTES).pieceCount())
                .isEqualTo(Integer.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PieceGeometry(total + 1, PieceGeometry.MAX_PIECE_LENGTH_BYTES));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PieceGeometry(Long.MAX_VALUE, PieceGeometry.MAX_PIECE_LENGTH_BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, PieceGeometry.MAX_PIECE_LENGTH_BYTES + 1, Integer.MAX_VALUE})
    void refusesPieceLength(int pieceLength) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PieceGeometry(1, pieceLength));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesTotal(long total) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PieceGeometry(total, 1));
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "2, true", "3, false", "2147483647, false", "-2147483648, false"})
    void knowsItsPieces(int piece, boolean known) {
        assertThat(new PieceGeometry(250, 100).isPiece(piece)).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 100, true", "0, 1, 100, false", "0, 99, 1, true", "0, 100, 1, false", "0, 0, 0, false",
        "0, -1, 5, false", "0, 5, -1, false", "2, 0, 50, true", "2, 0, 51, false", "3, 0, 1, false",
        "-1, 0, 1, false", "0, 2147483647, 2147483647, false", "0, 1, 2147483647, false"
    })
    void knowsItsRanges(int piece, int offset, int length, boolean known) {
        assertThat(new PieceGeometry(250, 100).isRange(piece, offset, length)).isEqualTo(known);
    }
}
