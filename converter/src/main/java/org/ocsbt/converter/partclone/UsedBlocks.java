package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.ocsbt.converter.partclone.ImageHeader.BitmapMode;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/** Which blocks of a device an image holds: its bitmap, one bit for each block. */
final class UsedBlocks {
    /** A bitmap of this size stands for 32 TiB in blocks of 4 KiB. */
    static final int MAX_BITMAP_BYTES = 1 << 30;

    private static final int PORTION_BYTES = 1 << 20;
    private static final String END_OF_0001 = "BiTmAgIc";

    private final long totalBlocks;
    /** Null if all are used. */
    private final byte[] bits;

    private UsedBlocks(long totalBlocks, byte[] bits) {
        this.totalBlocks = totalBlocks;
        this.bits = bits;
    }

    /** Reads the bitmap that follows the header. */
    static UsedBlocks read(ImageHeader header, ImageInput in) throws IOException, PartcloneException {
        long bitmapBytes = (header.totalBlocks() - 1) / Byte.SIZE + 1;
        if (header.bitmap() != BitmapMode.NONE && bitmapBytes > MAX_BITMAP_BYTES) {
            throw new PartcloneException(Kind.OVER_LIMIT, "its bitmap needs " + bitmapBytes
                    + " bytes of memory; at most " + MAX_BITMAP_BYTES + " are allowed");
        }
        CRC32 crc = new CRC32();
        byte[] bits = switch (header.bitmap()) {
            case NONE -> null;
            case BITS -> readBits((int) bitmapBytes, header.totalBlocks(), in, crc);
            case BYTES -> readBytes((int) bitmapBytes, header.totalBlocks(), in, crc);
        };
        readEnd(header, in, crc);
        return new UsedBlocks(header.totalBlocks(), bits);
    }

    private static byte[] readBits(int length, long totalBlocks, ImageInput in, CRC32 crc)
            throws IOException, PartcloneException {
        byte[] bits = new byte[0];
        // Grown as data come in: a damaged header must not claim memory for what is not there.
        for (int filled = 0; filled < length; ) {
            int portion = Math.min(length - filled, Math.max(PORTION_BYTES, filled));
            bits = Arrays.copyOf(bits, filled + portion);
            in.read(bits, filled, portion, "its bitmap");
            filled += portion;
        }
        crc.update(bits);
        int beyond = (int) ((long) length * Byte.SIZE - totalBlocks);
        bits[length - 1] &= (byte) (0xFF >> beyond);
        return bits;
    }

    /** Other values than 1 occur and mean unused. */
    private static byte[] readBytes(int length, long totalBlocks, ImageInput in, CRC32 crc)
            throws IOException, PartcloneException {
        byte[] bits = new byte[0];
        byte[] portion = new byte[PORTION_BYTES];
        for (long block = 0; block < totalBlocks; ) {
            int count = (int) Math.min(PORTION_BYTES, totalBlocks - block);
            in.read(portion, 0, count, "its bitmap");
            crc.update(portion, 0, count);
            int needed = (int) ((block + count - 1) / Byte.SIZE) + 1;
            if (needed > bits.length) {
                bits = Arrays.copyOf(bits, (int) Math.min(length, Math.max(needed, 2L * bits.length)));
            }
            for (int i = 0; i < count; i++, block++) {
                if (portion[i] == 1) {
                    bits[(int) (block >>> 3)] |= (byte) (1 << (block & 7));
                }
            }
        }
        return bits;
    }

    private static void readEnd(ImageHeader header, ImageInput in, CRC32 crc)
            throws IOException, PartcloneException {
        long offset = in.offset();
        if (header.version() == 1) {
            byte[] end = new byte[END_OF_0001.length()];
            in.read(end, 0, end.length, "its bitmap");
            if (!new String(end, ISO_8859_1).equals(END_OF_0001)) {
                throw new PartcloneException(Kind.CORRUPT, "the mark after the bitmap (byte " + offset + ") is missing");
            }
        } else if (header.bitmap() != BitmapMode.NONE
                && in.fields(Integer.BYTES, "its bitmap").getInt() != BlockChecksum.uninverted(crc)) {
            throw new PartcloneException(Kind.CORRUPT, "the checksum of the bitmap (byte " + offset + ") differs");
        }
    }

    boolean isUsed(long block) {
        return bits == null || (bits[(int) (block >>> 3)] & 1 << (block & 7)) != 0;
    }

    /** The first used block from {@code block} on; the number of blocks if there is none. */
    long nextUsed(long block) {
        return next(block, true);
    }

    /** The first unused block from {@code block} on; the number of blocks if there is none. */
    long nextUnused(long block) {
        return next(block, false);
    }

    private long next(long from, boolean used) {
        if (bits == null) {
            return used ? Math.min(from, totalBlocks) : totalBlocks;
        }
        byte none = (byte) (used ? 0 : 0xFF);
        long block = from;
        while (block < totalBlocks) {
            if ((block & 7) == 0 && bits[(int) (block >>> 3)] == none) {
                block += Byte.SIZE;
            } else if (isUsed(block) == used) {
                return block;
            } else {
                block++;
            }
        }
        return totalBlocks;
    }

    long count() {
        if (bits == null) {
            return totalBlocks;
        }
        long count = 0;
        for (byte eight : bits) {
            count += Integer.bitCount(eight & 0xFF);
        }
        return count;
    }
}
