package org.ocsbt.converter.partclone;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import net.jpountz.xxhash.StreamingXXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.ocsbt.converter.partclone.ImageHeader.ChecksumMode;

/** The running checksum of an image's blocks (contract btfiles.md). */
interface BlockChecksum {
    void update(byte[] bytes, int from, int length);

    /** The value of all that was given since the start or the last {@link #reset}, as stored in an image. */
    byte[] value();

    void reset();

    /** Whether an image says the same. */
    default boolean matches(byte[] stored) {
        return Arrays.equals(stored, value());
    }

    static BlockChecksum of(ChecksumMode mode) {
        return switch (mode) {
            case NONE -> throw new IllegalArgumentException("an image without checksums has none");
            case CRC32 -> new Crc32();
            case CRC32_OF_0001 -> new Crc32OfFirstByte();
            case XXH64 -> new Xxh64();
            case XXH3_128 -> new Xxh3();
        };
    }

    /** Bytes that one takes in an image. */
    static int length(ChecksumMode mode) {
        return switch (mode) {
            case NONE -> 0;
            case CRC32, CRC32_OF_0001 -> Integer.BYTES;
            case XXH64 -> Long.BYTES;
            case XXH3_128 -> 2 * Long.BYTES;
        };
    }

    /** Partclone leaves out CRC-32's final inversion. */
    static int uninverted(CRC32 crc) {
        return ~(int) crc.getValue();
    }

    /** Of formats since 0002. */
    final class Crc32 implements BlockChecksum {
        private final CRC32 crc = new CRC32();

        @Override
        public void update(byte[] bytes, int from, int length) {
            crc.update(bytes, from, length);
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(uninverted(crc)).array();
        }

        @Override
        public void reset() {
            crc.reset();
        }
    }

    /** Format 0001 by mistake takes a block's first byte over and over; still it finds a lost position. */
    final class Crc32OfFirstByte implements BlockChecksum {
        private final Crc32 crc = new Crc32();
        private byte[] repeated = new byte[0];

        @Override
        public void update(byte[] bytes, int from, int length) {
            if (repeated.length != length || repeated[0] != bytes[from]) {
                repeated = new byte[length];
                Arrays.fill(repeated, bytes[from]);
            }
            crc.update(repeated, 0, length);
        }

        @Override
        public byte[] value() {
            return crc.value();
        }

        @Override
        public void reset() {
            crc.reset();
        }
    }

    /** Seed 0; as images of partclone 0.3.49 have it: the lowest byte first. */
    final class Xxh64 implements BlockChecksum {
        private final StreamingXXHash64 hash = XXHashFactory.fastestInstance().newStreamingHash64(0);

        @Override
        public void update(byte[] bytes, int from, int length) {
            hash.update(bytes, from, length);
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(hash.getValue()).array();
        }

        @Override
        public void reset() {
            hash.reset();
        }
    }

    /** Seed 0; as images of partclone 0.3.49 have it: the low half first, and of each the lowest byte. */
    final class Xxh3 implements BlockChecksum {
        private final HashStream128 hash = Hashing.xxh3_128().hashStream();

        @Override
        public void update(byte[] bytes, int from, int length) {
            hash.putBytes(bytes, from, length);
        }

        @Override
        public byte[] value() {
            HashValue128 value = hash.get();
            return ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value.getLeastSignificantBits()).putLong(value.getMostSignificantBits()).array();
        }

        @Override
        public void reset() {
            hash.reset();
        }
    }
}
