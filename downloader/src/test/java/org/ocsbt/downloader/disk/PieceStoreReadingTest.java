package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.FaultyBlockStore;
import org.ocsbt.storage.FaultyBlockStore.Fault;
import org.ocsbt.storage.HeapBlockStore;

/** What a {@link PieceStore} does about what lies on the medium: read for peers, read back, looked for. */
@Timeout(30)
class PieceStoreReadingTest {
    private static final int PIECE = 64 * 1024;
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", PIECE, 3 * PIECE + 5);

    private final HeardEvents events = new HeardEvents();
    private final DiskThreads threads = new DiskThreads();
    private final HeapBlockStore medium = new HeapBlockStore(TORRENT.content().length);

    private PieceStore storeOn(BlockStore store) {
        return new PieceStore(TORRENT.metainfo(), store, new PieceBufferPool(PIECE, () -> { }), threads, events);
    }

    @AfterEach
    void endThreads() throws Exception {
        threads.close(Duration.ofSeconds(10));
    }

    @Test
    void aPieceThatCannotBeReadIsLostAndNotLent() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.READ, 1));
        store.lend(0, 0, 100, ByteBuffer.allocateDirect(100), loan -> events.add("lent " + loan.isPresent()));
        assertThat(events.next()).isEqualTo("lost 0: cannot read broken medium: Input/output error");
        assertThat(events.next()).isEqualTo("lent false");
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
        assertThat(events.next()).isEqualTo("lent true");
        lend(store, 1, PIECE / 2, PIECE / 2);
        assertThat(events.next()).isEqualTo(LOST);
        assertThat(events.next()).isEqualTo("lent false");
        lend(store, 0, 0, PIECE);
        assertThat(events.next()).isEqualTo("lent true");
    }

    @Test
    void whoBeginsInTheMiddleOfAChangedPieceGetsNothing() throws Exception {
        spoil(1);
        lend(storeOn(medium), 1, 100, 100);
        assertThat(events.next()).isEqualTo(LOST);
        assertThat(events.next()).isEqualTo("lent false");
    }

    @Test
    void everyPieceIsReadBack() throws Exception {
        spoil(1);
        storeOn(medium).readBack(checked -> events.add("checked " + checked));
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            heard.add(events.next());
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
            assertThat(events.next()).isEqualTo(piece + " " + (piece == 0 || piece == 3));
        }
    }

    @Test
    void whatCannotBeReadCountsAsMissing() throws Exception {
        PieceStore store = storeOn(new FaultyBlockStore(medium, Fault.READ, 1));
        store.look(0, here -> events.add(String.valueOf(here)));
        assertThat(events.next()).isEqualTo("false");
    }
}
