package org.ocsbt.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.ocsbt.SampleTorrent.slice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ocsbt.SampleTorrent;
import org.ocsbt.metainfo.FileEntry;

class SliceDirectoryStoreTest extends BlockStoreContract {
    @Override
    BlockStore open() throws IOException {
        return SliceDirectoryStore.openForWriting(Files.createTempDirectory(directory, "image"), TORRENT.metainfo());
    }

    private void writeAll(SampleTorrent torrent) throws IOException {
        try (BlockStore store = SliceDirectoryStore.openForWriting(directory, torrent.metainfo())) {
            store.write(0, ByteBuffer.wrap(torrent.content()));
            store.flush();
        }
    }

    private void assertReadable(SampleTorrent torrent) throws IOException {
        try (BlockStore store = SliceDirectoryStore.openForReading(directory, torrent.metainfo())) {
            ByteBuffer all = ByteBuffer.allocate(torrent.content().length);
            store.read(0, all);
            assertThat(all.array()).isEqualTo(torrent.content());
        }
    }

    @Test
    void eachSliceIsAFileBelowTheTorrentsName() throws Exception {
        writeAll(TORRENT);
        int from = 0;
        for (FileEntry entry : TORRENT.metainfo().files()) {
            int end = from + (int) entry.lengthBytes();
            assertThat(Files.readAllBytes(directory.resolve("sda1").resolve(entry.lastElement())))
                    .isEqualTo(Arrays.copyOfRange(TORRENT.content(), from, end));
            from = end;
        }
        assertReadable(TORRENT);
    }

    @Test
    void aSingleFileLiesInTheDirectoryItself() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofFile("disk.img", 1024, 5000);
        writeAll(torrent);
        assertThat(Files.readAllBytes(directory.resolve("disk.img"))).isEqualTo(torrent.content());
        assertReadable(torrent);
    }

    @Test
    void deeperPathsBecomeDirectories() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("tree", 1024,
                new FileEntry(List.of("a", "b", "c"), 10), new FileEntry(List.of("a", "d"), 20));
        writeAll(torrent);
        assertThat(directory.resolve("tree/a/b/c")).hasSize(10);
        assertReadable(torrent);
    }

    @Test
    void aTorrentsOwnPathMayHaveAnyName() throws Exception {
        SampleTorrent file = SampleTorrent.ofFile("disk.img", 1024, 5000);
        for (SampleTorrent torrent : List.of(TORRENT, file)) {
            Path ownPath = directory.resolve("deep/" + torrent.metainfo().name() + "-copy");
            try (BlockStore store = SliceDirectoryStore.openOwnPathForWriting(ownPath, torrent.metainfo())) {
                store.write(0, ByteBuffer.wrap(torrent.content()));
            }
            try (BlockStore store = SliceDirectoryStore.openOwnPathForReading(ownPath, torrent.metainfo())) {
                ByteBuffer all = ByteBuffer.allocate(torrent.content().length);
                store.read(0, all);
                assertThat(all.array()).isEqualTo(torrent.content());
            }
        }
        assertThat(directory.resolve("deep/disk.img-copy")).hasBinaryContent(file.content());
    }

    @Test
    void emptyFilesAreMadeToo() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("tree", 1024,
                new FileEntry(List.of("empty"), 0), new FileEntry(List.of("d"), 20));
        SliceDirectoryStore.openOwnPathForWriting(directory.resolve("tree"), torrent.metainfo()).close();
        assertThat(directory.resolve("tree/empty")).isEmptyFile();
    }

    @Test
    void anOwnPathThatIsMissingIsNotReadAndNotMade() {
        Path absent = directory.resolve("absent");
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> SliceDirectoryStore.openOwnPathForReading(absent, TORRENT.metainfo()))
                .withMessageStartingWith("cannot open " + absent);
        assertThat(absent).doesNotExist();
    }

    @Test
    void moreFilesThanOpenChannelsWork() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("many", 1024,
                IntStream.range(0, 500).mapToObj(i -> slice(100L * i, 37)).toArray(FileEntry[]::new));
        writeAll(torrent);
        assertReadable(torrent);
    }

    @Test
    void emptyFilesHoldNoByte() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofSlices("empty", 1024, slice(0, 0), slice(0, 10), slice(10, 0), slice(20, 5));
        writeAll(torrent);
        assertReadable(torrent);
    }

    @Test
    void aFileOfAnotherLengthGetsItsLength() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofFile("disk.img", 1024, 5000);
        for (int length : new int[] {0, 4999, 5001, 9000}) {
            Files.write(directory.resolve("disk.img"), new byte[length]);
            SliceDirectoryStore.openForWriting(directory, torrent.metainfo()).close();
            assertThat(directory.resolve("disk.img")).hasSize(5000);
        }
    }

    @Test
    void openingKeepsWhatIsThere() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofFile("disk.img", 1024, 5000);
        writeAll(torrent);
        SliceDirectoryStore.openForWriting(directory, torrent.metainfo()).close();
        assertReadable(torrent);
    }

    @Test
    void refusesToReadAFileOfAnotherLength() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofFile("disk.img", 1024, 5000);
        Path file = Files.write(directory.resolve("disk.img"), new byte[4999]);
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> SliceDirectoryStore.openForReading(directory, torrent.metainfo()))
                .withMessage(file + " has 4999 bytes, the torrent says 5000");
    }

    @Test
    void refusesToReadWhatIsMissing() {
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> SliceDirectoryStore.openForReading(directory, TORRENT.metainfo()))
                .withMessageContaining("no such file");
        Path missing = directory.resolve("nowhere");
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> SliceDirectoryStore.openForWriting(missing, TORRENT.metainfo()))
                .withMessage("cannot open " + missing + ": no such directory");
    }

    @Test
    void refusesADirectoryInPlaceOfAFile() throws Exception {
        SampleTorrent torrent = SampleTorrent.ofFile("disk.img", 1024, 5000);
        Path file = Files.createDirectory(directory.resolve("disk.img"));
        assertThatExceptionOfType(MediumException.class)
                .isThrownBy(() -> SliceDirectoryStore.openForWriting(directory, torrent.metainfo()))
                .withMessageStartingWith("cannot make " + file + ": ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotEndWith(": " + file));
    }
}
