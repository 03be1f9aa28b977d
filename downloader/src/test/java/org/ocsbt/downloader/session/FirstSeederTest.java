package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.downloader.session.TestPeer.Connection;
import org.ocsbt.downloader.session.TestPeer.Message;

/** What a seeder tells that hands each piece out once before any twice. */
@Timeout(60)
class FirstSeederTest {
    private static final int BLOCK = 16 * 1024;
    private static final int PIECES = 12;

    @RegisterExtension
    final Room room = new Room();

    /** Enhanced CTorrent takes a second {@code have} of the same piece for an offence and leaves. */
    @Test
    void noPieceIsAnnouncedTwiceEvenToAPeerThatNeverSaysWhatItHas() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", BLOCK, PIECES * BLOCK);
        List<Integer> announced = new CopyOnWriteArrayList<>();
        CountDownLatch allFetched = new CountDownLatch(1);
        TestPeer peer = room.keep(new TestPeer(torrent, "quiet", connection -> {
            fetchAll(connection, announced);
            allFetched.countDown();
        }));
        Client seeder = room.client();
        seeder.seed(torrent);
        peer.connectTo(seeder.session.port());
        assertThat(allFetched.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(announced).hasSize(PIECES).doesNotHaveDuplicates();
    }

    /** Asks for each piece as it is announced; ends when the seeder has done with the last one. */
    private static void fetchAll(Connection connection, List<Integer> announced) throws IOException {
        connection.shakeHands();
        connection.send(TestPeer.INTERESTED);
        boolean choked = true;
        int asked = 0;
        int fetched = 0;
        while (fetched < PIECES) {
            Message message = connection.read();
            switch (message.id()) {
                case TestPeer.HAVE -> announced.add(message.body().getInt());
                case TestPeer.UNCHOKE -> choked = false;
                case TestPeer.PIECE -> fetched++;
                default -> throw new IOException("message " + message.id());
            }
            while (!choked && asked < announced.size()) {
                connection.send(TestPeer.REQUEST, announced.get(asked++), 0, BLOCK);
            }
        }
        // Two complete clients part; that comes behind all that the last piece made the seeder say.
        for (int piece = 0; piece < PIECES; piece++) {
            connection.send(TestPeer.HAVE, piece);
        }
        try {
            while (true) {
                announced.add(connection.read().body().getInt());
            }
        } catch (EOFException parted) {
            // Whatever was announced is in the list.
        }
    }
}
