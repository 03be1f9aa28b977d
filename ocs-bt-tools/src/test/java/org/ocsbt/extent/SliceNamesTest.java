package org.ocsbt.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ocsbt.SampleTorrent.slice;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.SampleTorrent;
import org.ocsbt.extent.ExtentMap.Segment;
import org.ocsbt.metainfo.FileEntry;

class SliceNamesTest {
    private static FileEntry file(String name, int lengthBytes) {
        return new FileEntry(List.of(name), lengthBytes);
    }

    private static SliceNames.Layout layoutOf(FileEntry... files) {
        return SliceNames.layoutOf(SampleTorrent.ofSlices("sda1", 1024, files).metainfo());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "00000000000000000000000000000000, 0", "1f, 31", "1F, 31", "000000000000000000000000abcdef00, 2882400000",
        "7ffffffffffffffe, 9223372036854775806", "00000000000000007ffffffffffffffe, 9223372036854775806"
    })
    void aNameIsAnOffsetInHexadecimal(String name, long offset) {
        assertThat(layoutOf(file(name, 1)).extents().segment(0, 1)).isEqualTo(new Segment(offset, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g", "0x10", "-1", "+1", " 1", "1 ", "1.img", "\u0661", "\uff11", "readme", "1\n",
        "000000000000000000000000000000000"})
    void refusesANameThatIsNoOffset(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> layoutOf(file(name, 1)))
                .withMessageContaining("no hexadecimal device offset")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000000000000000", "ffffffffffffffff", "10000000000000000", "ffffffffffffffffffffffffffffffff"})
    void refusesAnOffsetPastTheLargestNumber(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> layoutOf(file(name, 1))).withMessageContaining(name);
    }

    @Test
    void refusesASliceThatEndsPastTheLargestNumberAndNamesIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> layoutOf(file("7fffffffffffffff", 2)))
                .withMessageContaining("7fffffffffffffff");
    }

    @Test
    void refusesSlicesThatOverlap() {
        assertThatIllegalArgumentException().isThrownBy(() -> layoutOf(slice(0, 10), slice(9, 10)))
                .withMessageContaining("overlap");
    }

    @Test
    void skipsTorrentInfoBehindTheSlices() {
        SliceNames.Layout layout = layoutOf(slice(4096, 10), file("torrent.info", 33));
        assertThat(layout.extents().totalBytes()).isEqualTo(10);
        assertThat(layout.extents().targetEnd()).isEqualTo(4106);
        assertThat(layout.unplacedBytes()).isEqualTo(33);
    }

    @Test
    void refusesASliceBehindTorrentInfo() {
        assertThatIllegalArgumentException().isThrownBy(() -> layoutOf(file("torrent.info", 33), slice(4096, 10)));
    }

    @Test
    void emptyFilesTakeNoPlace() {
        SliceNames.Layout layout = layoutOf(slice(0, 10), slice(5, 0), file("readme", 0), slice(20, 10));
        assertThat(layout.extents().extentCount()).isEqualTo(2);
        assertThat(layout.unplacedBytes()).isZero();
    }

    @Test
    void theLastElementOfADeeperPathCounts() {
        FileEntry deep = new FileEntry(List.of("image", "10"), 4);
        assertThat(layoutOf(deep).extents().targetEnd()).isEqualTo(20);
    }

    @Test
    void aSingleFileIsNamedByTheTorrent() {
        SliceNames.Layout layout = SliceNames.layoutOf(SampleTorrent.ofFile("200", 1024, 100).metainfo());
        assertThat(layout.extents().segment(0, 100)).isEqualTo(new Segment(512, 100));
    }
}
