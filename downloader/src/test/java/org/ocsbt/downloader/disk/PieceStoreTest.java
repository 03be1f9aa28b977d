package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.PieceGeometry;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.FaultyBlockStore;
import org.ocsbt.storage.FaultyBlockStore.Fault;
import org.ocsbt.storage.HeapBlockStore;

@Timeout(30)
class PieceStoreTest {
    private static final int PIECE = 64 * 1024;
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", PIECE, 3 * PIECE + 5);

    private final HeardEvents events = new HeardEvents();
    private final DiskThreads threads = new DiskThreads();
    private final HeapBlockStore medium = new HeapBlockStore(TORRENT.content().length);
    /** Memory for one piece. */
    private final PieceBufferPool pool = new PieceBufferPool(PIECE, () -> { });

    private PieceStore storeOn(BlockStore store) {
        return new PieceStore(TORRENT.metainfo(), store, pool, threads, events);
    }

    @AfterEach
    void endThreads() throws Exception {
        threads.close(Duration.ofSeconds(10));
    }

    private void expectWritten(int piece) throws InterruptedException {
        assertThat(List.of(events.next(), events.next())).containsExactly("verified " + piece, "written " + piece);
    }

    /** Waits for memory: the disk's thread gives it back after its last report. */
    private static PieceDownload begin(PieceStore store, int piece) throws InterruptedException {
        PieceDownload download = store.begin(piece);
        for (int wait = 0; download == null && wait < 2000; wait++) {
            Thread.sleep(10);
            download = store.begin(piece);
        }
        return download;
    }

    private static void deliver(PieceDownload download, boolean lie) {
        BlockRun run = download.giveFreeRun(Integer.MAX_VALUE);
        ByteBuffer piece = TORRENT.piece(download.pieceIndex());
        for (int block = run.fromBlock(); block < run.endBlock(); block++) {
            ByteBuffer memory = download.block(block);
            memory.put(piece.slice(PieceGeometry.blockOffset(block), memory.remaining()));
            if (lie) {
                memory.put(0, (byte) ~memory.get(0));
            }
            download.received(block);
        }
        download.progressed();
    }

    @Test
    void aPieceIsVerifiedThenWrittenThenReported() throws Exception {
        PieceStore store = storeOn(medium);
        for (int piece = 0; piece < 4; piece++) {
            deliver(begin(store, piece), false);
            expectWritten(piece);
        }
        assertThat(medium.content()).isEqualTo(TORRENT.content());
        LinkedBlockingQueue<String> flushed = new LinkedBlockingQueue<>();
        store.flush(() -> flushed.add(String.valueOf(medium.isFlushed())));
        assertThat(flushed.poll(20, TimeUnit.SECONDS)).isEqualTo("true");
    }

