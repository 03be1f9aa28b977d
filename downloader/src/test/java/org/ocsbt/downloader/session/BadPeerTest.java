package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.downloader.session.TestPeer.Connection;
import org.ocsbt.downloader.session.TestPeer.Message;
import org.ocsbt.storage.HeapBlockStore;

/** Peers that lie, stall or leave: the data are right in the end, and the end comes. */
@Timeout(60)
class BadPeerTest {
    private static final int BLOCK = 16 * 1024;
    private static final int PIECE = 4 * BLOCK;
    private static final int WHOLE_MESSAGE = Integer.MAX_VALUE;

    @RegisterExtension
    final Room room = new Room();

    /** Lets an honest client join once the bad one is at work. */
    private void joinWhen(CountDownLatch atWork, SampleTorrent torrent) throws Exception {
        assertThat(atWork.await(30, TimeUnit.SECONDS)).isTrue();
        room.client().seed(torrent);
    }

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
        joinWhen(lied, torrent);
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
        joinWhen(left, torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

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
        joinWhen(left, torrent);
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
        joinWhen(stalls, torrent);
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
        joinWhen(stall, torrent);
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
        joinWhen(stalls, torrent);
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

    @Test
    void blocksNobodyAskedForAreIgnored() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 4 * PIECE);
        room.peer(torrent, "pushy", connection -> {
            TestPeer.offer(connection);
            while (true) {
                Message request = connection.await(TestPeer.REQUEST);
                connection.answer(request);
                // Once more, and wrong this time: nobody owes it any more.
                connection.answer(request, true, WHOLE_MESSAGE);
            }
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    @Test
    void aPeerThatChokesAndUnchokesAllTheTimeStillDelivers() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 50 * PIECE);
        room.peer(torrent, "fickle", connection -> {
            TestPeer.offer(connection);
            while (true) {
                for (int i = 0; i < 3; i++) {
                    connection.answer(connection.await(TestPeer.REQUEST));
                }
                connection.send(TestPeer.CHOKE);
                // What was asked before is forgotten, as BEP 3 says: read it away.
                while (connection.in.available() > 0) {
                    connection.read();
                }
                connection.send(TestPeer.UNCHOKE);
            }
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    /** The better of two connections must not be refused because the other still takes the only place. */
    @Test
    void twoConnectionsToOnePeerBecomeOneAlsoWhenThePlacesAreFull() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 4 * PIECE);
        CountDownLatch dialed = new CountDownLatch(1);
        CountDownLatch otherIsOpen = new CountDownLatch(1);
        AtomicBoolean incoming = new AtomicBoolean();
        // Its id is smaller than ours, so both sides must keep the connection that we make.
        TestPeer peer = room.peer(torrent, "!", connection -> {
            if (incoming.get()) {
                connection.shakeHands();
                connection.sendFullBitfield();
                connection.await(TestPeer.INTERESTED);
                otherIsOpen.countDown();
                connection.await(-1);
            } else {
                dialed.countDown();
                try {
                    otherIsOpen.await();
                } catch (InterruptedException e) {
                    return;
                }
                TestPeer.serve(connection);
            }
        });
        Client leecher = room.client();
        leecher.maxConnections = 1;
        HeapBlockStore copy = leecher.fetch(torrent);
        assertThat(dialed.await(30, TimeUnit.SECONDS)).isTrue();
        incoming.set(true);
        peer.connectTo(leecher.session.port());
        awaitFinished(leecher);
        assertHolds(copy, torrent);
        assertThat(peer.connectionCount()).isEqualTo(2);
    }

    @Test
    void aHostileStreamCostsThatConnectionOnly() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 40 * PIECE);
        AtomicInteger seed = new AtomicInteger();
        room.peer(torrent, "hostile", connection -> {
            TestPeer.offer(connection);
            byte[] noise = new byte[100_000];
            new Random(seed.incrementAndGet()).nextBytes(noise);
            connection.out.write(noise);
            connection.await(-1);
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        await(() -> seed.get() >= 2);
        room.client().seed(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }
}
