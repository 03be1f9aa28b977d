package org.ocsbt.converter.partclone;

import java.io.IOException;
import java.util.Arrays;
import org.ocsbt.converter.partclone.ImageHeader.ChecksumMode;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/** Reads the used blocks of an image back to back, taking out and comparing the checksums between them. */
final class UsedBlockReader {
    private final ImageInput in;
    private final ImageHeader header;
    private final int paddingBytes;
    /** Null for an image that has none. */
    private final BlockChecksum checksum;
    private int inGroup;

    UsedBlockReader(ImageInput in, ImageHeader header, long usedCount) throws IOException, PartcloneException {
        this.in = in;
        this.header = header;
        this.checksum = header.blocksPerChecksum() == 0 || header.checksum() == ChecksumMode.NONE
                ? null : BlockChecksum.of(header.checksum());
        this.paddingBytes = header.version() == 1 && usedCount > 0 ? paddingOf0001(in, header.blockSize()) : 0;
    }

    /**
     * Programs of 64 bits wrote 4 unused bytes after each checksum of format 0001, and nothing says so:
     * only where the second block's checksum turns up tells.
     */
    private static int paddingOf0001(ImageInput in, int blockSize) throws IOException, PartcloneException {
        byte[] start = in.peek(2 * (blockSize + Long.BYTES));
        for (int padding : new int[] {0, Integer.BYTES}) {
            int second = blockSize + Integer.BYTES + padding;
            boolean single = start.length == second;
            boolean complete = start.length >= second + blockSize + Integer.BYTES;
            if (single || complete && isChecksummed(start, second, blockSize)) {
                return padding;
            }
        }
        throw new PartcloneException(Kind.CORRUPT, "the checksums of the first two blocks differ");
    }

    private static boolean isChecksummed(byte[] start, int second, int blockSize) {
        BlockChecksum checksum = BlockChecksum.of(ChecksumMode.CRC32_OF_0001);
        checksum.update(start, 0, blockSize);
        checksum.update(start, second, blockSize);
        byte[] value = checksum.value();
        int at = second + blockSize;
        return Arrays.equals(value, 0, value.length, start, at, at + value.length);
    }

    /**
     * @param blocks how many, into the start of {@code buffer}
     * @param firstBlock number of the first of them on the device, where they follow one another
     */
    void read(byte[] buffer, int blocks, long firstBlock) throws IOException, PartcloneException {
        int done = 0;
        while (done < blocks) {
            int portion = checksum == null
                    ? blocks - done : Math.min(blocks - done, header.blocksPerChecksum() - inGroup);
            int from = done * header.blockSize();
            int length = portion * header.blockSize();
            in.read(buffer, from, length, "the data of blocks " + (firstBlock + done) + " to "
                    + (firstBlock + done + portion - 1));
            done += portion;
            if (checksum != null) {
                checksum.update(buffer, from, length);
                inGroup += portion;
                if (inGroup == header.blocksPerChecksum()) {
                    endGroup(firstBlock + done - 1);
                }
            }
        }
    }

    /** Compares the checksum of a last group that is not full. */
    void finish(long lastBlock) throws IOException, PartcloneException {
        if (inGroup > 0) {
            endGroup(lastBlock);
        }
    }

    private void endGroup(long lastBlock) throws IOException, PartcloneException {
        long offset = in.offset();
        byte[] stored = new byte[header.checksumBytes()];
        in.read(stored, 0, stored.length, "a checksum");
        if (!checksum.matches(stored)) {
            throw new PartcloneException(Kind.CORRUPT, "the checksum at byte " + offset + ", of the "
                    + inGroup + " used blocks up to " + lastBlock + " (device offset "
                    + (lastBlock + 1) * header.blockSize() + "), differs");
        }
        in.read(new byte[paddingBytes], 0, paddingBytes, "a checksum");
        if (header.reseed()) {
            checksum.reset();
        }
        inGroup = 0;
    }
}
