package org.ocsbt.downloader.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.ocsbt.SampleTorrent;
import org.ocsbt.extent.SliceNames;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.storage.FaultyMedium;
import org.ocsbt.storage.FaultyMedium.Fault;
import org.ocsbt.storage.MediumException;
import org.ocsbt.storage.RawDeviceStore;

/** The stage of one run: a room, a torrent with gaps, and targets in files; all of it drawn from one seed. */
final class FaultRun implements Closeable {
    static final int BLOCK = 16 * 1024;
    static final int PIECE = 4 * BLOCK;
    private static final int LEAST_PIECES = 12;
    private static final int PIECES_BESIDE = 30;
    private static final int MOST_GAP_BYTES = 300_000;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    final Random random;
    final Room room;
    final SampleTorrent torrent;
    final int pieceCount;
    private final Path directory;
    private final SliceNames.Layout layout;
    private final long deadline = System.nanoTime() + LIMIT_NANOS;
    private final List<Path> targets = new ArrayList<>();
    private final byte foreign;

    FaultRun(long seed, Path directory) throws Exception {
        this(seed, directory, 0);
    }

    /** @param pieces of the torrent; drawn if it is 0 */
    FaultRun(long seed, Path directory, int pieces) throws Exception {
        this.random = new Random(seed);
        this.directory = directory;
        this.room = new Room();
        int drawnBytes = (LEAST_PIECES + random.nextInt(PIECES_BESIDE)) * PIECE + random.nextInt(PIECE);
        this.torrent = SampleTorrent.ofSlices("sda" + seed, PIECE, slices(pieces > 0 ? pieces * PIECE : drawnBytes))
                .at(room.tracker.address());
        this.pieceCount = torrent.metainfo().geometry().pieceCount();
        this.layout = SliceNames.layoutOf(torrent.metainfo());
        // Half of the targets are blank, the others are full of something else.
        this.foreign = (byte) (random.nextBoolean() ? 0 : 0x5A);
    }

    private FileEntry[] slices(int totalBytes) {
        int left = totalBytes;
        List<FileEntry> slices = new ArrayList<>();
        long offset = 0;
        while (left > 0) {
            int length = Math.min(left, 1 + random.nextInt(10 * PIECE));
            slices.add(SampleTorrent.slice(offset, length));
            offset += length + (random.nextInt(3) == 0 ? 0 : random.nextInt(MOST_GAP_BYTES));
            left -= length;
        }
        return slices.toArray(FileEntry[]::new);
    }

    /** What a run finds wrong. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String what) {
            super(what);
        }
    }

    /** A client that writes to a medium of its own. */
    final class Restore {
        final Path target;
        final FaultyMedium medium;
        final Room.Client client;

        Restore(Path target, Fault fault, int fromCall, boolean readBack) throws Exception {
            this.target = target;
            this.medium = new FaultyMedium(target, fault, fromCall, random);
            this.client = readBack ? room.verifyingClient() : room.client();
            client.add(torrent, medium.openForWriting(layout), false);
        }

        /** Everything is there, flushed, and nothing else on the target was touched. */
        void requireWhole() throws Wrong {
            awaitOr("not finished", () -> status().finished() || status().error().isPresent());
            require(status().error().isEmpty(), "failed: " + status().error());
            client.close();
            require(holdsAll(), "WRONG BYTE: finished, but the data differ");
        }

        /** It failed as it must: the reason names the target, and nobody calls it finished. */
        void requireFailed(String... words) throws Wrong {
            awaitOr("neither failed nor finished", () -> status().error().isPresent() || status().finished());
            require(!status().finished(), holdsAll() ? "finished although the medium failed"
                    : "WRONG BYTE: finished, but the data differ");
            String error = status().error().orElse("");
            require(status().state() == TorrentState.ERROR, "not in the error state");
            require(error.contains(target.toString()), "the reason does not name the target: " + error);
            for (String word : words) {
                require(error.contains(word), "the reason does not say '" + word + "': " + error);
            }
        }

        TorrentStatus status() {
            return client.status();
        }

        /** A piece that it has verified can be had from it. */
        void requireServes() throws Wrong, IOException {
            int before = status().verifiedPieces();
            if (before == 0) {
                return;
            }
            OnePiece once = new OnePiece(torrent);
            TestPeer peer = room.keep(new TestPeer(torrent, "asker" + random.nextInt(1000), once));
            peer.connectTo(client.session.port());
            awaitOr("does not serve what it has verified", once::isOver);
            require(once.isRight(), "serves something else than it has verified");
        }

