package org.ocsbt.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.extent.ExtentMap.Segment;

class ExtentMapTest {
    /** Torrent 0-9 at 100, 10-14 at 0, 15-16 at 50. */
    private static final ExtentMap THREE = new ExtentMap(
            List.of(new Extent(0, 100, 10), new Extent(10, 0, 5), new Extent(15, 50, 2)));

    @ParameterizedTest
    @CsvSource({
        "0, 17, 100, 10", "0, 3, 100, 3", "9, 2, 109, 1", "10, 5, 0, 5", "10, 6, 0, 5", "14, 3, 4, 1", "15, 2, 50, 2",
        "16, 1, 51, 1"
    })
    void findsTheFirstContiguousPart(long offset, int length, long targetOffset, int partLength) {
        assertThat(THREE.segment(offset, length)).isEqualTo(new Segment(targetOffset, partLength));
    }

    @Test
    void knowsHowMuchRoomItNeeds() {
        assertThat(THREE.totalBytes()).isEqualTo(17);
        assertThat(THREE.targetEnd()).isEqualTo(110);
    }

    @Test
    void neighboursThatTouchBecomeOne() {
        ExtentMap map = new ExtentMap(List.of(new Extent(0, 10, 5), new Extent(5, 15, 5), new Extent(10, 21, 1)));
        assertThat(map.extentCount()).isEqualTo(2);
        assertThat(map.segment(3, 8)).isEqualTo(new Segment(13, 7));
    }

    @Test
    void anEmptyMapPlacesNothing() {
        ExtentMap map = new ExtentMap(List.of());
        assertThat(map.totalBytes()).isZero();
        assertThat(map.targetEnd()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> map.segment(0, 1));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "17, 1", "16, 2", "0, 18", "0, 0", "3, -1", "9223372036854775807, 2147483647"})
    void refusesRangesOutside(long offset, int length) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.segment(offset, length));
    }

    @ParameterizedTest
    @CsvSource({"100", "96", "109", "90", "104"})
    void refusesExtentsThatShareAByte(long secondOffset) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtentMap(List.of(new Extent(0, 100, 10), new Extent(10, secondOffset, 11))))
                .withMessageContaining("overlap");
    }

    @Test
    void refusesOverlapOfExtentsFarApartInTheTorrent() {
        List<Extent> extents = List.of(new Extent(0, 0, 10), new Extent(10, 1000, 10), new Extent(20, 9, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExtentMap(extents)).withMessageContaining("overlap");
    }

    @Test
    void refusesAGapInTheTorrent() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExtentMap(List.of(new Extent(1, 0, 1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtentMap(List.of(new Extent(0, 0, 1), new Extent(2, 5, 1))));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 1", "0, -1, 1", "0, 0, 0", "0, 0, -1", "0, 9223372036854775807, 1", "9223372036854775807, 0, 1",
        "1, 9223372036854775000, 808"
    })
    void refusesExtentsPastTheEndOfNumbers(long torrentOffset, long targetOffset, long length) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Extent(torrentOffset, targetOffset, length));
    }

    @Test
    void anExtentMayEndAtTheLastNumber() {
        assertThat(new Extent(0, Long.MAX_VALUE - 1, 1).targetEnd()).isEqualTo(Long.MAX_VALUE);
    }
}
