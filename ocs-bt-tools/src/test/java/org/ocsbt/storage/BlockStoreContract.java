package org.ocsbt.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocsbt.SampleTorrent.slice;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.SampleTorrent;

/** What every store owes its callers. */
@Timeout(60)
abstract class BlockStoreContract {
    /** Slices with gaps, out of order on the device, none of them aligned to anything. */
    static final SampleTorrent TORRENT = SampleTorrent.ofSlices("sda1", 32 * 1024,
            slice(0, 10_000), slice(70_001, 3), slice(20_480, 40_960), slice(100_000, 1), slice(150_000, 30_007));

    @TempDir
    Path directory;

    private BlockStore store;

    /** An empty store for {@link #TORRENT}. */
    abstract BlockStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    private static ByteBuffer content(int from, int end) {
        return ByteBuffer.wrap(TORRENT.content()).slice(from, end - from);
    }

    @Test
    void theMediumItselfHoldsWhatWasWrittenAndFlushed() throws Exception {
        store.write(0, content(0, TORRENT.content().length));
        store.flush();
        for (int from : new int[] {0, 1, 10_002, 30_000}) {
            ByteBuffer target = ByteBuffer.allocateDirect(TORRENT.content().length - from);
            store.readMedium(from, target);
            assertThat(target.flip()).isEqualTo(content(from, TORRENT.content().length));
        }
    }

    @Test
    void aPlaceNamesOffsetAndLength() {
        assertThat(store.place(0, 100)).endsWith(" at offset 0, 100 bytes");
    }

    private byte[] read(long offset, int length) throws MediumException {
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        store.read(offset, target);
        assertThat(target.hasRemaining()).isFalse();
        byte[] bytes = new byte[length];
        target.flip().get(bytes);
        return bytes;
    }

    @Test
    void givesBackWhatWasWrittenAcrossSlices() throws Exception {
        store.write(0, content(0, TORRENT.content().length));
        store.flush();
        assertThat(read(0, TORRENT.content().length)).isEqualTo(TORRENT.content());
    }

    @Test
    void takesTheBufferFromPositionToLimit() throws Exception {
        ByteBuffer source = ByteBuffer.wrap(TORRENT.content()).position(5).limit(20_000);
        store.write(5, source);
        assertThat(source.position()).isEqualTo(20_000);
        assertThat(source.limit()).isEqualTo(20_000);
        ByteBuffer target = ByteBuffer.allocate(30_000).position(100).limit(100 + 19_995);
        store.read(5, target);
        assertThat(target.position()).isEqualTo(target.limit()).isEqualTo(20_095);
        assertThat(target.slice(100, 19_995)).isEqualTo(content(5, 20_000));
    }

    @Test
    void randomRangesOfAnyKindOfMemoryComeBack() throws Exception {
        Random random = new Random(7);
        int total = TORRENT.content().length;
        byte[] expected = new byte[total];
        store.write(0, ByteBuffer.wrap(expected));
        for (int round = 0; round < 200; round++) {
            int from = random.nextInt(total);
            int end = from + 1 + random.nextInt(Math.min(50_000, total - from));
            ByteBuffer source = memory(random, end - from).put(content(from, end));
            store.write(from, source.flip());
            System.arraycopy(TORRENT.content(), from, expected, from, end - from);
            int readFrom = random.nextInt(total);
            int length = 1 + random.nextInt(total - readFrom);
            assertThat(read(readFrom, length)).isEqualTo(
                    Arrays.copyOfRange(expected, readFrom, readFrom + length));
        }
    }

    private static ByteBuffer memory(Random random, int length) {
        return switch (random.nextInt(3)) {
            case 0 -> ByteBuffer.allocate(length);
            case 1 -> ByteBuffer.allocateDirect(length + 8192).alignedSlice(4096).slice(0, length);
            default -> ByteBuffer.allocateDirect(length + 12_288).alignedSlice(4096).slice(random.nextInt(4096), length);
        };
    }

    @Test
    void neighboursCanBeWrittenAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            int step = 1777;
            for (int from = 0; from < TORRENT.content().length; from += step) {
                int start = from;
                int end = Math.min(TORRENT.content().length, from + step);
                all.add(threads.submit(() -> {
                    store.write(start, content(start, end));
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(read(0, TORRENT.content().length)).isEqualTo(TORRENT.content());
    }

    @Test
    void refusesRangesPastTheTorrent() {
        int total = TORRENT.content().length;
        assertThatThrownBy(() -> store.read(total, ByteBuffer.allocate(1))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store.write(total - 1, ByteBuffer.allocate(2))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store.read(-1, ByteBuffer.allocate(1))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void namesItsMedium() {
        assertThat(store.medium()).isNotBlank();
    }

    @Test
    void canBeFlushedAtAnyTime() throws Exception {
        store.flush();
        store.flush();
    }

    @Test
    void failsPlainlyAfterClose() throws Exception {
        store.close();
        assertThatExceptionOfType(MediumException.class).isThrownBy(() -> store.write(0, content(0, 10)));
        store = open();
    }
}
