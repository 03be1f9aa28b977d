package org.ocsbt.downloader.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.TorrentOptions.Layout;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.piece.Bitfield;

@Timeout(20)
class DataCheckTest {
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk.img", 1000, 10_500);

    @TempDir
    private Path directory;

    private TorrentOptions torrent(Path target, boolean seed) {
        return new TorrentOptions(TORRENT.metainfo(), target, Layout.OWN_PATH, seed, 1, 1, false);
    }

    @Test
    void everyRightPieceIsFoundAndCounted() throws Exception {
        Path file = Files.write(directory.resolve("any name"), TORRENT.content());
        List<Integer> progress = new ArrayList<>();
        Bitfield found = DataCheck.run(torrent(file, true), progress::add);
        assertThat(found.isFull()).isTrue();
        assertThat(progress).isSorted().endsWith(11);
    }

    @Test
    void aWrongByteTakesItsPieceOnly() throws Exception {
        Path file = Files.write(directory.resolve("f"), TORRENT.content());
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(3999);
            bytes.write(~TORRENT.content()[3999]);
        }
        Bitfield found = DataCheck.run(torrent(file, true), count -> { });
        assertThat(found.count()).isEqualTo(10);
        assertThat(found.get(3)).isFalse();
    }

    @Test
    void piecesOfZerosAreRightWhereTheTorrentHasZeros() throws Exception {
        byte[] zeros = new byte[100_000];
        PieceHasher hasher = new PieceHasher(50_000);
        hasher.update(ByteBuffer.wrap(zeros));
        Metainfo like = SampleTorrent.ofFile("zeros", 50_000, zeros.length).metainfo();
        TorrentOptions torrent = new TorrentOptions(
                new Metainfo(like.infoHash(), like.name(), false, like.files(), like.geometry(),
                        hasher.finish(), false, List.of()),
                Files.write(directory.resolve("zeros"), zeros), Layout.OWN_PATH, true, 1, 1, false);
        assertThat(DataCheck.run(torrent, count -> { }).isFull()).isTrue();
    }

    @Test
    void aMissingTargetOfASeedIsRefusedAndNotMade() {
        Path absent = directory.resolve("absent");
        assertThatExceptionOfType(TorrentException.class)
                .isThrownBy(() -> DataCheck.run(torrent(absent, true), count -> { }))
                .withMessage("cannot open " + absent + ": no such file");
        assertThat(absent).doesNotExist();
    }
}
