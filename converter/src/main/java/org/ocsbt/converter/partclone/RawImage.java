package org.ocsbt.converter.partclone;

import java.io.IOException;
import java.io.InputStream;

/**
 * The slices of a dd image, unpacked: all blocks are used, and a block is a sector. As partclone.dd does,
 * it drops a last sector that is not whole.
 */
public final class RawImage implements SliceSource {
    private static final int SECTOR_BYTES = 512;

    private final InputStream in;
    private final byte[] sector = new byte[SECTOR_BYTES];
    private boolean sectorAhead;
    private long position;
    private long sliceEnd;

    /** @param in not closed */
    public RawImage(InputStream in) {
        this.in = in;
    }

    @Override
    public int blockSize() {
        return SECTOR_BYTES;
    }

    @Override
    public long blocksTotal() {
        return position / SECTOR_BYTES;
    }

    @Override
    public long totalBytes() {
        return -1;
    }

    @Override
    public long nextSlice() throws IOException {
        sectorAhead = in.readNBytes(sector, 0, SECTOR_BYTES) == SECTOR_BYTES;
        sliceEnd = position + BUFFER_BYTES;
        return sectorAhead ? position : -1;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        int wanted = (int) Math.min(buffer.length, sliceEnd - position) / SECTOR_BYTES * SECTOR_BYTES;
        if (wanted == 0) {
            return -1;
        }
        int ahead = 0;
        if (sectorAhead) {
            System.arraycopy(sector, 0, buffer, 0, SECTOR_BYTES);
            sectorAhead = false;
            ahead = SECTOR_BYTES;
        }
        int length = (ahead + in.readNBytes(buffer, ahead, wanted - ahead)) / SECTOR_BYTES * SECTOR_BYTES;
        position += length;
        return length > 0 ? length : -1;
    }
}
