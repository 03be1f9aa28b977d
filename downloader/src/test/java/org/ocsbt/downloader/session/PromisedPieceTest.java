package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.storage.HeapBlockStore;

/** Our own kind gets a piece while it arrives; whoever passes on a wrong one says so, or is not believed again. */
@Timeout(60)
class PromisedPieceTest {
    private static final int PROMISE = 13;
    private static final int BROKEN = 16;
    private static final int BLOCK = 16 * 1024;
    private static final int BLOCKS = 4;
    private static final int PIECE = BLOCKS * BLOCK;
    private static final int WHOLE_MESSAGE = Integer.MAX_VALUE;
    private static final String KIN = "-OB0010-";

    @RegisterExtension
    final Room room = new Room();

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException("interrupted while waiting", e);
        }
    }

    /**
     * A seeder so slow that a piece is worth promising as soon as its rate is known. It stops in the middle of each piece until
     * the reader was promised it, or for a moment, and in the middle of the first promised one until it is told to go on.
     */
    private final class SlowSeeder {
        private static final long BLOCK_MILLIS = 50;
        private static final long MOMENT_MILLIS = 300;

        private final CountDownLatch promised = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private volatile int piece = -1;
        private final boolean lies;

        /** @param lies the second half of the promised piece is wrong */
        SlowSeeder(boolean lies) {
            this.lies = lies;
        }

        void promised(TestPeer.Message promise) {
            piece = promise.body().getInt(0);
            promised.countDown();
        }

        private void serve(TestPeer.Connection connection) throws IOException {
            TestPeer.offer(connection);
            while (true) {
                TestPeer.Message request = connection.await(TestPeer.REQUEST);
                boolean secondHalf = request.body().getInt(4) >= PIECE / 2;
                pause(secondHalf);
                boolean wrong = lies && secondHalf && request.body().getInt(0) == piece;
                connection.answer(request, wrong, WHOLE_MESSAGE);
            }
        }

        private void pause(boolean secondHalf) throws IOException {
            try {
                if (secondHalf && promised.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS)) {
                    PromisedPieceTest.await(goOn);
                } else {
                    Thread.sleep(BLOCK_MILLIS);
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted while waiting", e);
            }
        }
    }

    /** A client of our own kind that is served before there is anything. */
    private static void beServed(TestPeer.Connection connection) throws IOException {
        connection.shakeHands();
        connection.send(TestPeer.INTERESTED);
        connection.await(TestPeer.UNCHOKE);
    }

    /** Asks for blocks, and returns what comes first. */
    private static TestPeer.Message ask(TestPeer.Connection connection, int piece, int... blocks) throws IOException {
        for (int block : blocks) {
            connection.send(TestPeer.REQUEST, piece, block * BLOCK, BLOCK);
        }
        return connection.await(TestPeer.PIECE);
    }

    private static void assertIsBlock(SampleTorrent torrent, int piece, int block, TestPeer.Message message) {
        ByteBuffer body = message.body().duplicate();
        assertThat(body.getInt()).isEqualTo(piece);
        assertThat(body.getInt()).isEqualTo(block * BLOCK);
        assertThat(body).isEqualTo(torrent.piece(piece).slice(block * BLOCK, BLOCK));
    }

    /** What a reader does that was promised a piece. */
    private interface Reading {
        void run(TestPeer.Connection connection, int piece) throws IOException;
    }

    /** Connects a client of our own kind to one that will be promised a piece there. */
    private void connectReader(SampleTorrent torrent, Client client, SlowSeeder seeder, Reading reading) throws IOException {
        room.keep(new TestPeer(torrent, KIN + "reader", connection -> {
            beServed(connection);
            TestPeer.Message promise = connection.await(PROMISE);
            seeder.promised(promise);
            reading.run(connection, promise.body().getInt(0));
        })).connectTo(client.session.port());
    }

    private static void awaitHave(TestPeer.Connection connection, int piece) throws IOException {
        while (connection.await(TestPeer.HAVE).body().getInt() != piece) {
            // of another one
        }
    }

    @Test
    void blocksAreServedBeforeTheirPieceIsWhole() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        SlowSeeder seeder = new SlowSeeder(false);
        CountDownLatch done = new CountDownLatch(1);
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        connectReader(torrent, client, seeder, (connection, piece) -> {
            // The last block is not here: the first one doesn't wait for it.
            assertIsBlock(torrent, piece, 0, ask(connection, piece, BLOCKS - 1, 0));
            seeder.goOn.countDown();
            assertIsBlock(torrent, piece, BLOCKS - 1, connection.await(TestPeer.PIECE));
            awaitHave(connection, piece);
            done.countDown();
        });
        room.peer(torrent, "seeder", seeder::serve);
        await(done);
        awaitFinished(client);
        assertHolds(copy, torrent);
    }

    @Test
    void otherProgramsHearOfVerifiedPiecesOnly() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        SlowSeeder seeder = new SlowSeeder(false);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger promises = new AtomicInteger();
        Client client = room.client();
        client.fetch(torrent);
        connectReader(torrent, client, seeder, (connection, piece) -> {
            seeder.goOn.countDown();
            connection.await(-1);
        });
        TestPeer other = room.keep(new TestPeer(torrent, "other", connection -> {
            connection.shakeHands();
            for (int haves = 0; haves < 20;) {
                int id = connection.read().id();
                haves += id == TestPeer.HAVE ? 1 : 0;
                promises.addAndGet(id == PROMISE ? 1 : 0);
            }
            done.countDown();
        }));
        other.connectTo(client.session.port());
        Room.await(() -> client.status().peerCount() == 2);
        room.peer(torrent, "seeder", seeder::serve);
        await(done);
        await(seeder.promised);
        assertThat(promises).hasValue(0);
    }

    @Test
    void whoPassedOnAWrongPieceTakesItBack() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        SlowSeeder liar = new SlowSeeder(true);
        CountDownLatch done = new CountDownLatch(1);
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        connectReader(torrent, client, liar, (connection, piece) -> {
            ask(connection, piece, 0);
            liar.goOn.countDown();
            assertThat(connection.await(BROKEN).body().getInt()).isEqualTo(piece);
            done.countDown();
        });
        room.peer(torrent, "liar", liar::serve);
        await(done);
        byte[] piece = Arrays.copyOfRange(copy.content(), liar.piece * PIECE, (liar.piece + 1) * PIECE);
        assertThat(piece).containsOnly(0);
    }

    @Test
    void whatCameOfABrokenPromiseIsThrownAwayAndNobodyIsBlamed() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        CountDownLatch withdrawn = new CountDownLatch(1);
        TestPeer unlucky = room.peer(torrent, KIN + "unlucky", connection -> {
            connection.shakeHands();
            connection.send(PROMISE, 0);
            connection.await(TestPeer.INTERESTED);
            connection.send(TestPeer.UNCHOKE);
            connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
            connection.send(BROKEN, 0);
            connection.await(TestPeer.CANCEL);
            withdrawn.countDown();
            connection.send(TestPeer.HAVE, 0);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST));
            }
        });
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        await(withdrawn);
        awaitFinished(client);
        assertHolds(copy, torrent);
        assertThat(unlucky.connectionCount()).isEqualTo(1);
        assertThat(client.status().notice()).isEmpty();
    }

    @Test
    void whoPromisesAWrongPieceIsNotBannedButNotBelievedAgain() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 2 * PIECE);
        CountDownLatch lied = new CountDownLatch(1);
        CountDownLatch promisedMore = new CountDownLatch(1);
        AtomicInteger askedLater = new AtomicInteger();
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        TestPeer liar = room.keep(new TestPeer(torrent, KIN + "liar", connection -> {
            connection.shakeHands();
            connection.send(PROMISE, 0);
            connection.await(TestPeer.INTERESTED);
            connection.send(TestPeer.UNCHOKE);
            for (int i = 0; i < BLOCKS; i++) {
                connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
            }
            lied.countDown();
            // It is found out by then.
            awaitHave(connection, 0);
            connection.send(PROMISE, 1);
            promisedMore.countDown();
            connection.await(TestPeer.REQUEST);
            askedLater.incrementAndGet();
        }));
        liar.connectTo(client.session.port());
        await(lied);
        room.peer(torrent, "half", connection -> {
            connection.shakeHands();
            connection.send(TestPeer.HAVE, 0);
            connection.await(TestPeer.INTERESTED);
            connection.send(TestPeer.UNCHOKE);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST));
            }
        });
        await(promisedMore);
        room.client().seed(torrent);
        awaitFinished(client);
        assertHolds(copy, torrent);
        assertThat(askedLater).hasValue(0);
        assertThat(liar.connectionCount()).isEqualTo(1);
    }

    @Test
    void whoPromisesAPieceThatThereIsNotIsLetGo() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        CountDownLatch closed = new CountDownLatch(1);
        Client client = room.client();
        client.fetch(torrent);
        TestPeer confused = room.keep(new TestPeer(torrent, KIN + "confused", connection -> {
            connection.shakeHands();
            connection.send(PROMISE, 1);
            assertThatIOException().isThrownBy(() -> connection.await(-1));
            closed.countDown();
        }));
        confused.connectTo(client.session.port());
        await(closed);
    }
}
