package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.FaultyBlockStore;
import org.ocsbt.storage.FaultyBlockStore.Fault;
import org.ocsbt.storage.HeapBlockStore;

/** A client whose medium fails says so, is never finished, and does not hold up the others. */
@Timeout(60)
class BrokenMediumTest {
    private static final int PIECE = 64 * 1024;

    @RegisterExtension
    final Room room = new Room();
    private final SampleTorrent torrent = room.torrent("sda1", PIECE, 40 * PIECE);

    private Client fetch(BlockStore store) throws Exception {
        Client client = room.client();
        client.add(torrent, store, false);
        return client;
    }

    private FaultyBlockStore faulty(Fault fault, int fromCall) {
        return new FaultyBlockStore(new HeapBlockStore(torrent.content().length), fault, fromCall);
    }

    private static void assertFailed(Client client, String message) {
        await(() -> client.status().error().isPresent());
        TorrentStatus status = client.status();
        assertThat(status.error()).contains(message);
        assertThat(status.state()).isEqualTo(TorrentState.ERROR);
        assertThat(status.finished()).isFalse();
        assertThat(status.doneBytes()).isLessThan(status.totalBytes());
    }

    @Test
    void aFailedWriteIsAnErrorAndNothingMoreIsWritten() throws Exception {
        room.client().seed(torrent);
        FaultyBlockStore store = faulty(Fault.WRITE, 5);
        Client leecher = fetch(store);
        assertFailed(leecher, "cannot write broken medium: Input/output error");
        leecher.close();
        assertThat(store.writes()).isEqualTo(5);
        assertFailed(leecher, "cannot write broken medium: Input/output error");
    }

    /** What it has verified may be the only copy of it. */
    @Test
    void aClientWhoseMediumFailedServesWhatItHas() throws Exception {
        Client seeder = room.client();
        seeder.seed(torrent);
        Client broken = fetch(faulty(Fault.WRITE, 21));
        await(() -> broken.status().error().isPresent());
        seeder.close();
        assertThat(broken.status().verifiedPieces()).isEqualTo(20);
        Client late = room.client();
        HeapBlockStore copy = late.fetch(torrent);
        await(() -> late.status().verifiedPieces() == 20);
        assertThat(broken.status().state()).isEqualTo(TorrentState.ERROR);
        room.client().seed(torrent);
        awaitFinished(late);
        assertHolds(copy, torrent);
        assertThat(broken.status().verifiedPieces()).isEqualTo(20);
    }

    @Test
    void theLastWriteCountsToo() throws Exception {
        room.client().seed(torrent);
        assertFailed(fetch(faulty(Fault.WRITE, 40)), "cannot write broken medium: Input/output error");
    }

    @Test
    void aFailedFlushIsAnError() throws Exception {
        room.client().seed(torrent);
        Client leecher = fetch(faulty(Fault.FLUSH, 1));
        assertFailed(leecher, "cannot flush broken medium: Input/output error");
        assertThat(room.tracker.events()).doesNotContain("completed");
    }

    @Test
    void aFaultOfTheProgramIsAnErrorToo() throws Exception {
        room.client().seed(torrent);
        // Too short for the torrent: the store throws what no medium would.
        assertFailed(fetch(new HeapBlockStore(10 * PIECE)), "internal fault at heap: java.lang.IndexOutOfBoundsException: "
                + "655360+65536 is not within 655360");
    }

