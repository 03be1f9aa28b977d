package org.ocsbt.converter.partclone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.converter.partclone.ImageHeader.ChecksumMode;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

@Timeout(60)
class PartcloneImageTest {
    /** What partclone -T extracts of the fixtures; the file's hashes are compared elsewhere. */
    private static final String SLICES = "0+29696 33792+14336 58368+64512";

    @ParameterizedTest
    @ValueSource(strings = {"crc32", "every-3-blocks", "no-reseed", "none", "xxh64", "xxh3", "xxh3-no-reseed"})
    void readsImagesOfPartclone(String name) throws Exception {
        assertReads(TestImages.ofPartclone(name));
    }

    @ParameterizedTest
    @CsvSource({"XXH64,0x30,1", "XXH64,0x30,7", "XXH3_128,0x31,1", "XXH3_128,0x31,106", "XXH3_128,0x31,1000"})
    void readsChecksumsOfLaterVersions(ChecksumMode mode, String number, int blocksPerChecksum) throws Exception {
        byte[] image = TestImages.withChecksums(mode, Integer.decode(number), blocksPerChecksum);
        assertReads(image);
        image[image.length - 1] ^= 1;
        assertDamaged(image, "the checksum at byte ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void readsFormat0001OfBothWidths(int padding) throws Exception {
        assertReads(TestImages.inFormat0001(padding, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void oneBlockIsEnoughToTellTheWidth(int padding) throws Exception {
        assertThat(extract(TestImages.inFormat0001(padding, 1)).slices).isEqualTo("0+1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc32", "every-3-blocks", "none"})
    void everyCutIsNamedWithItsOffset(String name) throws Exception {
        byte[] image = TestImages.ofPartclone(name);
        for (int length = 0; length < image.length; length += length < 200 ? 1 : 997) {
            assertDamaged(Arrays.copyOf(image, length), "the image ends at byte " + length + ", inside ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc32", "every-3-blocks", "no-reseed", "xxh64", "xxh3", "xxh3-no-reseed"})
    void everyFlippedBitIsFound(String name) throws Exception {
        byte[] image = TestImages.ofPartclone(name);
        Random random = new Random(1);
        for (int at = 0; at < image.length; at += at < 150 ? 1 : 1 + random.nextInt(500)) {
            byte[] damaged = image.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> extract(damaged)).as("byte %d", at).isInstanceOf(PartcloneException.class);
        }
    }

    @Test
    void damageOfDataIsNamedByBlockAndOffset() throws Exception {
        byte[] image = TestImages.ofPartclone("every-3-blocks");
        image[110 + 25 + 4 + 10] ^= 1;
        assertDamaged(image, "the checksum at byte 3211, of the 3 used blocks up to 2 (device offset 3072), differs");
    }

    @Test
    void damagedFormat0001IsFound() throws Exception {
        byte[] image = TestImages.inFormat0001(4, Integer.MAX_VALUE);
        byte[] lost = image.clone();
        System.arraycopy(image, 4368 + 5000, lost, 4368 + 5001, image.length - 4368 - 5001);
        assertThatThrownBy(() -> extract(lost)).isInstanceOf(PartcloneException.class);
        byte[] mark = image.clone();
        mark[4365] ^= 1;
        assertDamaged(mark, "the mark after the bitmap (byte 4360) is missing");
    }

    @Test
    void dataAfterTheEndAreRefused() throws Exception {
        byte[] image = TestImages.ofPartclone("crc32");
        assertDamaged(Arrays.copyOf(image, image.length + 1), "data follow after its end at byte " + image.length);
    }

    @Test
    void whatPartcloneDidNotWriteIsToldApart() {
        assertThatThrownBy(() -> extract(new byte[10000])).isInstanceOfSatisfying(PartcloneException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.NOT_PARTCLONE));
    }

    @Test
    void unknownVersionsAndModesAreToldApart() throws Exception {
        byte[] version = TestImages.ofPartclone("none");
        version[33] = '3';
        assertUnsupported(version, "image format '0003' is unknown; there are 0001 and 0002");
        assertUnsupported(changed(96, 0x32), "checksum mode 0x32 is unknown");
        assertUnsupported(changed(105, 2), "bitmap mode 2 is unknown");
        byte[] bigEndian = TestImages.ofPartclone("none");
        bigEndian[34] = (byte) 0xC0;
        bigEndian[35] = (byte) 0xDE;
        assertUnsupported(bigEndian, "it was written on a big-endian machine");
    }

    @Test
    void claimsOfADamagedHeaderCostNoMemory() throws Exception {
        byte[] image = changed(60, 0);
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(60, 4L << 30);
        assertThatThrownBy(() -> extract(TestImages.sealed(image))).isInstanceOf(PartcloneException.class)
                .hasMessageContaining("inside its bitmap");
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(60, (4L << 30) + 1);
        assertThatThrownBy(() -> extract(TestImages.sealed(image))).isInstanceOfSatisfying(PartcloneException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.OVER_LIMIT));
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(60, -1);
        assertDamaged(TestImages.sealed(image), "a device of 18446744073709551615 blocks");
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(84, 0);
        assertDamaged(TestImages.sealed(image), "a block size of 0 bytes");
    }

    @Test
    void withoutBitmapAllBlocksAreUsed() throws Exception {
        byte[] plain = TestImages.ofPartclone("none");
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        image.write(TestImages.sealed(withByte(plain, 105, 0)), 0, 110);
        image.write(new byte[200 * 1024]);

        assertThat(extract(image.toByteArray()).slices).isEqualTo("0+204800");
    }

    private static void assertReads(byte[] image) throws Exception {
        Extracted extracted = extract(image);
        assertThat(extracted.slices).isEqualTo(SLICES);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] block : TestImages.blocks()) {
            expected.write(block);
        }
        assertThat(extracted.data).isEqualTo(expected.toByteArray());
    }

    private static void assertDamaged(byte[] image, String message) {
        assertThatThrownBy(() -> extract(image)).isInstanceOfSatisfying(PartcloneException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(e).hasMessageContaining(message).hasMessageMatching("\\P{Cntrl}+");
        });
    }

    private static void assertUnsupported(byte[] image, String message) {
        assertThatThrownBy(() -> extract(image)).hasMessage(message).isInstanceOfSatisfying(PartcloneException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    private static byte[] changed(int at, int value) throws Exception {
        return TestImages.sealed(withByte(TestImages.ofPartclone("none"), at, value));
    }

    private static byte[] withByte(byte[] image, int at, int value) {
        image[at] = (byte) value;
        return image;
    }

    private record Extracted(String slices, byte[] data) {}

    private static Extracted extract(byte[] image) throws Exception {
        PartcloneImage source = PartcloneImage.open(new ByteArrayInputStream(image));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringBuilder slices = new StringBuilder();
        byte[] buffer = new byte[5000];
        for (long offset = source.nextSlice(); offset >= 0; offset = source.nextSlice()) {
            int before = data.size();
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                data.write(buffer, 0, count);
            }
            slices.append(slices.length() == 0 ? "" : " ").append(offset).append('+').append(data.size() - before);
        }
        assertThat(source.totalBytes()).isEqualTo(data.size());
        return new Extracted(slices.toString(), data.toByteArray());
    }
}
