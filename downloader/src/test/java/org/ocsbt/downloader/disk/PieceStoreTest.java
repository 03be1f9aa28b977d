package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
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
import org.ocsbt.storage.MediumException;

@Timeout(30)
class PieceStoreTest {
    private static final int PIECE = 64 * 1024;
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", PIECE, 3 * PIECE + 5);

    /** What becomes of pieces: {@code verified 0}, {@code written 0}, {@code corrupt 0}, {@code failed: reason}. */
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final DiskThreads threads = new DiskThreads();
    private final HeapBlockStore medium = new HeapBlockStore(TORRENT.content().length);
    /** Memory for one piece. */
    private final PieceBufferPool pool = new PieceBufferPool(PIECE, () -> { });

    private PieceStore storeOn(BlockStore store) {
        return new PieceStore(TORRENT.metainfo(), store, pool, threads, new PieceStore.Events() {
            @Override
            public void verified(int pieceIndex) {
                events.add("verified " + pieceIndex);
            }

            @Override
            public void dropped(int pieceIndex) {
                events.add("dropped " + pieceIndex);
            }

            @Override
            public void written(int pieceIndex) {
                events.add("written " + pieceIndex);
            }

            @Override
            public void corrupt(PieceDownload download) {
                events.add("corrupt " + download.pieceIndex());
            }

            @Override
            public void failed(MediumException failure) {
                events.add("failed: " + failure.getMessage());
            }

            @Override
            public void lost(int pieceIndex, MediumException failure) {
                events.add("lost " + pieceIndex + ": " + failure.getMessage());
            }
        });
    }

    @AfterEach
    void endThreads() throws Exception {
        threads.close(Duration.ofSeconds(10));
    }

    private String next() throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }

    private void expectWritten(int piece) throws InterruptedException {
        assertThat(List.of(next(), next())).containsExactly("verified " + piece, "written " + piece);
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
        assertThat(next()).isEqualTo("verified 0");
        LinkedBlockingQueue<Optional<PieceStore.Loan>> loans = new LinkedBlockingQueue<>();
        store.lend(0, 5, 100, ByteBuffer.allocateDirect(100), loans::add);
        PieceStore.Loan loan = loans.remove().orElseThrow();
        assertThat(loan.bytes()).isEqualTo(TORRENT.piece(0).slice(5, 100));
        loan.giveBack().run();
        assertThat(store.begin(1)).isNull();
        assertThat(medium.content()).containsOnly(0);
        diskIsFree.countDown();
        assertThat(next()).isEqualTo("written 0");
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
        List<String> heard = new ArrayList<>();
        events.drainTo(heard);
        assertThat(heard).containsExactlyInAnyOrder("verified 0", "verified 1", "verified 2");
        diskIsFree.countDown();
        assertThat(List.of(next(), next(), next())).containsExactly("written 0", "written 1", "written 2");
    }

    @Test
    void aCorruptPieceIsNotWrittenAndItsMemoryComesBack() throws Exception {
        PieceStore store = storeOn(medium);
        deliver(begin(store, 1), true);
        assertThat(next()).isEqualTo("corrupt 1");
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
        assertThat(List.of(next(), next(), next())).containsExactly(
                "verified 1", "failed: cannot write broken medium: Input/output error", "dropped 1");
        deliver(begin(store, 2), false);
        assertThat(List.of(next(), next())).containsExactly("verified 2", "dropped 2");
        store.close();
        threads.endHashing(Duration.ofSeconds(10));
        threads.close(Duration.ofSeconds(10));
        assertThat(faulty.writes()).isEqualTo(2);
        assertThat(events).isEmpty();
        assertThat(pool.take(PIECE)).isNotNull();
    }

    @Test
    void aFailedFlushIsReportedAndNotTakenForOne() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.FLUSH, 1));
        store.flush(() -> events.add("flushed"));
        assertThat(next()).isEqualTo("failed: cannot flush broken medium: Input/output error");
        assertThat(events).isEmpty();
    }

    @Test
    void aFailedCloseIsReported() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.CLOSE, 1));
        store.close();
        assertThat(next()).isEqualTo("failed: cannot close broken medium: Input/output error");
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

    @Test
    void aPieceThatCannotBeReadIsLostAndNotLent() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.READ, 1));
        store.lend(0, 0, 100, ByteBuffer.allocateDirect(100), loan -> events.add("lent " + loan.isPresent()));
        assertThat(next()).isEqualTo("lost 0: cannot read broken medium: Input/output error");
        assertThat(next()).isEqualTo("lent false");
    }

    /** The content of {@link #TORRENT}, but for one wrong byte at the end of a piece. */
    private void spoil(int piece) throws Exception {
        medium.write(0, ByteBuffer.wrap(TORRENT.content()));
        int last = (piece + 1) * PIECE - 1;
        medium.write(last, ByteBuffer.wrap(new byte[] {(byte) ~TORRENT.content()[last]}));
    }

    private void lend(PieceStore store, int piece, int offset, int length) {
        store.lend(piece, offset, length, ByteBuffer.allocateDirect(length), loan -> events.add("lent " + loan.isPresent()));
    }

    private static final String LOST = "lost 1: the heap at offset 65536, 65536 bytes: not the data that the torrent says";

    @Test
    void nobodyGetsAllOfAPieceThatHasChanged() throws Exception {
        spoil(1);
        PieceStore store = storeOn(medium);
        lend(store, 1, 0, PIECE / 2);
        assertThat(next()).isEqualTo("lent true");
        lend(store, 1, PIECE / 2, PIECE / 2);
        assertThat(next()).isEqualTo(LOST);
        assertThat(next()).isEqualTo("lent false");
        lend(store, 0, 0, PIECE);
        assertThat(next()).isEqualTo("lent true");
    }

    @Test
    void whoBeginsInTheMiddleOfAChangedPieceGetsNothing() throws Exception {
        spoil(1);
        lend(storeOn(medium), 1, 100, 100);
        assertThat(next()).isEqualTo(LOST);
        assertThat(next()).isEqualTo("lent false");
    }

    @Test
    void everyPieceIsReadBack() throws Exception {
        spoil(1);
        storeOn(medium).readBack(checked -> events.add("checked " + checked));
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            heard.add(next());
        }
        assertThat(heard).containsExactlyInAnyOrder("checked 1", "checked 2", "checked 3", "checked 4", LOST);
    }

    @Test
    void findsOutWhatIsOnTheMedium() throws Exception {
        medium.write(0, TORRENT.piece(0));
        medium.write(3L * PIECE, TORRENT.piece(3));
        medium.write(2L * PIECE, TORRENT.piece(1));
        PieceStore store = storeOn(medium);
        for (int piece = 0; piece < 4; piece++) {
            int index = piece;
            store.look(piece, here -> events.add(index + " " + here));
            assertThat(next()).isEqualTo(piece + " " + (piece == 0 || piece == 3));
        }
    }

    @Test
    void whatCannotBeReadCountsAsMissing() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.READ, 1));
        store.look(0, here -> events.add(String.valueOf(here)));
        assertThat(next()).isEqualTo("false");
    }
}
