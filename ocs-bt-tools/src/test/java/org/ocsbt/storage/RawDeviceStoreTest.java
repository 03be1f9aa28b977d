package org.ocsbt.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.ocsbt.SampleTorrent.slice;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.SampleTorrent;
import org.ocsbt.extent.SliceNames;
import org.ocsbt.metainfo.FileEntry;

class RawDeviceStoreTest extends BlockStoreContract {
    private static final int DEVICE_BYTES = 200_000;
    private static final byte FILL = 0x5a;

    private Path image(int lengthBytes) throws IOException {
        byte[] filled = new byte[lengthBytes];
        Arrays.fill(filled, FILL);
        return Files.write(Files.createTempFile(directory, "disk", ".img"), filled);
    }

    private static SliceNames.Layout layout(SampleTorrent torrent) {
        return SliceNames.layoutOf(torrent.metainfo());
    }

    @Override
    BlockStore open() throws IOException {
        return RawDeviceStore.openForWriting(image(DEVICE_BYTES), layout(TORRENT));
    }

    /** What the device must hold: each slice at its offset, everything else untouched. */
    private static byte[] expected(SampleTorrent torrent, int deviceBytes) {
        byte[] device = new byte[deviceBytes];
        Arrays.fill(device, FILL);
        int from = 0;
        for (FileEntry slice : torrent.metainfo().files()) {
            int to = Integer.parseInt(slice.lastElement(), 16);
            System.arraycopy(torrent.content(), from, device, to, (int) slice.lengthBytes());
            from += (int) slice.lengthBytes();
        }
        return device;
    }

    private static void writeInPieces(SampleTorrent torrent, BlockStore store) throws MediumException {
        ByteBuffer memory = ByteBuffer.allocateDirect(torrent.metainfo().geometry().pieceLengthBytes() + 8192)
                .alignedSlice(4096);
        for (int piece = 0; piece < torrent.metainfo().geometry().pieceCount(); piece++) {
            memory.clear().put(torrent.piece(piece)).flip();
            store.write(torrent.metainfo().geometry().pieceOffset(piece), memory);
        }
    }

