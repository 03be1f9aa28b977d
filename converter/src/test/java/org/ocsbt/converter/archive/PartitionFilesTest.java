package org.ocsbt.converter.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PartitionFilesTest {
    private static final String NUMBERS =
            IntStream.rangeClosed(1, 40000).mapToObj(i -> i + "\n").collect(Collectors.joining());

    @TempDir
    private Path image;

    /** The fixtures were packed by the programs Clonezilla uses ("record" beside them), most in two parts. */
    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", "lzo", "lzma", "xz", "lzip", "lz4", "zst"})
    void unpacksEveryCompressionAcrossSplits(String suffix) throws Exception {
        byte[] packed = fixture("numbers." + suffix);
        split("sda1.ext4-ptcl-img." + suffix, packed, 1000);

        assertThat(unpack("sda1")).isEqualTo(NUMBERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", "lzo", "lzma", "xz", "lzip", "lz4", "zst"})
    void oldImagesTellTheirCompressionByTheFirstBytes(String suffix) throws Exception {
        Files.write(image.resolve("sda1.ext4-img"), fixture("numbers." + suffix));
        assertThat(unpack("sda1")).isEqualTo(NUMBERS);
    }

    @Test
    void uncompressedImagesAreReadAsTheyAre() throws Exception {
        Files.writeString(image.resolve("sda1.ext4-img.aa"), "partclone");
        Files.writeString(image.resolve("sda2.ext4-ptcl-img.uncomp"), "BZh");

        assertThat(unpack("sda1")).isEqualTo("partclone");
        assertThat(unpack("sda2")).isEqualTo("BZh");
    }

    @Test
    void everyChecksumOfLzopIsRead() throws Exception {
        Files.write(image.resolve("sda1.ext4-ptcl-img.lzo"), fixture("checksums.lzo"));
        assertThat(unpack("sda1")).isEqualTo(NUMBERS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262143, 262144, 262145, 524288, 1_000_000})
    void zstdFramesMayEndAnywhereInABuffer(int length) throws Exception {
        byte[] data = new byte[length];
        new Random(1).nextBytes(data);
        byte[] frame = Zstd.compress(data);
        Path file = image.resolve("sda1.ext4-ptcl-img.zst");
        Files.write(file, frame);
        Files.write(file, frame, StandardOpenOption.APPEND);

        try (InputStream in = PartitionFiles.find(image, "sda1").open()) {
            assertThat(in.readNBytes(length)).isEqualTo(data);
            assertThat(in.readAllBytes()).isEqualTo(data);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", "lzo", "xz", "lzip", "lz4", "zst"})
    void damageIsFoundOrHarmless(String suffix) throws Exception {
        byte[] packed = fixture("numbers." + suffix);
        Random random = new Random(1);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = packed.clone();
            damaged[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(image.resolve("sda1.ext4-ptcl-img." + suffix), damaged);
            String unpacked;
            try {
                unpacked = unpack("sda1");
            } catch (IOException e) {
                continue; // found
            }
            // Names, times and the like are not part of the data; what has no checksum, partclone's finds.
            assertThat(unpacked).matches(text -> text.equals(NUMBERS) || suffix.equals("lz4") || suffix.equals("zst")
                    || NUMBERS.startsWith(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", "lzo", "lzma", "xz", "lzip", "lz4", "zst"})
    void cutDataEndInAnError(String suffix) throws Exception {
        byte[] packed = fixture("numbers." + suffix);
        Files.write(image.resolve("sda1.ext4-ptcl-img." + suffix), Arrays.copyOf(packed, packed.length * 3 / 4));
        assertThatThrownBy(() -> unpack("sda1")).isInstanceOf(IOException.class)
                .hasMessageMatching("after \\d+ bytes the compressed data are damaged: .*");
    }

    @Test
    void missingPartIsNamed() throws Exception {
        for (String part : new String[] {"aa", "ab", "ad"}) {
            Files.createFile(image.resolve("sda1.ext4-ptcl-img.gz." + part));
        }
        assertThatThrownBy(() -> PartitionFiles.find(image, "sda1")).isInstanceOf(ImageException.class)
                .hasMessage("sda1.ext4-ptcl-img.gz.ac is missing");
        Files.delete(image.resolve("sda1.ext4-ptcl-img.gz.aa"));
        assertThatThrownBy(() -> PartitionFiles.find(image, "sda1")).hasMessage("sda1.ext4-ptcl-img.gz.aa is missing");
    }

    @Test
    void partsCountOnFromZToA() throws Exception {
        for (int i = 0; i < 60; i++) {
            Files.createFile(image.resolve("sda1.ext4-ptcl-img.gz." + (char) ('a' + i / 26) + (char) ('a' + i % 26)));
        }
        assertThat(PartitionFiles.find(image, "sda1").files()).hasSize(60);
    }

    @ParameterizedTest
    @CsvSource({"sda1.ext4-ptcl-img.zst,sda1,zst,false", "sda1.ext4-ptcl-img.gz.aaa,sda1,gz,false",
        "vg-root.xfs-ptcl-img.lz4.aa,vg-root,lz4,false", "nvme0n1p3.dd-ptcl-img.gz.aa,nvme0n1p3,gz,true",
        "sdb2.dd-img.aa,sdb2,'',true", "hda1.ntfs-img,hda1,'',false"})
    void namesTellPartitionAndCompression(String name, String partition, String suffix, boolean raw) throws Exception {
        Files.createFile(image.resolve(name));
        Files.createFile(image.resolve("sda-pt.sf"));
        Files.createFile(image.resolve("Info-img-size.txt"));

        PartitionFiles files = PartitionFiles.find(image, partition);

        assertThat(PartitionFiles.partitions(image)).containsExactly(partition);
        assertThat(files.suffix()).isEqualTo(suffix);
        assertThat(files.raw()).isEqualTo(raw);
        assertThat(files.files()).containsExactly(image.resolve(name));
    }

    @Test
    void partitionIsNotTakenForALongerName() throws Exception {
        Files.createFile(image.resolve("sda10.ext4-ptcl-img.gz.aa"));
        assertThatThrownBy(() -> PartitionFiles.find(image, "sda1")).isInstanceOf(ImageException.class);
    }

    @Test
    void twoImagesOfOnePartitionAreRefused() throws Exception {
        Files.createFile(image.resolve("sda1.ext4-ptcl-img.gz.aa"));
        Files.createFile(image.resolve("sda1.ntfs-ptcl-img.gz.aa"));
        assertThatThrownBy(() -> PartitionFiles.find(image, "sda1")).hasMessageStartingWith("there are files of different images");
    }

    @Test
    void unsupportedCompressionIsNamed() throws Exception {
        Files.createFile(image.resolve("sda1.ext4-ptcl-img.lrz.aa"));
        assertThatThrownBy(() -> PartitionFiles.find(image, "sda1").open())
                .hasMessage("its compression 'lrz' is not supported");
    }

    private void split(String name, byte[] bytes, int length) throws IOException {
        for (int i = 0; i * length < bytes.length; i++) {
            String suffix = "." + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            Files.write(image.resolve(name + suffix),
                    Arrays.copyOfRange(bytes, i * length, Math.min(bytes.length, (i + 1) * length)));
        }
    }

    private String unpack(String partition) throws IOException, ImageException {
        try (InputStream in = new ReadAhead(PartitionFiles.find(image, partition).open())) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = PartitionFilesTest.class.getResourceAsStream("/compressed/" + name)) {
            return in.readAllBytes();
        }
    }
}