    /** Until the latch opens. */
    private CountDownLatch holdUpDisk() {
        CountDownLatch diskIsFree = new CountDownLatch(1);
        threads.writer(medium.medium()).execute(() -> {
            try {
                diskIsFree.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return diskIsFree;
    }

    @Test
    void aVerifiedPieceIsLentWhileTheDiskIsBusyAndItsMemoryIsNotUsed() throws Exception {
        PieceStore store = storeOn(medium);
        CountDownLatch diskIsFree = holdUpDisk();
        deliver(begin(store, 0), false);
        assertThat(events.next()).isEqualTo("verified 0");
        LinkedBlockingQueue<Optional<PieceStore.Loan>> loans = new LinkedBlockingQueue<>();
        store.lend(0, 5, 100, ByteBuffer.allocateDirect(100), loans::add);
        PieceStore.Loan loan = loans.remove().orElseThrow();
        assertThat(loan.bytes()).isEqualTo(TORRENT.piece(0).slice(5, 100));
        loan.giveBack().run();
        assertThat(store.begin(1)).isNull();
        assertThat(medium.content()).containsOnly(0);
        diskIsFree.countDown();
        assertThat(events.next()).isEqualTo("written 0");
        assertThat(begin(store, 1)).isNotNull();
    }

    @Test
    void piecesThatWaitForTheDiskAreWrittenInTheirOrder() throws Exception {
        PieceStore store = storeOn(medium);
        pool.ensureBudget(3 * PIECE);
        CountDownLatch diskIsFree = holdUpDisk();
        for (int piece : new int[] {2, 0, 1}) {
            deliver(begin(store, piece), false);
        }
        threads.endHashing(Duration.ofSeconds(20));
        assertThat(events.rest()).containsExactlyInAnyOrder("verified 0", "verified 1", "verified 2");
        diskIsFree.countDown();
        assertThat(List.of(events.next(), events.next(), events.next())).containsExactly("written 0", "written 1", "written 2");
    }

    @Test
    void aCorruptPieceIsNotWrittenAndItsMemoryComesBack() throws Exception {
        PieceStore store = storeOn(medium);
        deliver(begin(store, 1), true);
        assertThat(events.next()).isEqualTo("corrupt 1");
        assertThat(medium.isFlushed()).isTrue();
        deliver(begin(store, 1), false);
        expectWritten(1);
    }

    @Test
    void withoutMemoryNoPieceBegins() {
        PieceStore store = storeOn(medium);
        PieceDownload first = store.begin(0);
        assertThat(store.begin(1)).isNull();
        assertThat(store.isMemoryShort()).isTrue();
        store.abandon(first);
        assertThat(store.begin(1)).isNotNull();
        assertThat(store.isMemoryShort()).isFalse();
    }

    @Test
    void afterAFailedWriteNothingMoreIsWrittenAndAllMemoryComesBack() throws Exception {
        FaultyBlockStore faulty = new FaultyBlockStore(medium, Fault.WRITE, 2);
        PieceStore store = storeOn(faulty);
        deliver(begin(store, 0), false);
        expectWritten(0);
        deliver(begin(store, 1), false);
        assertThat(List.of(events.next(), events.next(), events.next())).containsExactly(
                "verified 1", "failed: cannot write broken medium: Input/output error", "dropped 1");
        deliver(begin(store, 2), false);
        assertThat(List.of(events.next(), events.next())).containsExactly("verified 2", "dropped 2");
        store.close();
        threads.endHashing(Duration.ofSeconds(10));
        threads.close(Duration.ofSeconds(10));
        assertThat(faulty.writes()).isEqualTo(2);
        assertThat(events.rest()).isEmpty();
        assertThat(pool.take(PIECE)).isNotNull();
    }

    @Test
    void aFailedFlushIsReportedAndNotTakenForOne() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.FLUSH, 1));
        store.flush(() -> events.add("flushed"));
        assertThat(events.next()).isEqualTo("failed: cannot flush broken medium: Input/output error");
        assertThat(events.rest()).isEmpty();
    }

    @Test
    void aFailedCloseIsReported() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.CLOSE, 1));
        store.close();
        assertThat(events.next()).isEqualTo("failed: cannot close broken medium: Input/output error");
    }

    @Test
    void closingFlushesWhatWasWritten() throws Exception {
        PieceStore store = storeOn(medium);
        deliver(begin(store, 0), false);
        expectWritten(0);
        assertThat(medium.isFlushed()).isFalse();
        store.close();
        threads.close(Duration.ofSeconds(10));
        assertThat(medium.isFlushed()).isTrue();
        assertThat(medium.isClosed()).isTrue();
    }

    @Test
    void lendsAWrittenPieceFromMemoryAndThenFromTheMedium() throws Exception {
        PieceStore store = storeOn(medium);
        deliver(begin(store, 0), false);
        expectWritten(0);
        LinkedBlockingQueue<Optional<PieceStore.Loan>> loans = new LinkedBlockingQueue<>();
        store.lend(0, 5, 100, ByteBuffer.allocateDirect(100), loans::add);
        PieceStore.Loan warm = loans.remove().orElseThrow();
        assertThat(warm.bytes()).isEqualTo(TORRENT.piece(0).slice(5, 100));
        // As long as it is lent, its memory is not used for another piece.
        assertThat(store.begin(1)).isNull();
        warm.giveBack().run();
        deliver(begin(store, 1), false);
        expectWritten(1);
        store.lend(0, 5, 100, ByteBuffer.allocateDirect(200), loans::add);
        PieceStore.Loan cold = loans.poll(20, TimeUnit.SECONDS).orElseThrow();
        assertThat(cold.bytes()).isEqualTo(TORRENT.piece(0).slice(5, 100));
        cold.giveBack().run();
    }
}
