package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.downloader.session.TestPeer.Connection;
import org.ocsbt.downloader.session.TestPeer.Message;
import org.ocsbt.storage.HeapBlockStore;

/** Peers that leave or fall silent while they owe blocks: others deliver them, and the end comes. */
@Timeout(60)
class StallingPeerTest {
    private static final int BLOCK = 16 * 1024;
    private static final int PIECE = 4 * BLOCK;

    @RegisterExtension
    final Room room = new Room();

    @Test
    void whatALeaverOwesIsFetchedElsewhere() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 10 * PIECE);
        CountDownLatch left = new CountDownLatch(1);
        room.peer(torrent, "leaver", connection -> {
            TestPeer.offer(connection);
            connection.answer(connection.await(TestPeer.REQUEST));
            connection.answer(connection.await(TestPeer.REQUEST), false, 1000);
            connection.close();
            left.countDown();
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        room.joinWhen(left, torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    /** The last bytes and the end of the stream may be read in one go. */
    @Test
    void aPeerThatLeavesWithTheLastBlockLeavesNothingBehind() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        room.peer(torrent, "leaver", connection -> {
            TestPeer.offer(connection);
            Message[] requests = new Message[PIECE / BLOCK];
            for (int i = 0; i < requests.length; i++) {
                requests[i] = connection.await(TestPeer.REQUEST);
            }
            for (Message request : requests) {
                connection.answer(request);
            }
            connection.close();
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    /** Unchokes, and then never sends anything. */
    private static void stall(Connection connection, CountDownLatch atWork) throws IOException {
        TestPeer.offer(connection);
        connection.await(TestPeer.REQUEST);
        atWork.countDown();
        connection.await(-1);
    }

    @Test
    void aStallingPeerIsRelievedByAnotherThatHasThePiece() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        CountDownLatch stalls = new CountDownLatch(1);
        room.peer(torrent, "staller", connection -> stall(connection, stalls));
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        room.joinWhen(stalls, torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    @Test
    @Timeout(240) // a starved machine comes round to the one that delivers but every few seconds
    void severalStallingPeersAreRelievedAlsoWhenTheyHoldAllPieceMemory() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 40 * PIECE);
        // The first one that is asked gets as many pieces as there is memory for.
        CountDownLatch stall = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            room.peer(torrent, "staller " + i, connection -> stall(connection, stall));
        }
        Client leecher = room.client(0);
        leecher.maxConnections = 12;
        HeapBlockStore copy = leecher.fetch(torrent);
        room.joinWhen(stall, torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    @Test
    void aPeerThatStopsInTheMiddleOfABlockIsRelieved() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        CountDownLatch stalls = new CountDownLatch(1);
        room.peer(torrent, "staller", connection -> {
            TestPeer.offer(connection);
            connection.answer(connection.await(TestPeer.REQUEST), false, 5000);
            stalls.countDown();
            connection.await(-1);
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        room.joinWhen(stalls, torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    /** Only the seeder's first piece lies with the slow one; nobody else can deliver it. */
    @Test
    void aSlowPeerThatAloneHasAPieceIsWaitedFor() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        room.peer(torrent, "slow", connection -> {
            TestPeer.offer(connection);
            Message first = connection.await(TestPeer.REQUEST);
            try {
                // Longer than any patience with a peer that others could replace.
                TimeUnit.SECONDS.sleep(5);
            } catch (InterruptedException e) {
                return;
            }
            connection.answer(first);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST));
            }
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
        assertThat(leecher.status().downloadedBytes()).isLessThan(2L * PIECE);
    }
}
