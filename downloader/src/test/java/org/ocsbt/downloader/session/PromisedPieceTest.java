package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.io.IOException;
import java.nio.ByteBuffer;
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

    /** Answers two requests, wrongly or not, and the rest when it is told to. */
    private TestPeer.Script hesitating(boolean lies, CountDownLatch goOn) {
        return connection -> {
            TestPeer.offer(connection);
            connection.answer(connection.await(TestPeer.REQUEST), lies, WHOLE_MESSAGE);
            connection.answer(connection.await(TestPeer.REQUEST), lies, WHOLE_MESSAGE);
            await(goOn);
            while (true) {
                connection.answer(connection.await(TestPeer.REQUEST), lies, WHOLE_MESSAGE);
            }
        };
    }

    /** A peer that has connected and asks for blocks of piece 0 as soon as it is served. */
    private static TestPeer.Message ask(TestPeer.Connection connection, int... blocks) throws IOException {
        connection.send(TestPeer.INTERESTED);
        connection.await(TestPeer.UNCHOKE);
        for (int block : blocks) {
            connection.send(TestPeer.REQUEST, 0, block * BLOCK, BLOCK);
        }
        return connection.await(TestPeer.PIECE);
    }

    private static void assertIsBlock(SampleTorrent torrent, int block, TestPeer.Message message) {
        ByteBuffer body = message.body().duplicate();
        assertThat(body.getInt()).isZero();
        assertThat(body.getInt()).isEqualTo(block * BLOCK);
        assertThat(body).isEqualTo(torrent.piece(0).slice(block * BLOCK, BLOCK));
    }

    @Test
    void blocksAreServedBeforeTheirPieceIsWhole() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        room.peer(torrent, "seeder", hesitating(false, goOn));
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        TestPeer reader = room.keep(new TestPeer(torrent, KIN + "reader", connection -> {
            connection.shakeHands();
            assertThat(connection.await(PROMISE).body().getInt()).isZero();
            // The last block is not here: the first one doesn't wait for it.
            assertIsBlock(torrent, 0, ask(connection, BLOCKS - 1, 0));
            goOn.countDown();
            assertIsBlock(torrent, BLOCKS - 1, connection.await(TestPeer.PIECE));
            connection.await(TestPeer.HAVE);
            done.countDown();
        }));
        reader.connectTo(client.session.port());
        await(done);
        awaitFinished(client);
        assertHolds(copy, torrent);
    }

    @Test
    void otherProgramsHearOfVerifiedPiecesOnly() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger promises = new AtomicInteger();
        Client client = room.client();
        client.fetch(torrent);
        TestPeer other = room.keep(new TestPeer(torrent, "other", connection -> {
            connection.shakeHands();
            connected.countDown();
            for (int id = -1; id != TestPeer.HAVE; id = connection.read().id()) {
                promises.addAndGet(id == PROMISE ? 1 : 0);
            }
            done.countDown();
        }));
        other.connectTo(client.session.port());
        await(connected);
        TestPeer seeder = room.keep(new TestPeer(torrent, "seeder", hesitating(false, goOn)));
        seeder.connectTo(client.session.port());
        goOn.countDown();
        await(done);
        assertThat(promises).hasValue(0);
    }

    @Test
    void whoPassedOnAWrongPieceTakesItBack() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, PIECE);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        room.peer(torrent, "liar", hesitating(true, goOn));
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        TestPeer reader = room.keep(new TestPeer(torrent, KIN + "reader", connection -> {
            connection.shakeHands();
            connection.await(PROMISE);
            ask(connection, 0);
            goOn.countDown();
            assertThat(connection.await(BROKEN).body().getInt()).isZero();
            done.countDown();
        }));
        reader.connectTo(client.session.port());
        await(done);
        assertThat(copy.content()).containsOnly(0);
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
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch passedOn = new CountDownLatch(1);
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch promisedMore = new CountDownLatch(1);
        AtomicInteger askedLater = new AtomicInteger();
        Client client = room.client();
        HeapBlockStore copy = client.fetch(torrent);
        TestPeer witness = room.keep(new TestPeer(torrent, KIN + "witness", connection -> {
            connection.shakeHands();
            connected.countDown();
            connection.await(PROMISE);
            passedOn.countDown();
            connection.await(BROKEN);
            found.countDown();
            connection.await(-1);
        }));
        witness.connectTo(client.session.port());
        await(connected);
        TestPeer liar = room.keep(new TestPeer(torrent, KIN + "liar", connection -> {
            connection.shakeHands();
            connection.send(PROMISE, 0);
            connection.await(TestPeer.INTERESTED);
            connection.send(TestPeer.UNCHOKE);
            connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
            await(passedOn);
            for (int i = 1; i < BLOCKS; i++) {
                connection.answer(connection.await(TestPeer.REQUEST), true, WHOLE_MESSAGE);
            }
            await(found);
            connection.send(PROMISE, 1);
            promisedMore.countDown();
            connection.await(TestPeer.REQUEST);
            askedLater.incrementAndGet();
        }));
        liar.connectTo(client.session.port());
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
