package org.ocsbt.converter.partclone;

import java.io.IOException;
import java.io.InputStream;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/**
 * The slices of a partclone image, format 0001 or 0002, unpacked. Slices end at gaps and where partclone's
 * buffer of used blocks is full. Every checksum is compared before its data are at the end.
 */
public final class PartcloneImage implements SliceSource {
    private final ImageInput in;
    private final ImageHeader header;
    private final UsedBlocks used;
    private final UsedBlockReader reader;
    private final long usedCount;
    private final int bufferBlocks;
    private long packed;
    private long block;
    private long sliceEnd;

    private PartcloneImage(ImageInput in, ImageHeader header, UsedBlocks used)
            throws IOException, PartcloneException {
        this.in = in;
        this.header = header;
        this.used = used;
        this.usedCount = used.count();
        this.reader = new UsedBlockReader(in, header, usedCount);
        this.bufferBlocks = Math.max(1, BUFFER_BYTES / header.blockSize());
    }

    /**
     * Reads header and bitmap.
     *
     * @param in unpacked; not closed
     * @throws PartcloneException if it is no image that can be read
     */
    public static PartcloneImage open(InputStream in) throws IOException, PartcloneException {
        ImageInput input = new ImageInput(in);
        ImageHeader header = ImageHeader.read(input);
        return new PartcloneImage(input, header, UsedBlocks.read(header, input));
    }

    @Override
    public int blockSize() {
        return header.blockSize();
    }

    @Override
    public long blocksTotal() {
        return header.totalBlocks();
    }

    @Override
    public long totalBytes() {
        return usedCount * header.blockSize();
    }

    @Override
    public long nextSlice() throws IOException, PartcloneException {
        long start = used.nextUsed(block);
        if (start == header.totalBlocks()) {
            finish();
            return -1;
        }
        long leftInBuffer = bufferBlocks - packed % bufferBlocks;
        block = start;
        sliceEnd = Math.min(used.nextUnused(start), start + leftInBuffer);
        return start * header.blockSize();
    }

    @Override
    public int read(byte[] buffer) throws IOException, PartcloneException {
        int blocks = (int) Math.min(buffer.length / header.blockSize(), sliceEnd - block);
        if (block == sliceEnd) {
            return -1;
        }
        if (blocks == 0) {
            throw new IllegalArgumentException("a buffer must hold a block of " + header.blockSize());
        }
        reader.read(buffer, blocks, block);
        block += blocks;
        packed += blocks;
        return blocks * header.blockSize();
    }

    private void finish() throws IOException, PartcloneException {
        reader.finish(block - 1);
        long end = in.offset();
        if (in.hasMore()) {
            throw new PartcloneException(Kind.CORRUPT, "data follow after its end at byte " + end);
        }
    }
}
