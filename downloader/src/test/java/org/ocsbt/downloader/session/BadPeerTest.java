package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

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
import org.ocsbt.downloader.session.TestPeer.Message;
import org.ocsbt.storage.HeapBlockStore;

/** Peers that break the rules in other ways: that costs them their connection, and nobody else anything. */
@Timeout(60)
class BadPeerTest {
    private static final int BLOCK = 16 * 1024;
    private static final int PIECE = 4 * BLOCK;
    private static final int WHOLE_MESSAGE = Integer.MAX_VALUE;

    @RegisterExtension
    final Room room = new Room();

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
