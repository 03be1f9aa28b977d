package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Cancel;
import bt.protocol.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.peer.RequestPipeline.Expected;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.PieceGeometry;

class RequestPipelineTest {
    private static final int BLOCK = PieceGeometry.BLOCK_LENGTH_BYTES;
    private static final PieceGeometry GEOMETRY = new PieceGeometry(100L * BLOCK, 50 * BLOCK);

    private final RequestPipeline pipeline = new RequestPipeline(RequestPipeline.Ahead.OF_KIN);
    private final PieceDownload first = download(0);
    private final PieceDownload second = download(1);
    private final List<Request> requests = new ArrayList<>();
    private final List<Cancel> cancels = new ArrayList<>();
    private final List<BlockRun> returned = new ArrayList<>();

    private static PieceDownload download(int piece) {
        return new PieceDownload(GEOMETRY, piece, ByteBuffer.allocate(50 * BLOCK), d -> { });
    }

    private void receive(PieceDownload download, int... blocks) {
        for (int block : blocks) {
            Expected expected = pipeline.find(
                    download.pieceIndex(), PieceGeometry.blockOffset(block), download.blockLength(block));
            assertThat(expected).isNotNull();
            pipeline.received(expected);
        }
    }

    private void withdraw(PieceDownload download, int fromBlock, Expected kept) {
        pipeline.withdraw(download, fromBlock, kept, cancels::add, returned::add);
    }

    @Test
    void asksInOrderUpToTheWindow() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        assertThat(requests).hasSize(32);
        for (int i = 0; i < 32; i++) {
            assertThat(requests.get(i).getOffset()).isEqualTo(i * BLOCK);
            assertThat(requests.get(i).getLength()).isEqualTo(BLOCK);
        }
    }

    @Test
    void isHungryWhenLessThanAWindowIsLeft() {
        assertThat(pipeline.isHungry()).isTrue();
        pipeline.assign(first.giveFreeRun(31));
        assertThat(pipeline.isHungry()).isTrue();
        pipeline.assign(first.giveFreeRun(1));
        assertThat(pipeline.isHungry()).isFalse();
        pipeline.refill(requests::add);
        assertThat(pipeline.isHungry()).isFalse();
        receive(first, 0);
        assertThat(pipeline.isHungry()).isTrue();
    }

    @Test
    void asksForMoreWhenHalfOfItIsHere() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        for (int block = 0; block < 15; block++) {
            receive(first, block);
        }
        pipeline.refill(requests::add);
        assertThat(requests).hasSize(32);
        receive(first, 15);
        pipeline.refill(requests::add);
        assertThat(requests).hasSize(48);
    }

    @Test
    void theWindowFollowsTheRateWithinBounds() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.setRate(0);
        pipeline.refill(requests::add);
        assertThat(requests).hasSize(6);
        requests.clear();
        pipeline.clear(run -> { });
        pipeline.assign(download(0).giveFreeRun(Integer.MAX_VALUE));
        pipeline.assign(download(1).giveFreeRun(Integer.MAX_VALUE));
        pipeline.setRate(Long.MAX_VALUE / 1_000_000);
        pipeline.refill(requests::add);
        assertThat(requests).hasSize(100);
    }

    @Test
    void theLastBlockIsAskedForAsShortAsItIs() {
        PieceGeometry geometry = new PieceGeometry(BLOCK + 7, 2 * BLOCK);
        pipeline.assign(new PieceDownload(geometry, 0, ByteBuffer.allocate(BLOCK + 7), d -> { }).giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        assertThat(requests).extracting(Request::getLength).containsExactly(BLOCK, 7);
    }

    @Test
    void findsOnlyWhatWasAskedForAndIsNotHere() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        assertThat(pipeline.find(0, 31 * BLOCK, BLOCK)).isEqualTo(new Expected(first, 31));
        assertThat(pipeline.find(0, 32 * BLOCK, BLOCK)).isNull();
        assertThat(pipeline.find(1, 0, BLOCK)).isNull();
        assertThat(pipeline.find(0, 5, BLOCK)).isNull();
        assertThat(pipeline.find(0, -BLOCK, BLOCK)).isNull();
        assertThat(pipeline.find(0, -5, BLOCK)).isNull();
        assertThat(pipeline.find(0, 0, BLOCK - 1)).isNull();
        receive(first, 3);
        assertThat(pipeline.find(0, 3 * BLOCK, BLOCK)).isNull();
    }

    @Test
    void expectsInTheOrderOfTheRequests() {
        first.giveFreeRun(Integer.MAX_VALUE);
        first.takeBack(0, 3);
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.assign(new BlockRun(second, 10, 13));
        pipeline.refill(requests::add);
        receive(first, 1);
        assertThat(pipeline.expected(4, null)).containsExactly(
                new Expected(first, 0), new Expected(first, 2), new Expected(second, 10), new Expected(second, 11));
    }

    @Test
    void withdrawnBlocksAreCancelledAndFree() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        receive(first, 0, 1, 20);
        withdraw(first, 10, null);
        assertThat(returned).containsExactly(new BlockRun(first, 10, 50));
        assertThat(cancels).hasSize(21).extracting(Cancel::getOffset).doesNotContain(20 * BLOCK, 9 * BLOCK, 32 * BLOCK);
        assertThat(pipeline.expected(100, null)).hasSize(8);
        assertThat(first.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(first, 10, 20));
        assertThat(first.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(first, 21, 50));
    }

    @Test
    void aBlockThatHasBegunToComeStaysWithItsPeer() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        receive(first, 0);
        withdraw(first, 0, new Expected(first, 1));
        assertThat(returned).containsExactly(new BlockRun(first, 2, 50));
        receive(first, 1);
        assertThat(pipeline.expected(10, null)).isEmpty();
        assertThat(pipeline.isHungry()).isTrue();
    }

    /** The kept block is in another run of the same piece: this run has nothing to keep. */
    @Test
    void aBlockThatHasBegunToComeKeepsNoOtherRun() {
        first.giveFreeRun(Integer.MAX_VALUE);
        pipeline.assign(new BlockRun(first, 0, 4));
        pipeline.assign(new BlockRun(first, 8, 12));
        pipeline.refill(requests::add);
        withdraw(first, 0, new Expected(first, 9));
        assertThat(returned).containsExactly(new BlockRun(first, 0, 4), new BlockRun(first, 10, 12));
        assertThat(pipeline.expected(10, null)).containsExactly(new Expected(first, 8), new Expected(first, 9));
    }

    @Test
    void clearingGivesAllBackThatIsNotHere() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        pipeline.assign(second.giveFreeRun(Integer.MAX_VALUE));
        pipeline.refill(requests::add);
        receive(first, 0, 5);
        pipeline.clear(returned::add);
        assertThat(returned).containsExactly(new BlockRun(first, 1, 50), new BlockRun(second, 0, 50));
        assertThat(first.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(first, 1, 5));
        assertThat(first.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(first, 6, 50));
        assertThat(pipeline.expected(10, null)).isEmpty();
        pipeline.assign(download(0).giveFreeRun(Integer.MAX_VALUE));
        requests.clear();
        pipeline.refill(requests::add);
        assertThat(requests).hasSize(32);
    }

    @Test
    void withdrawingWhatItDoesNotHaveChangesNothing() {
        pipeline.assign(first.giveFreeRun(Integer.MAX_VALUE));
        withdraw(second, 0, null);
        withdraw(first, 50, null);
        assertThat(returned).isEmpty();
        assertThat(cancels).isEmpty();
    }
}
