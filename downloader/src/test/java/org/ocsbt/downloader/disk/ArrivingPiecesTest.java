package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.storage.HeapBlockStore;

/** A store lends what is here of pieces that are on their way. */
@Timeout(30)
class ArrivingPiecesTest {
    private static final int BLOCK = 16 * 1024;
    private static final int PIECE = 8 * BLOCK;
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", PIECE, 2 * PIECE);

    private final HeardEvents events = new HeardEvents();
    private final DiskThreads threads = new DiskThreads();
    /** Memory for one piece. */
    private final PieceBufferPool pool = new PieceBufferPool(PIECE, () -> { });
    private final HeapBlockStore medium = new HeapBlockStore(TORRENT.content().length);
    private final PieceStore store = new PieceStore(TORRENT.metainfo(), medium, pool, threads, events);
    private final ArrivingPieces arriving = store.arriving();
    private final AtomicInteger wakes = new AtomicInteger();
    private PieceDownload download;

    @BeforeEach
    void beginPiece() {
        download = store.begin(0);
        download.giveFreeRun(Integer.MAX_VALUE);
    }

    @AfterEach
    void endThreads() throws Exception {
        threads.close(Duration.ofSeconds(10));
    }

    private void deliver(int... blocks) {
        for (int block : blocks) {
            download.block(block).put(TORRENT.piece(0).slice(block * BLOCK, BLOCK));
            download.received(block);
        }
        download.progressed();
    }

    private Optional<PieceStore.Loan> lend(int offset, int lengthBytes) {
        AtomicReference<Optional<PieceStore.Loan>> loan = new AtomicReference<>();
        store.lend(0, offset, lengthBytes, ByteBuffer.allocateDirect(lengthBytes), loan::set);
        return loan.get();
    }

    private void wakeWhenHere(int block) {
        arriving.whenMore(0, block * BLOCK, BLOCK, wakes::incrementAndGet);
    }

    @Test
    void isToldOnceThatAQuarterIsHere() {
        deliver(0);
        assertThat(events.rest()).isEmpty();
        deliver(1);
        deliver(2);
        assertThat(events.rest()).containsExactly("arriving 0");
    }

    @Test
    void whatComesAllAtOnceIsNotToldOf() throws Exception {
        deliver(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(events.next()).isEqualTo("verified 0");
    }

    @Test
    void countsAndLendsWhatIsHereWithoutAGap() {
        deliver(1, 2, 5);
        assertThat(arriving.lendableBytes(0, 0)).isZero();
        assertThat(arriving.lendableBytes(0, BLOCK)).isEqualTo(2 * BLOCK);
        assertThat(arriving.lendableBytes(0, 2 * BLOCK + 5)).isEqualTo(BLOCK - 5);
        PieceStore.Loan loan = lend(BLOCK, 2 * BLOCK).orElseThrow();
        assertThat(loan.bytes()).isEqualTo(TORRENT.piece(0).slice(BLOCK, 2 * BLOCK));
        loan.giveBack().run();
    }

    @Test
    void ofAPieceThatIsHereAnythingCanBeLent() throws Exception {
        deliver(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(events.next()).isEqualTo("verified 0");
        assertThat(arriving.lendableBytes(0, 0)).isGreaterThanOrEqualTo(PIECE);
    }

    @Test
    void wakesWhoWaitsWhenMoreIsHere() {
        wakeWhenHere(3);
        assertThat(wakes).hasValue(0);
        deliver(2);
        assertThat(wakes).hasValue(1);
        deliver(3);
        assertThat(wakes).hasValue(1);
        wakeWhenHere(3);
        assertThat(wakes).hasValue(2);
    }

    @Test
    void whoWaitsTwiceIsWokenOnce() {
        Runnable wake = wakes::incrementAndGet;
        arriving.whenMore(0, 0, BLOCK, wake);
        arriving.whenMore(0, BLOCK, BLOCK, wake);
        deliver(0);
        assertThat(wakes).hasValue(1);
    }

    @Test
    void nothingComesOfAPieceThatIsGivenUp() {
        deliver(0, 1);
        wakeWhenHere(3);
        store.abandon(download);
        assertThat(wakes).hasValue(1);
        assertThat(arriving.lendableBytes(0, 0)).isEqualTo(-1);
        assertThat(lend(0, BLOCK)).isEmpty();
        wakeWhenHere(3);
        assertThat(wakes).hasValue(2);
    }

    @Test
    void begunAnewItIsToComeAgain() {
        store.abandon(download);
        download = store.begin(0);
        assertThat(arriving.lendableBytes(0, 0)).isZero();
        deliver(0);
        assertThat(arriving.lendableBytes(0, 0)).isEqualTo(BLOCK);
    }

    @Test
    void whatIsFoundOnTheMediumCanBeLentThoughItCameToNothingBefore() throws Exception {
        deliver(0);
        store.abandon(download);
        medium.write(0, TORRENT.piece(0));
        store.look(0, here -> events.add("found " + here));
        assertThat(events.next()).isEqualTo("found true");
        assertThat(arriving.lendableBytes(0, 0)).isGreaterThanOrEqualTo(PIECE);
        store.lend(0, 0, 100, ByteBuffer.allocateDirect(100),
                loan -> events.add("lent " + loan.orElseThrow().bytes().equals(TORRENT.piece(0).slice(0, 100))));
        assertThat(events.next()).isEqualTo("lent true");
    }

    /** The bytes that a connection is sending must not become those of another piece. */
    @Test
    void memoryThatIsLentIsNotUsedAgainThoughItsPieceIsGivenUp() {
        deliver(0);
        PieceStore.Loan loan = lend(0, BLOCK).orElseThrow();
        store.abandon(download);
        assertThat(store.begin(1)).isNull();
        loan.giveBack().run();
        assertThat(store.begin(1)).isNotNull();
    }
}