    @Test
    void aSeederThatCannotReadSaysSoAndServesTheRest() throws Exception {
        Client broken = room.client();
        broken.add(torrent, new FaultyBlockStore(new HeapBlockStore(torrent.content(), "heap"), Fault.READ, 3), true);
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        await(() -> broken.status().error().isPresent());
        assertThat(broken.status().error().get()).matches("piece \\d+ is lost: cannot read broken medium: .*");
        room.client().seed(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    @Test
    void aSeederWhoseDataHaveChangedDoesNotSpreadThem() throws Exception {
        byte[] content = torrent.content().clone();
        content[7 * PIECE + 1234] ^= 4;
        Client broken = room.client();
        broken.add(torrent, new HeapBlockStore(content, "heap"), true);
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        assertFailed(broken, "piece 7 is lost: the heap at offset 458752, 65536 bytes: not the data that the torrent says");
        // All the rest comes from it, and nobody has a reason to ban it.
        await(() -> leecher.status().verifiedPieces() == 39);
        room.client().seed(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
        assertThat(leecher.status().notice()).isEmpty();
        await(() -> room.tracker.errors().stream().anyMatch(error -> error.startsWith("piece 7 is lost")));
    }

    @Test
    void whatIsReadBackWrongIsAFailure() throws Exception {
        room.client().seed(torrent);
        Client leecher = room.verifyingClient();
        HeapBlockStore below = new HeapBlockStore(torrent.content().length);
        leecher.add(torrent, new FaultyBlockStore(below, Fault.FLIP, 9), false);
        await(() -> leecher.status().error().isPresent());
        assertThat(leecher.status().error().get()).matches(
                "piece \\d+ is lost: the heap at offset \\d+, 65536 bytes: not the data that the torrent says");
        assertThat(leecher.status().finished()).isFalse();
        assertThat(leecher.status().verifiedPieces()).isEqualTo(39);
        assertThat(room.tracker.events()).doesNotContain("completed");
    }

    @Test
    void whatIsReadBackRightIsFinished() throws Exception {
        room.client().seed(torrent);
        Client leecher = room.verifyingClient();
        HeapBlockStore copy = leecher.fetch(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
        assertThat(leecher.status().notice()).contains("all of it was read back and is right");
    }

    @Test
    void aClientWhoseMediumFailedDoesNotHoldUpTheOthers() throws Exception {
        room.client().seed(torrent);
        Client broken = fetch(faulty(Fault.WRITE, 10));
        Client sound = room.client();
        HeapBlockStore copy = sound.fetch(torrent);
        awaitFinished(sound);
        assertHolds(copy, torrent);
        assertFailed(broken, "cannot write broken medium: Input/output error");
    }

    /** All torrents of a session share the piece memory: what a failed one holds must come back. */
    @Test
    void anotherTorrentOfTheSameSessionGoesOnWithTheLeastMemory() throws Exception {
        SampleTorrent second = room.torrent("sda2", PIECE, 60 * PIECE);
        Client seeder = room.client();
        seeder.seed(torrent);
        Client leecher = room.client(0);
        leecher.add(torrent, faulty(Fault.WRITE, 1), false);
        HeapBlockStore copy = leecher.fetch(second);
        await(() -> leecher.status(torrent).error().isPresent());
        seeder.seed(second);
        await(() -> leecher.status(second).finished());
        assertHolds(copy, second);
        assertThat(leecher.status(torrent).state()).isEqualTo(TorrentState.ERROR);
    }

    @Test
    void resumingAFailedTorrentDoesNotHideTheError() throws Exception {
        room.client().seed(torrent);
        Client leecher = fetch(faulty(Fault.WRITE, 3));
        await(() -> leecher.status().error().isPresent());
        leecher.session.pause(torrent.metainfo().infoHash());
        leecher.session.resume(torrent.metainfo().infoHash());
        assertFailed(leecher, "cannot write broken medium: Input/output error");
    }

    @Test
    void whatAnEarlierRunWroteIsFoundAndOnlyTheRestIsFetched() throws Exception {
        room.client().seed(torrent);
        HeapBlockStore half = new HeapBlockStore(torrent.content().length);
        for (int piece = 0; piece < 40; piece += 2) {
            half.write((long) piece * PIECE, torrent.piece(piece));
        }
        // One wrong byte in a piece that was half written when the power went.
        half.write(3L * PIECE, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Client leecher = fetch(half);
        awaitFinished(leecher);
        assertHolds(half, torrent);
        assertThat(leecher.status().downloadedBytes()).isEqualTo(20L * PIECE);
    }
}
