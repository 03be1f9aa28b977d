package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.storage.FaultyBlockStore;
import org.ocsbt.storage.FaultyBlockStore.Fault;
import org.ocsbt.storage.HeapBlockStore;

/** Who waits until all is done hears of it then, whatever its limit, and no sooner. */
@Timeout(60)
class SettledTest {
    private static final int PIECE = 64 * 1024;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    final Room room = new Room();
    private final SampleTorrent torrent = room.torrent("sda1", PIECE, 10 * PIECE);

    @Test
    void aSeederIsSettledFromTheStart() throws Exception {
        Client seeder = room.client();
        seeder.seed(torrent);
        seeder.session.awaitSettled(LONG);
        assertThat(seeder.isFinished()).isTrue();
    }

    @Test
    void aClientIsSettledAsSoonAsAllItsTorrentsAreFinished() throws Exception {
        SampleTorrent second = room.torrent("sda2", PIECE, 40 * PIECE);
        Client leecher = room.client();
        leecher.fetch(torrent);
        leecher.fetch(second);
        Client seeder = room.client();
        seeder.seed(torrent);
        seeder.seed(second);
        leecher.session.awaitSettled(LONG);
        assertThat(leecher.isFinished()).isTrue();
    }

    @Test
    void soIsOneWhoseMediumFailed() throws Exception {
        room.client().seed(torrent);
        Client leecher = room.client();
        leecher.add(torrent, new FaultyBlockStore(new HeapBlockStore(torrent.content().length), Fault.WRITE, 5), false);
        leecher.session.awaitSettled(LONG);
        assertThat(leecher.status().error()).isPresent();
    }

    @Test
    void whatIsNotSettledIsWaitedForUntilTheLimit() throws Exception {
        Client leecher = room.client();
        leecher.fetch(torrent);
        long start = System.nanoTime();
        leecher.session.awaitSettled(SHORT);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(leecher.isFinished()).isFalse();
    }
}
