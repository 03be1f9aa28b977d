package org.ocsbt.converter.partclone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/**
 * The head of a partclone image (contract btfiles.md, formats 0001 and 0002).
 *
 * @param version 1 or 2
 * @param fileSystem {@code EXTFS}, {@code NTFS} ...
 * @param blockSize in bytes
 * @param totalBlocks of the device
 * @param checksum how groups of used blocks are protected
 * @param checksumBytes length of one
 * @param blocksPerChecksum used blocks in a group, 0 for no checksums
 * @param reseed whether each group begins anew; else the value is carried on
 * @param bitmap how used blocks are marked
 */
record ImageHeader(
        int version,
        String fileSystem,
        int blockSize,
        long totalBlocks,
        ChecksumMode checksum,
        int checksumBytes,
        int blocksPerChecksum,
        boolean reseed,
        BitmapMode bitmap) {

    /** The algorithms, by the number in the image. */
    enum ChecksumMode {
        NONE(0), CRC32_OF_0001(-1), CRC32(0x20), XXH64(0x30), XXH3_128(0x31);

        private final int number;

        ChecksumMode(int number) {
            this.number = number;
        }
    }

    /** All used; a bit each; a byte each. */
    enum BitmapMode { NONE, BITS, BYTES }

    private static final String MAGIC = "partclone-image";
    private static final int VERSION_OFFSET = 30;
    private static final int COMMON_BYTES = 36;
    private static final int V2_BYTES = 110;
    private static final int V1_BYTES = 4160;
    private static final int BIG_ENDIAN_MARK = 0xDEC0;
    private static final int LITTLE_ENDIAN_MARK = 0xC0DE;
    /** What a partclone buffer can hold of any file system known. */
    private static final int MAX_BLOCK_BYTES = SliceSource.BUFFER_BYTES;

    ImageHeader {
        if (totalBlocks < 1 || blockSize < 1 || totalBlocks > Long.MAX_VALUE / blockSize) {
            throw new IllegalArgumentException("no size of a device: " + totalBlocks + " blocks of " + blockSize);
        }
    }

    static ImageHeader read(ImageInput in) throws IOException, PartcloneException {
        byte[] head = new byte[V1_BYTES];
        in.read(head, 0, COMMON_BYTES, "its header");
        if (!text(head, 0, MAGIC.length()).equals(MAGIC)) {
            throw new PartcloneException(Kind.NOT_PARTCLONE, "it does not begin like a partclone image");
        }
        String version = text(head, VERSION_OFFSET, 4);
        return switch (version) {
            case "0002" -> readV2(head, in);
            case "0001" -> readV1(head, in);
            default -> throw new PartcloneException(Kind.UNSUPPORTED, "image format '"
                    + version.replaceAll("[^0-9A-Za-z]", "?") + "' is unknown; there are 0001 and 0002");
        };
    }

    private static ImageHeader readV2(byte[] head, ImageInput in) throws IOException, PartcloneException {
        in.read(head, COMMON_BYTES, V2_BYTES - COMMON_BYTES, "its header");
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int mark = fields.getShort(34) & 0xFFFF;
        if (mark == BIG_ENDIAN_MARK) {
            throw new PartcloneException(Kind.UNSUPPORTED, "it was written on a big-endian machine");
        }
        CRC32 crc = new CRC32();
        crc.update(head, 0, 106);
        if (mark != LITTLE_ENDIAN_MARK || BlockChecksum.uninverted(crc) != fields.getInt(106)) {
            throw corrupt("the checksum of the header (byte 0 to 105) differs");
        }
        ChecksumMode checksum = checksumMode(fields.getShort(96) & 0xFFFF);
        int blocksPerChecksum = checksum == ChecksumMode.NONE ? 0 : fields.getInt(100);
        if (blocksPerChecksum < 0) {
            throw corrupt("a checksum for " + Integer.toUnsignedString(blocksPerChecksum) + " blocks (byte 100)");
        }
        return checked(2, text(head, 36, 16), fields.getInt(84), fields.getLong(60), checksum,
                fields.getShort(98), blocksPerChecksum, head[104] != 0, bitmapMode(head[105]));
    }

    /** Fields before the file system's name lie one byte earlier than in 0002. */
    private static ImageHeader readV1(byte[] head, ImageInput in) throws IOException, PartcloneException {
        in.read(head, COMMON_BYTES, V1_BYTES - COMMON_BYTES, "its header");
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        return checked(1, text(head, 15, 15), fields.getInt(36), fields.getLong(48), ChecksumMode.CRC32_OF_0001,
                Integer.BYTES, 1, false, BitmapMode.BYTES);
    }

    private static ImageHeader checked(int version, String fileSystem, int blockSize, long totalBlocks,
            ChecksumMode checksum, int checksumBytes, int blocksPerChecksum, boolean reseed, BitmapMode bitmap)
            throws PartcloneException {
        if (blockSize < 1 || blockSize > MAX_BLOCK_BYTES) {
            throw corrupt("a block size of " + Integer.toUnsignedString(blockSize) + " bytes");
        }
        if (totalBlocks < 1 || totalBlocks > Long.MAX_VALUE / blockSize) {
            throw corrupt("a device of " + Long.toUnsignedString(totalBlocks) + " blocks");
        }
        int expected = BlockChecksum.length(checksum);
        if (checksumBytes != expected) {
            throw corrupt("checksums of " + checksumBytes + " bytes where " + checksum + " has " + expected);
        }
        return new ImageHeader(version, fileSystem, blockSize, totalBlocks, checksum, checksumBytes,
                blocksPerChecksum, reseed, bitmap);
    }

    private static ChecksumMode checksumMode(int number) throws PartcloneException {
        for (ChecksumMode mode : ChecksumMode.values()) {
            if (mode.number == number) {
                return mode;
            }
        }
        throw new PartcloneException(Kind.UNSUPPORTED, String.format("checksum mode 0x%02x is unknown", number));
    }

    private static BitmapMode bitmapMode(byte number) throws PartcloneException {
        return switch (number) {
            case 0 -> BitmapMode.NONE;
            case 1 -> BitmapMode.BITS;
            case 8 -> BitmapMode.BYTES;
            default -> throw new PartcloneException(Kind.UNSUPPORTED, "bitmap mode " + number + " is unknown");
        };
    }

    /** Up to the first NUL. */
    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, ISO_8859_1);
    }

    private static PartcloneException corrupt(String what) {
        return new PartcloneException(Kind.CORRUPT, "its header is damaged: " + what);
    }
}
