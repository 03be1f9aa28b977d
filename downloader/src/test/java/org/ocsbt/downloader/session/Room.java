package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ocsbt.SampleTorrent;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.HeapBlockStore;

/**
 * A classroom on loopback: a tracker, and sessions whose media are in memory. Closes all of it, after the test where
 * it is a test's extension.
 */
final class Room implements Closeable, AfterEachCallback {
    static final long MEMORY_BYTES = 64L * 1024 * 1024;

    /** What a torrent's data are said to lie in; they are in memory. */
    private static final Path NOWHERE = Path.of("nowhere");

    final TestTracker tracker;
    private final List<Closeable> open = new ArrayList<>();

    Room() {
        try {
            this.tracker = keep(new TestTracker());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        close();
    }

    <C extends Closeable> C keep(C closeable) {
        open.add(0, closeable);
        return closeable;
    }

    /** A partition of one slice, known at this room's tracker. */
    SampleTorrent torrent(String name, int pieceLengthBytes, int lengthBytes) {
        return SampleTorrent.ofSlices(name, pieceLengthBytes, SampleTorrent.slice(0, lengthBytes)).at(tracker.address());
    }

    /** A peer that the tracker tells everybody of. */
    TestPeer peer(SampleTorrent torrent, String name, TestPeer.Script script) throws IOException {
        TestPeer peer = keep(new TestPeer(torrent, name, script));
        tracker.add(torrent.metainfo().infoHash(), peer.port());
        return peer;
    }

    /** Lets an honest seeder join once somebody else is at work. */
    void joinWhen(CountDownLatch atWork, SampleTorrent torrent) throws Exception {
        assertThat(atWork.await(30, TimeUnit.SECONDS)).isTrue();
        client().seed(torrent);
    }

    Client client() throws IOException {
        return client(MEMORY_BYTES);
    }

    Client client(long memoryBytes) throws IOException {
        return client(new SessionOptions(0, memoryBytes));
    }

    Client client(SessionOptions options) throws IOException {
        return keep(new Client(options));
    }

    /** One that reads back what it has written. */
    Client verifyingClient() throws IOException {
        return client(new SessionOptions(0, MEMORY_BYTES).readingBack(true));
    }

    /** A session with one medium in memory for each torrent. */
    final class Client implements Closeable {
        private final Map<InfoHash, BlockStore> stores = new HashMap<>();
        final LocalSession session;
        int maxConnections = 6;
        int maxUploads = 5;

        private Client(SessionOptions given) throws IOException {
            session = new LocalSession(given, all -> all.stream()
                    .map(options -> stores.get(options.metainfo().infoHash())).toList());
        }

        /** Seeds from memory. */
        HeapBlockStore seed(SampleTorrent torrent) throws TorrentException {
            HeapBlockStore store = new HeapBlockStore(torrent.content(), "heap");
            add(torrent, store, true);
            return store;
        }

        /** Fetches into memory. */
        HeapBlockStore fetch(SampleTorrent torrent) throws TorrentException {
            HeapBlockStore store = new HeapBlockStore(torrent.content().length);
            add(torrent, store, false);
            return store;
        }

        /** Fetches some pieces into memory. */
        HeapBlockStore fetch(SampleTorrent torrent, Bitfield wanted) throws TorrentException {
            HeapBlockStore store = new HeapBlockStore(torrent.content().length);
            stores.put(torrent.metainfo().infoHash(), store);
            session.add(new TorrentOptions(torrent.metainfo(), NOWHERE, TorrentOptions.Layout.RAW_DEVICE, false,
                    Optional.empty(), Optional.of(wanted), maxConnections, maxUploads, false));
            return store;
        }

        void add(SampleTorrent torrent, BlockStore store, boolean seed) throws TorrentException {
            stores.put(torrent.metainfo().infoHash(), store);
            session.add(new TorrentOptions(torrent.metainfo(), NOWHERE, TorrentOptions.Layout.RAW_DEVICE, seed,
                    maxConnections, maxUploads, false));
        }

        TorrentStatus status() {
            return session.statuses().get(0);
        }

        TorrentStatus status(SampleTorrent torrent) {
            return session.statuses().stream()
                    .filter(status -> status.infoHash().equals(torrent.metainfo().infoHash())).findFirst().orElseThrow();
        }

        boolean isFinished() {
            return session.statuses().stream().allMatch(TorrentStatus::finished);
        }

        @Override
        public void close() {
            session.close(Duration.ofSeconds(2));
        }
    }

    /** Waits until it holds; the test's own time limit ends it otherwise. */
    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while waiting", e);
            }
        }
    }

    static void awaitFinished(Client... clients) {
        for (Client client : clients) {
            await(() -> client.isFinished() || client.status().error().isPresent());
            assertThat(client.session.statuses()).allSatisfy(status -> {
                assertThat(status.error()).isEmpty();
                assertThat(status.state()).isEqualTo(TorrentState.SEEDING);
                assertThat(status.doneBytes()).isEqualTo(status.totalBytes());
            });
        }
    }

    static void assertHolds(HeapBlockStore store, SampleTorrent torrent) {
        assertThat(Arrays.equals(store.content(), torrent.content())).as("the data of %s", torrent.metainfo().name())
                .isTrue();
        assertThat(store.isFlushed()).isTrue();
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }
}
