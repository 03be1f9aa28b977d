package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.zip.CRC32;
import org.ocsbt.converter.partclone.ImageHeader.BitmapMode;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/** Which blocks of a device an image holds: its bitmap, one bit for each block. */
final class UsedBlocks {
    /** A bitmap of this size stands for 16 TiB in blocks of 4 KiB, as much as ext4 without 64bit can have. */
    static final int MAX_BITMAP_BYTES = 1 << 29;

    private static final int CHUNK_POWER = 20;
    private static final int CHUNK_BYTES = 1 << CHUNK_POWER;
    private static final String END_OF_0001 = "BiTmAgIc";

    private final long totalBlocks;
    /**
     * In parts, made as data come in: a damaged header must not claim memory for what is not there. Null
     * if all blocks are used.
     */
    private final byte[][] chunks;

    private UsedBlocks(long totalBlocks, byte[][] chunks) {
        this.totalBlocks = totalBlocks;
        this.chunks = chunks;
    }

    /** Reads the bitmap that follows the header. */
    static UsedBlocks read(ImageHeader header, ImageInput in) throws IOException, PartcloneException {
        if (header.bitmap() == BitmapMode.NONE) {
            return new UsedBlocks(header.totalBlocks(), null);
        }
        long bitmapBytes = (header.totalBlocks() - 1) / Byte.SIZE + 1;
        if (bitmapBytes > MAX_BITMAP_BYTES) {
            throw new PartcloneException(Kind.OVER_LIMIT, "its bitmap needs " + bitmapBytes
                    + " bytes of memory; at most " + MAX_BITMAP_BYTES + " are allowed");
        }
        UsedBlocks used = new UsedBlocks(header.totalBlocks(),
                new byte[(int) ((bitmapBytes - 1) >>> CHUNK_POWER) + 1][]);
        CRC32 crc = new CRC32();
        if (header.bitmap() == BitmapMode.BITS) {
            used.readBits((int) bitmapBytes, in, crc);
        } else {
            used.readBytes((int) bitmapBytes, in, crc);
        }
        readEnd(header, in, crc);
        return used;
    }

    private void readBits(int bitmapBytes, ImageInput in, CRC32 crc) throws IOException, PartcloneException {
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = new byte[chunkLength(i, bitmapBytes)];
            in.read(chunks[i], 0, chunks[i].length, "its bitmap");
            crc.update(chunks[i]);
        }
        int beyond = (int) ((long) bitmapBytes * Byte.SIZE - totalBlocks);
        byte[] last = chunks[chunks.length - 1];
        last[last.length - 1] &= (byte) (0xFF >> beyond);
    }

    /** Other values than 1 occur and mean unused. */
    private void readBytes(int bitmapBytes, ImageInput in, CRC32 crc) throws IOException, PartcloneException {
        byte[] portion = new byte[CHUNK_BYTES];
        for (long block = 0; block < totalBlocks; ) {
            int count = (int) Math.min(CHUNK_BYTES, totalBlocks - block);
            in.read(portion, 0, count, "its bitmap");
            crc.update(portion, 0, count);
            int chunk = chunk(block);
            if (chunks[chunk] == null) {
                chunks[chunk] = new byte[chunkLength(chunk, bitmapBytes)];
            }
            for (int i = 0; i < count; i++, block++) {
                if (portion[i] == 1) {
                    chunks[chunk][inChunk(block)] |= (byte) (1 << (block & 7));
                }
            }
        }
    }

    private static int chunkLength(int chunk, int bitmapBytes) {
        return Math.min(CHUNK_BYTES, bitmapBytes - (chunk << CHUNK_POWER));
    }

    private static int chunk(long block) {
        return (int) (block >>> CHUNK_POWER + 3);
    }

    private static int inChunk(long block) {
        return (int) (block >>> 3) & CHUNK_BYTES - 1;
    }

    private byte eightBlocks(long block) {
        return chunks[chunk(block)][inChunk(block)];
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
        } else if (in.fields(Integer.BYTES, "its bitmap").getInt() != BlockChecksum.uninverted(crc)) {
            throw new PartcloneException(
                    Kind.CORRUPT, "the checksum of the bitmap (byte " + offset + ") differs");
        }
    }

    boolean isUsed(long block) {
        return chunks == null || (eightBlocks(block) & 1 << (block & 7)) != 0;
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
        if (chunks == null) {
            return used ? Math.min(from, totalBlocks) : totalBlocks;
        }
        byte none = (byte) (used ? 0 : 0xFF);
        long block = from;
        while (block < totalBlocks) {
            if ((block & 7) == 0 && eightBlocks(block) == none) {
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
        if (chunks == null) {
            return totalBlocks;
        }
        long count = 0;
        for (byte[] chunk : chunks) {
            for (byte eight : chunk) {
                count += Integer.bitCount(eight & 0xFF);
            }
        }
        return count;
    }
}
