package org.ocsbt.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.converter.convert.SliceCheck.BadPiece;
import org.ocsbt.converter.convert.SliceCheck.Range;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoBuilder;
import org.ocsbt.metainfo.MetainfoReader;
import org.ocsbt.metainfo.PieceHasher;

/** Pieces of 100 bytes; slices of 150 bytes at 0 and of 80 at 0x100: three pieces, the second in both. */
class SliceCheckTest {
    private static final int PIECE = 100;

    @TempDir
    private Path directory;

    private final byte[] device = new byte[0x100 + 80];
    private final List<BadPiece> bad = new ArrayList<>();
    private Path slices;
    private Metainfo metainfo;

    @BeforeEach
    void makeTorrentAndSlices() throws Exception {
        new Random(1).nextBytes(device);
        slices = Files.createDirectory(directory.resolve("sda1"));
        Files.write(slices.resolve("000"), Arrays.copyOfRange(device, 0, 150));
        Files.write(slices.resolve("100"), Arrays.copyOfRange(device, 0x100, 0x100 + 80));
        metainfo = metainfo("000", "100");
    }

    @Test
    void goodSlicesHaveNoBadPiece() throws Exception {
        assertThat(new SliceCheck(metainfo, slices).run(bad::add)).isZero();
        assertThat(new SliceCheck(metainfo, device()).run(bad::add)).isZero();
        assertThat(bad).isEmpty();
    }

    @Test
    void badPieceIsNamedByItsRangesOnTheDevice() throws Exception {
        device[0x100 + 5]++;

        assertThat(new SliceCheck(metainfo, device()).run(bad::add)).isEqualTo(1);
        assertThat(bad).containsExactly(
                new BadPiece(1, List.of(new Range(100, 50), new Range(0x100, 50)), "the data differ"));
    }

    @Test
    void bytesBetweenSlicesDoNotCount() throws Exception {
        device[200]++;
        assertThat(new SliceCheck(metainfo, device()).run(bad::add)).isZero();
    }

    @Test
    void missingAndShortSlicesMakeTheirPiecesBad() throws Exception {
        Files.write(slices.resolve("000"), Arrays.copyOf(device, 120));
        Files.delete(slices.resolve("100"));

        new SliceCheck(metainfo, slices).run(bad::add);

        assertThat(bad).extracting(BadPiece::piece).containsExactly(1, 2);
        assertThat(bad).extracting(BadPiece::reason)
                .containsExactly("slice 000 ends at byte 120", "slice 100 is missing");
    }

    @Test
    void shortDeviceIsTold() throws Exception {
        Path target = Files.write(directory.resolve("device"), Arrays.copyOf(device, 0x100 + 60));

        new SliceCheck(metainfo, target).run(bad::add);

        assertThat(bad).extracting(BadPiece::reason).containsExactly("the device ends at byte " + (0x100 + 60));
    }

    @Test
    void namesMustBeOffsets() throws Exception {
        Metainfo other = metainfo("000", "etc");
        assertThatThrownBy(() -> new SliceCheck(other, slices)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"etc\" is no hexadecimal device offset");
    }

    @Test
    void torrentInfoAmongTheSlicesIsComparedThereOnly() throws Exception {
        Files.move(slices.resolve("100"), slices.resolve("torrent.info"));
        metainfo = metainfo("000", "torrent.info");

        assertThat(new SliceCheck(metainfo, slices).run(bad::add)).isZero();
        new SliceCheck(metainfo, device()).run(bad::add);

        assertThat(bad).containsExactly(
                new BadPiece(1, List.of(new Range(100, 50)), "torrent.info is not on a device"),
                new BadPiece(2, List.of(), "torrent.info is not on a device"));
    }

    private Path device() throws Exception {
        return Files.write(directory.resolve("device"), device);
    }

    private Metainfo metainfo(String first, String second) throws Exception {
        PieceHasher hasher = new PieceHasher(PIECE);
        hasher.update(ByteBuffer.wrap(device, 0, 150));
        hasher.update(ByteBuffer.wrap(device, 0x100, 80));
        List<FileEntry> files =
                List.of(new FileEntry(List.of(first), 150), new FileEntry(List.of(second), 80));
        return MetainfoReader.parse(MetainfoBuilder.ofFiles("sda1", files, PIECE, hasher.finish()).toBytes());
    }
}
