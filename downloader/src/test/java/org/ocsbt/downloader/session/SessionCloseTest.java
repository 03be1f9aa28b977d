package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.ocsbt.downloader.session.Room.assertHolds;
import static org.ocsbt.downloader.session.Room.await;
import static org.ocsbt.downloader.session.Room.awaitFinished;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.Room.Client;
import org.ocsbt.downloader.session.TorrentOptions.Layout;
import org.ocsbt.storage.HeapBlockStore;

/** What is left of a session that has been closed: nothing. */
@Timeout(60)
class SessionCloseTest {
    private static final int PIECE = 64 * 1024;

    @TempDir
    Path directory;

    @RegisterExtension
    final Room room = new Room();

    /** Threads of sessions that live now. */
    private static Set<Thread> sessionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("torrents|announce|hash|read|write .*|peers \\d+"))
                .collect(Collectors.toSet());
    }

    private static void awaitNoneBut(Set<Thread> before) {
        await(() -> before.containsAll(sessionThreads()));
    }

    @Test
    void noThreadIsLeftAfterATransfer() throws Exception {
        Set<Thread> before = sessionThreads();
        SampleTorrent torrent = room.torrent("sda1", PIECE, 20 * PIECE);
        Client seeder = room.client();
        seeder.seed(torrent);
        Client leecher = room.client();
        leecher.fetch(torrent);
        awaitFinished(leecher);
        assertThat(sessionThreads()).hasSizeGreaterThan(before.size());
        leecher.close();
        seeder.close();
        awaitNoneBut(before);
        assertThat(room.tracker.events()).containsOnlyOnce("completed").contains("stopped");
    }

    @Test
    void noThreadIsLeftInTheMiddleOfATransfer() throws Exception {
        Set<Thread> before = sessionThreads();
        SampleTorrent torrent = room.torrent("sda1", PIECE, 400 * PIECE);
        Client seeder = room.client();
        seeder.seed(torrent);
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        await(() -> leecher.status().doneBytes() > 5 * PIECE);
        leecher.close();
        assertThat(copy.isClosed()).isTrue();
        assertThat(copy.isFlushed()).isTrue();
        seeder.close();
        awaitNoneBut(before);
    }

    /** The next run finds there what this one counted. */
    @Test
    void whatWasVerifiedIsOnTheMediumAfterClose() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 400 * PIECE);
        room.client().seed(torrent);
        Client leecher = room.client();
        HeapBlockStore copy = leecher.fetch(torrent);
        await(() -> leecher.status().doneBytes() > 20 * PIECE);
        leecher.close();
        TorrentStatus last = leecher.status();
        assertThat(last.error()).isEmpty();
        byte[] content = copy.content();
        long whole = Stream.iterate(0, piece -> piece + 1).limit(400)
                .filter(piece -> torrent.piece(piece).equals(ByteBuffer.wrap(content, piece * PIECE, PIECE)))
                .count();
        assertThat(whole).isEqualTo(last.verifiedPieces());
    }

    @Test
    void aSilentTrackerTakesNoMoreThanTheLimit() throws Exception {
        Set<Thread> before = sessionThreads();
        SampleTorrent torrent = room.torrent("sda1", PIECE, 4 * PIECE);
        Client client = room.client();
        HeapBlockStore store = client.seed(torrent);
        await(() -> room.tracker.events().contains("started"));
        room.tracker.hang();
        long start = System.nanoTime();
        client.session.close(Duration.ofMillis(300));
        // Far less than the tracker's own time limit of 5 s, and the medium did not have to wait.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(store.isClosed()).isTrue();
        awaitNoneBut(before);
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 4 * PIECE);
        Client client = room.client();
        client.seed(torrent);
        client.session.close();
        client.session.close();
        assertThat(client.status().peerCount()).isZero();
    }

    @Test
    void aSessionWithoutTorrentsClosesToo() throws Exception {
        Set<Thread> before = sessionThreads();
        Sessions.open(new SessionOptions(0, 0)).close();
        awaitNoneBut(before);
    }

    @Test
    void aSessionThatFindsNoPortLeavesNothingBehind() throws Exception {
        Set<Thread> before = sessionThreads();
        try (ServerSocket taken = new ServerSocket(65535, 1, InetAddress.getByName("0.0.0.0"))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Sessions.open(new SessionOptions(taken.getLocalPort(), 0)))
                    .withMessageContaining("65535");
        }
        awaitNoneBut(before);
    }

    @Test
    void everyFileIsReleasedWhenTheSessionClosesEarly() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("sda1", PIECE, SampleTorrent.slice(0, 4 * PIECE));
        Path image = Files.write(directory.resolve("disk.img"), new byte[4 * PIECE]);
        TransferSession session = Sessions.open(new SessionOptions(0, 0));
        session.add(options(torrent, image));
        assertThat(openFiles()).anyMatch(file -> file.equals(image));
        session.close();
        assertThat(openFiles()).noneMatch(file -> file.equals(image));
    }

    @Test
    void ifOneTargetIsRefusedTheOthersAreReleased() throws Exception {
        SampleTorrent first = SampleTorrent.ofSlices("sda1", PIECE, SampleTorrent.slice(0, PIECE));
        SampleTorrent second = SampleTorrent.ofSlices("sda2", PIECE, SampleTorrent.slice(0, PIECE));
        Path image = Files.write(directory.resolve("disk.img"), new byte[PIECE]);
        Path tooSmall = Files.write(directory.resolve("small.img"), new byte[PIECE - 1]);
        try (TransferSession session = Sessions.open(new SessionOptions(0, 0))) {
            assertThatExceptionOfType(TorrentException.class)
                    .isThrownBy(() -> session.addAll(List.of(options(first, image), options(second, tooSmall))))
                    .withMessageContaining("too small");
            assertThat(session.statuses()).isEmpty();
            assertThat(openFiles()).noneMatch(file -> file.equals(image));
            assertThatExceptionOfType(TorrentException.class)
                    .isThrownBy(() -> session.addAll(List.of(options(first, image), options(second, image))))
                    .withMessageContaining("two torrents");
            session.add(options(first, image));
            assertThatExceptionOfType(TorrentException.class).isThrownBy(() -> session.add(options(first, image)))
                    .withMessageContaining("here already");
        }
    }

    private static TorrentOptions options(SampleTorrent torrent, Path image) {
        return new TorrentOptions(torrent.metainfo(), image, Layout.RAW_DEVICE, false, 6, 5, false);
    }

    /** What this process has open (Linux). */
    private static List<Path> openFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.flatMap(descriptor -> {
                try {
                    return Stream.of(Files.readSymbolicLink(descriptor));
                } catch (IOException e) {
                    // Closed meanwhile.
                    return Stream.empty();
                }
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void realFilesHoldTheDataInTheEnd() throws Exception {
        SampleTorrent torrent = room.torrent("sda1", PIECE, 10 * PIECE + 77);
        room.client().seed(torrent);
        Path image = Files.write(directory.resolve("disk.img"), new byte[11 * PIECE]);
        try (TransferSession session = Sessions.open(new SessionOptions(0, 0))) {
            session.add(options(torrent, image));
            await(() -> session.statuses().get(0).finished());
        }
        byte[] device = Files.readAllBytes(image);
        HeapBlockStore copy = new HeapBlockStore(Arrays.copyOf(device, torrent.content().length), "heap");
        assertHolds(copy, torrent);
    }
}
