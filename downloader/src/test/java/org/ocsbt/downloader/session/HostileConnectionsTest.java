package org.ocsbt.downloader.session;

import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.storage.HeapBlockStore;

/** A thousand connections that want nothing good: the restore goes on, also one that is yet to begin. */
@Timeout(120)
class HostileConnectionsTest {
    private static final int PIECE = 64 * 1024;
    private static final int CONNECTIONS = 1000;

    @RegisterExtension
    final Room room = new Room();
    private final AtomicInteger made = new AtomicInteger();

    /** One in four each: silent, noise, a handshake and silence, a handshake and half a message. */
    private void attack(SampleTorrent torrent, int port) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < CONNECTIONS; i++) {
            int kind = i % 4;
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            TestPeer peer = room.keep(new TestPeer(torrent, "hostile" + i, connection -> {
                made.incrementAndGet();
                if (kind == 1) {
                    connection.out.write(noise);
                } else if (kind > 1) {
                    connection.sendHandshake();
                    connection.out.write(new byte[] {0, 0, 0}, 0, kind == 2 ? 0 : 3);
                }
                while (connection.in.read() >= 0) {
                    // until it is thrown out
                }
            }));
            peer.connectTo(port);
        }
        await(() -> made.get() == CONNECTIONS);
    }

    @Test
    void aRunningRestoreIsUnharmed() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 200 * PIECE);
        AtomicInteger answered = new AtomicInteger();
        room.peer(torrent, "slow seeder", connection -> {
            TestPeer.offer(connection);
            while (true) {
                TestPeer.Message request = connection.await(TestPeer.REQUEST);
                await(() -> answered.get() < 100 || made.get() == CONNECTIONS);
                answered.incrementAndGet();
                connection.answer(request);
            }
        });
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        await(() -> answered.get() == 100);
        attack(torrent, leecher.session.port());
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }

    @Test
    void aRestoreThatIsYetToBeginFindsAPlaceForItsSeeder() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        attack(torrent, leecher.session.port());
        room.client().seed(torrent);
        awaitFinished(leecher);
        assertHolds(copy, torrent);
    }
}