        boolean holdsAll() throws Wrong {
            byte[] content = torrent.content();
            ByteBuffer found = ByteBuffer.allocate(content.length);
            try (RawDeviceStore store = RawDeviceStore.openForReading(target, layout)) {
                store.read(0, found);
            } catch (MediumException e) {
                throw new Wrong("can't read the target: " + e.getMessage());
            }
            return Arrays.equals(found.array(), content) && gapsAreUntouched(target);
        }
    }

    private boolean gapsAreUntouched(Path target) throws Wrong {
        try {
            byte[] all = Files.readAllBytes(target);
            long position = 0;
            for (FileEntry slice : torrent.metainfo().files()) {
                long offset = Long.parseLong(slice.path().get(0), 16);
                for (; position < offset; position++) {
                    if (all[(int) position] != foreign) {
                        return false;
                    }
                }
                position = offset + slice.lengthBytes();
            }
            return true;
        } catch (IOException e) {
            throw new Wrong("can't read the target: " + e.getMessage());
        }
    }

    Path newTarget() throws IOException {
        Path target = directory.resolve("disk" + targets.size());
        targets.add(target);
        byte[] old = new byte[(int) layout.extents().targetEnd()];
        Arrays.fill(old, foreign);
        Files.write(target, old);
        return target;
    }

    Restore restore(Fault fault, int fromCall) throws Exception {
        return new Restore(newTarget(), fault, fromCall, false);
    }

    Restore restoreAgain(Path target) throws Exception {
        return new Restore(target, Fault.NONE, 1, false);
    }

    Restore restoreAndReadBack(Fault fault, int fromCall) throws Exception {
        return new Restore(newTarget(), fault, fromCall, true);
    }

    /** A target that holds the whole image but for {@code changed} pieces. */
    Path almostWhole(int changed) throws Exception {
        Path target = newTarget();
        try (RawDeviceStore store = RawDeviceStore.openForWriting(target, layout)) {
            store.write(0, ByteBuffer.wrap(torrent.content()));
            List<Integer> pieces = new ArrayList<>(IntStream.range(0, pieceCount).boxed().toList());
            Collections.shuffle(pieces, random);
            for (int piece : pieces.subList(0, changed)) {
                long at = (long) piece * PIECE + random.nextInt(torrent.metainfo().geometry().pieceLength(piece));
                store.write(at, ByteBuffer.wrap(new byte[] {(byte) ~torrent.content()[(int) at]}));
            }
        }
        return target;
    }

    /** How many pieces are on a target, whoever wrote them. */
    int wholePieces(Path target) throws MediumException {
        int count = 0;
        try (RawDeviceStore store = RawDeviceStore.openForReading(target, layout)) {
            for (int piece = 0; piece < pieceCount; piece++) {
                ByteBuffer found = ByteBuffer.allocate(torrent.metainfo().geometry().pieceLength(piece));
                store.read((long) piece * PIECE, found);
                count += found.flip().equals(torrent.piece(piece)) ? 1 : 0;
            }
        }
        return count;
    }

    /** A seeder whose data lie in a file. */
    Room.Client seedFrom(Fault fault, int fromCall, boolean changed) throws Exception {
        Path source = almostWhole(changed ? 1 : 0);
        Room.Client seeder = room.client();
        seeder.add(torrent, new FaultyMedium(source, fault, fromCall, random).openForReading(layout), true);
        return seeder;
    }

    /** A write or read of this run, by its number. */
    int anyPiece() {
        return 1 + random.nextInt(pieceCount);
    }

    void awaitOr(String wrong, BooleanSupplier condition) throws Wrong {
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() < deadline, "hangs: " + wrong);
            sleep(5);
        }
    }

    static void sleep(long millis) throws Wrong {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new Wrong("interrupted");
        }
    }

    static void require(boolean holds, String wrong) throws Wrong {
        if (!holds) {
            throw new Wrong(wrong);
        }
    }

    @Override
    public void close() throws IOException {
        room.close();
        for (Path target : targets) {
            Files.deleteIfExists(target);
        }
    }
}
