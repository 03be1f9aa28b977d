package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.storage.HeapBlockStore;

/** Peers that send wrong data: they are found, and the data are right in the end. */
@Timeout(60)
class LyingPeerTest {
    private static final int BLOCK = 16 * 1024;
    private static final int PIECE = 4 * BLOCK;
    private static final int WHOLE_MESSAGE = Integer.MAX_VALUE;

    @RegisterExtension
    final Room room = new Room();

    @Test
    void aLyingPeerIsNotHeardAgainAndTheDataAreRight() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 40 * PIECE);
        CountDownLatch lied = new CountDownLatch(1);
        TestPeer liar = room.peer(torrent, "liar", connection -> {
            TestPeer.offer(connection);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
                lied.countDown();
            }
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        assertThat(lied.await(30, TimeUnit.SECONDS)).isTrue();
        room.peer(torrent, "honest", TestPeer::serve);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
        assertThat(liar.connectionCount()).isEqualTo(1);
    }

    /** Once the fault may have been in between; twice is enough. */
    @Test
    void theOnlySeederIsAskedOnceMoreAndItsBanIsTold() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        AtomicInteger lies = new AtomicInteger();
        room.peer(torrent, "liar", connection -> {
            TestPeer.offer(connection);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
                lies.incrementAndGet();
            }
        });
        Client leecher = room.client();
        leecher.fetch(torrent);
        await(() -> leecher.status().notice().isPresent());
        assertThat(leecher.status().notice().get()).matches("127\\.0\\.0\\.1:\\d+: it sent wrong data for piece 0; "
                + "it is left alone for 60 s, and no other client has what is missing");
        assertThat(lies.get()).isEqualTo(2 * PIECE / BLOCK);
    }

    /** It comes from another port then, but it is the same client. */
    @Test
    void aLyingPeerIsRefusedWhenItConnectsAgain() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 4 * PIECE);
        AtomicInteger lies = new AtomicInteger();
        CountDownLatch refused = new CountDownLatch(1);
        TestPeer liar = room.keep(new TestPeer(torrent, "liar", connection -> {
            try {
                TestPeer.offer(connection);
                while (true) {
                    connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
                    lies.incrementAndGet();
                }
            } finally {
                if (lies.get() > 0) {
                    refused.countDown();
                }
            }
        }));
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        liar.connectTo(leecher.session.port());
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
        await(() -> leecher.status().peerCount() == 0);
        int before = lies.get();
        CountDownLatch again = new CountDownLatch(1);
        TestPeer sameClient = room.keep(new TestPeer(torrent, "liar", connection -> {
            try {
                TestPeer.serve(connection);
            } finally {
                again.countDown();
            }
        }));
        sameClient.connectTo(leecher.session.port());
        assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lies.get()).isEqualTo(before);
        room.client().seed(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    /** Nobody can tell who spoilt a shared piece, so the honest one must not pay for it. */
    @Test
    void aPieceSharedWithALiarIsFetchedAgain() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 6 * PIECE);
        CountDownLatch lied = new CountDownLatch(1);
        AtomicBoolean silent = new AtomicBoolean();
        // One wrong block, then a choke: the rest of the piece comes from others.
        room.peer(torrent, "liar", connection -> {
            TestPeer.offer(connection);
            connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
            connection.send(TestPeer.CHOKE);
            silent.set(true);
            lied.countDown();
            connection.await(-1);
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        room.joinWhen(lied, torrent);
        awaitFinished(leecher);
        assertThat(silent).isTrue();
        assertHolds(copy, torrent);
    }

    /** The piece is then asked of one peer alone, and that one may leave too. */
    @Test
    void aSuspectPieceIsFreeAgainWhenItsOnlySourceLeaves() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        CountDownLatch lied = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        room.peer(torrent, "liar", connection -> {
            TestPeer.offer(connection);
            connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
            connection.send(TestPeer.CHOKE);
            lied.countDown();
            connection.await(-1);
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        assertThat(lied.await(30, TimeUnit.SECONDS)).isTrue();
        // Completes the spoilt piece; when asked for all of it, leaves after one block.
        room.peer(torrent, "leaver", connection -> {
            TestPeer.offer(connection);
            for (int i = 1; i < PIECE / BLOCK; i++) {
                connection.answer(connection.await(TestPeer.REQUEST));
            }
            connection.answer(connection.await(TestPeer.REQUEST));
            connection.close();
            left.countDown();
        });
        room.joinWhen(left, torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }
}
