package org.ocsbt.converter.partclone;

import java.io.IOException;

/**
 * The used data of a partition in the order of the device, cut into slices where partclone's restore
 * mode cuts (contract btfiles.md). After an exception it is of no further use.
 */
public interface SliceSource {
    /** What the slices' data are cut and packed by: partclone's buffer, as Clonezilla passes it. */
    int BUFFER_BYTES = 16 * 1024 * 1024;

    /** File system block, in bytes. */
    int blockSize();

    /** Blocks of the device, used or not; known when everything has been read. */
    long blocksTotal();

    /** Bytes of all slices, -1 if that is known at the end only. */
    long totalBytes();

    /** Goes on to the next slice and returns its offset on the device in bytes; -1 after the last. */
    long nextSlice() throws IOException, PartcloneException;

    /**
     * Fills {@code buffer} from its start with what comes next in this slice.
     *
     * @return the number of bytes, 1 or more; -1 at the end of the slice
     * @throws PartcloneException if the image is damaged
     */
    int read(byte[] buffer) throws IOException, PartcloneException;
}
