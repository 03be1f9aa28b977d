package org.ocsbt.storage;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Where a torrent's bytes lie: read, write and flush at an offset in the torrent. Calls transfer the
 * whole buffer or throw; a short transfer of the system is continued. Any number of threads may call at
 * once as long as no two touch the same bytes.
 */
public interface BlockStore extends Closeable {
    /**
     * Fills {@code target} from its position to its limit.
     *
     * @throws MediumException the medium failed or ended early
     */
    void read(long torrentOffset, ByteBuffer target) throws MediumException;

    /**
     * Like {@link #read}, but from the medium itself, not from the system's memory, where the file system
     * lets us go around that.
     *
     * @throws MediumException the medium failed or ended early
     */
    void readMedium(long torrentOffset, ByteBuffer target) throws MediumException;

    /** Where a range begins on the medium, for messages: {@code /dev/sda1 at offset 4096, 512 bytes}. */
    String place(long torrentOffset, long lengthBytes);

    /**
     * Writes {@code source} from its position to its limit.
     *
     * @throws MediumException the medium failed, is full, or took fewer bytes than given
     */
    void write(long torrentOffset, ByteBuffer source) throws MediumException;

    /**
     * Returns once everything written before is on the medium itself.
     *
     * @throws MediumException it may not be
     */
    void flush() throws MediumException;

    /**
     * Names the disk below: stores with equal names share one disk arm, so their writes are queued one
     * behind the other.
     */
    String medium();

    /** Gives the medium back. A failure to do so is a failure to write. */
    @Override
    void close() throws MediumException;
}