    @Test
    void writesEachSliceAtItsOffsetAndNothingElse() throws Exception {
        Path image = image(DEVICE_BYTES);
        try (RawDeviceStore store = RawDeviceStore.openForWriting(image, layout(TORRENT))) {
            writeInPieces(TORRENT, store);
            store.flush();
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(expected(TORRENT, DEVICE_BYTES));
    }

    /** 512 B sectors, 1 KiB and 4 KiB file-system blocks, and offsets that no file system has. */
    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 1024, 2048, 4096, 4097, 12_288})
    void unalignedExtentsEndUpWhereTheyBelong(int unit) throws Exception {
        FileEntry[] slices = Stream.of(new int[] {0, 1}, new int[] {3, 9}, new int[] {13, 1}, new int[] {20, 8})
                .map(s -> slice((long) s[0] * unit, s[1] * unit)).toArray(FileEntry[]::new);
        SampleTorrent torrent = SampleTorrent.ofSlices("unit" + unit, 16 * 1024, slices);
        Path image = image(28 * unit);
        try (RawDeviceStore store = RawDeviceStore.openForWriting(image, layout(torrent))) {
            writeInPieces(torrent, store);
            store.flush();
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(expected(torrent, 28 * unit));
    }

    /** Head, body and tail of a transfer around the page cache, each of them empty or not. */
    @Test
    void everyAlignmentOfOneWriteIsRight() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("aligned", 16 * 1024, slice(0, 40_960));
        int[] edges = {0, 1, 4095, 4096, 4097, 8192, 12_287, 12_288, 40_959, 40_960};
        Path image = image(40_960);
        try (RawDeviceStore store = RawDeviceStore.openForWriting(image, layout(torrent))) {
            for (int from : edges) {
                for (int end : edges) {
                    if (from < end) {
                        ByteBuffer memory = ByteBuffer.allocateDirect(53_248).alignedSlice(4096).slice(from % 4096, end - from);
                        store.write(from, memory.put(torrent.content(), from, end - from).flip());
                    }
                }
            }
            ByteBuffer all = ByteBuffer.allocate(40_960);
            store.read(0, all);
            assertThat(all.array()).isEqualTo(torrent.content());
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(torrent.content());
    }

    @Test
    void worksWhereTheFileSystemHasNoDirectTransfers() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory), "no file system in memory here");
        Path image = Files.createTempFile(memory, "ocsbt-raw-device-store", ".img");
        try {
            Files.write(image, new byte[DEVICE_BYTES]);
            try (RawDeviceStore store = RawDeviceStore.openForWriting(image, layout(TORRENT))) {
                writeInPieces(TORRENT, store);
                store.flush();
                ByteBuffer all = ByteBuffer.allocate(TORRENT.content().length);
                store.read(0, all);
                assertThat(all.array()).isEqualTo(TORRENT.content());
            }
        } finally {
            Files.delete(image);
        }
    }

    /** The kernel takes partitions away and gives them back when it reads a partition table anew. */
    @Test
    void aDeviceThatIsAwayForAMomentIsWaitedFor() throws Exception {
        Path devices = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(devices), "nothing can be made below /dev here");
        Path prepared = Files.write(Files.createTempFile(devices, "ocsbt-away", ".img"), new byte[DEVICE_BYTES]);
        Path device = devices.resolve(prepared.getFileName() + ".back");
        CompletableFuture<Path> back = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.move(prepared, device);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        try {
            RawDeviceStore.openForWriting(device, layout(TORRENT)).close();
            RawDeviceStore.openForReading(device, layout(TORRENT)).close();
        } finally {
            Files.deleteIfExists(back.join());
        }
    }

    @Test
    void aDeviceCannotServeTheTorrentInfoThatItDoesNotHold() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("info", 16 * 1024,
                slice(4096, 10_000), new FileEntry(List.of("torrent.info"), 20_000));
        Path image = image(20_000);
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForReading(image, layout(torrent)))
                .withMessageContaining("torrent.info");
    }

    @Test
    void torrentInfoIsServedFromMemoryAndNotWritten() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("info", 16 * 1024,
                slice(4096, 10_000), new FileEntry(List.of("torrent.info"), 20_000));
        Path image = image(20_000);
        try (RawDeviceStore store = RawDeviceStore.openForWriting(image, layout(torrent))) {
            writeInPieces(torrent, store);
            store.flush();
            ByteBuffer all = ByteBuffer.allocateDirect(30_000);
            store.read(0, all);
            assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(torrent.content()));
            ByteBuffer part = ByteBuffer.allocate(5_000);
            store.read(22_000, part);
            assertThat(part.array()).isEqualTo(Arrays.copyOfRange(torrent.content(), 22_000, 27_000));
        }
        byte[] device = Files.readAllBytes(image);
        assertThat(Arrays.copyOfRange(device, 4096, 14_096)).isEqualTo(Arrays.copyOf(torrent.content(), 10_000));
        assertThat(Arrays.copyOf(device, 4096)).containsOnly(FILL);
        assertThat(Arrays.copyOfRange(device, 14_096, 20_000)).containsOnly(FILL);
    }

    @Test
    void refusesATorrentInfoBeyondAllMeasure() throws Exception {
        SliceNames.Layout layout = new SliceNames.Layout(layout(TORRENT).extents(), 65L * 1024 * 1024);
        Path image = image(DEVICE_BYTES);
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(image, layout)).withMessageContaining("torrent.info");
    }

    @Test
    void theLastByteMayBeTheLastOfTheDevice() throws Exception {
        Path image = image(180_007);
        RawDeviceStore.openForWriting(image, layout(TORRENT)).close();
    }

    @Test
    void refusesADeviceThatIsOneByteTooSmall() throws Exception {
        Path image = image(180_006);
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(image, layout(TORRENT)))
                .withMessage(image + " is too small: the image needs 180007 bytes, it has 180006");
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForReading(image, layout(TORRENT)));
    }

    @Test
    void refusesADirectory() {
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(directory, layout(TORRENT)))
                .withMessage("cannot open " + directory + ": it is a directory, not a device or image file");
    }

    @Test
    void refusesWhatIsMissingAndDoesNotMakeIt() {
        Path missing = directory.resolve("sdz9");
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(missing, layout(TORRENT)))
                .withMessage("cannot open " + missing + ": no such device or file");
        assertThat(missing).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/zero"})
    void refusesACharacterDevice(String device) {
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(Path.of(device), layout(TORRENT)))
                .withMessageContaining("cannot open " + device);
    }

    /** A pipe would be waited for, and has no offsets. */
    @Test
    void refusesAPipeAtOnce() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo is missing");
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForReading(pipe, layout(TORRENT)))
                .withMessage("cannot open " + pipe + ": it is neither a block device nor a file");
    }

    @Test
    void refusesAFileThatMayNotBeWritten() throws Exception {
        Path image = image(DEVICE_BYTES);
        assertThat(image.toFile().setReadOnly()).isTrue();
        assumeTrue(!Files.isWritable(image), "the superuser may write everything");
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(image, layout(TORRENT)))
                .withMessage("cannot open " + image + ": permission denied");
    }

    /** Holds for the superuser too. */
    @Test
    void refusesWhatTheKernelLetsNobodyWrite() {
        Path image = Path.of("/sys/class/net/lo/address");
        assumeTrue(Files.isRegularFile(image), "no such file in /sys here");
        SampleTorrent torrent = SampleTorrent.ofSlices("none", 1024, slice(0, 1));
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> RawDeviceStore.openForWriting(image, layout(torrent)))
                .withMessage("cannot open " + image + ": permission denied");
    }

    @Test
    void aDeviceThatIsOnlyReadIsNotChanged() throws Exception {
        Path image = image(DEVICE_BYTES);
        byte[] before = Files.readAllBytes(image);
        try (RawDeviceStore store = RawDeviceStore.openForReading(image, layout(TORRENT))) {
            store.read(0, ByteBuffer.allocate(1000));
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(before);
    }

    @Test
    void aDeviceThatShrinksWhileItIsReadIsAnError() throws Exception {
        Path image = image(DEVICE_BYTES);
        try (RawDeviceStore store = RawDeviceStore.openForReading(image, layout(TORRENT));
                RandomAccessFile shrunk = new RandomAccessFile(image.toFile(), "rw")) {
            shrunk.setLength(5_000);
            assertThatExceptionOfType(MediumException.class)
                    .isThrownBy(() -> store.read(4_000, ByteBuffer.allocate(3_000)))
                    .withMessage("cannot read " + image + " at offset 4000, 3000 bytes: the data end after 1000 bytes");
        }
    }
}
