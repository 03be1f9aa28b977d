package org.ocsbt.downloader.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.piece.PieceGeometry;

class PieceDownloadTest {
    private static final int BLOCK = PieceGeometry.BLOCK_LENGTH_BYTES;
    private static final PieceGeometry GEOMETRY = new PieceGeometry(10 * BLOCK + 5, 6 * BLOCK);

    private final List<PieceDownload> progressed = new ArrayList<>();
    private final ByteBuffer memory = ByteBuffer.allocate(4 * BLOCK + 5);
    /** The last piece: four blocks and one of five bytes. */
    private final PieceDownload download = new PieceDownload(GEOMETRY, 1, memory, progressed::add);

    @Test
    void givesAllBlocksAwayOnce() {
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(download, 0, 5));
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isNull();
    }

    @Test
    void givesWhatWasTakenBackInRuns() {
        download.giveFreeRun(Integer.MAX_VALUE);
        download.takeBack(1, 2);
        download.takeBack(3, 5);
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(download, 1, 2));
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(download, 3, 5));
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isNull();
    }

    @Test
    void whatIsHereIsNotGivenAgain() {
        download.giveFreeRun(Integer.MAX_VALUE);
        download.received(2);
        download.takeBack(0, 5);
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(download, 0, 2));
        assertThat(download.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(download, 3, 5));
    }

    @Test
    void countsThePrefixWithoutGaps() {
        download.giveFreeRun(Integer.MAX_VALUE);
        assertThat(download.prefixBytes()).isZero();
        download.received(1);
        assertThat(download.prefixBytes()).isZero();
        download.received(0);
        assertThat(download.prefixBytes()).isEqualTo(2 * BLOCK);
        download.received(4);
        download.received(2);
        assertThat(download.isComplete()).isFalse();
        download.received(3);
        assertThat(download.prefixBytes()).isEqualTo(4 * BLOCK + 5);
        assertThat(download.isComplete()).isTrue();
        assertThat(download.receivedBytes()).isEqualTo(4 * BLOCK + 5);
    }

    @Test
    void isIdleWhenNobodyOwesABlock() {
        assertThat(download.isIdle()).isTrue();
        download.giveFreeRun(Integer.MAX_VALUE);
        assertThat(download.isIdle()).isFalse();
        download.received(0);
        download.takeBack(0, 5);
        assertThat(download.isIdle()).isTrue();
    }

    @Test
    void findsTheFirstMissingBlockOfARun() {
        BlockRun run = download.giveFreeRun(Integer.MAX_VALUE);
        download.received(0);
        download.received(2);
        assertThat(download.firstMissing(run)).isEqualTo(1);
        assertThat(download.firstMissing(new BlockRun(download, 2, 3))).isEqualTo(3);
        assertThat(download.firstMissing(new BlockRun(download, 0, 1))).isEqualTo(1);
    }

    @Test
    void countsWhatIsHereFromAPlaceOn() {
        download.received(1);
        download.received(3);
        download.received(4);
        assertThat(download.arrivedBytes(0)).isZero();
        assertThat(download.arrivedBytes(BLOCK)).isEqualTo(BLOCK);
        assertThat(download.arrivedBytes(BLOCK + 100)).isEqualTo(BLOCK - 100);
        assertThat(download.arrivedBytes(3 * BLOCK)).isEqualTo(BLOCK + 5);
    }

    @Test
    void isWorthPassingOnFromAQuarterUntilItIsWhole() {
        assertThat(download.isWorthPassingOn()).isFalse();
        download.received(4);
        assertThat(download.isWorthPassingOn()).isFalse();
        for (int block : new int[] {0, 1, 2}) {
            download.received(block);
            assertThat(download.isWorthPassingOn()).isTrue();
        }
        download.received(3);
        assertThat(download.isWorthPassingOn()).isFalse();
    }

    @Test
    void aBlocksMemoryIsItsPartOfThePiece() {
        download.block(4).put(new byte[] {1, 2, 3, 4, 5});
        assertThat(download.block(4).remaining()).isEqualTo(5);
        assertThat(memory.get(4 * BLOCK + 4)).isEqualTo((byte) 5);
        assertThat(download.range(4 * BLOCK + 1, 4 * BLOCK + 3)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        download.progressed();
        assertThat(progressed).containsExactly(download);
    }
}
