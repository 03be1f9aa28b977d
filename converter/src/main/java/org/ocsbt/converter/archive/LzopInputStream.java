package org.ocsbt.converter.archive;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lzo.LzoDecompressor;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/**
 * What {@code lzop} writes: a header, then blocks with checksums of their own. The decompression of a
 * block is the library's; no library for Java reads the container without Hadoop around it.
 */
final class LzopInputStream extends PortionStream {
    private static final long MAGIC = 0x894C5A4F000D0A1AL;
    private static final int MAGIC_END = 0x0A;

    private static final int ADLER32_DATA = 0x1;
    private static final int ADLER32_PACKED = 0x2;
    private static final int EXTRA_FIELD = 0x40;
    private static final int CRC32_DATA = 0x100;
    private static final int CRC32_PACKED = 0x200;
    private static final int MULTIPART = 0x400;
    private static final int FILTER = 0x800;

    private static final int FIRST_VERSION_WITH_LEVEL = 0x0940;
    /** lzop's own limit. */
    private static final int MAX_BLOCK_BYTES = 64 * 1024 * 1024;

    private final DataInputStream in;
    private final LzoDecompressor decompressor = new LzoDecompressor();
    private int flags;
    private byte[] packed = new byte[0];
    private byte[] data = new byte[0];
    private int position;
    private int length;
    private boolean ended;

    LzopInputStream(InputStream in) throws IOException {
        this.in = new DataInputStream(in);
        readHeader();
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        while (position == length && !ended) {
            readBlock();
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(wanted, length - position);
        System.arraycopy(data, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void readHeader() throws IOException {
        if (in.readLong() != MAGIC || in.readUnsignedByte() != MAGIC_END) {
            throw new IOException("it does not begin as lzop files do");
        }
        int version = in.readUnsignedShort();
        in.readUnsignedShort(); // version of the library
        if (version >= FIRST_VERSION_WITH_LEVEL) {
            in.readUnsignedShort(); // version needed to extract
        }
        in.readUnsignedByte(); // method: all are unpacked alike
        if (version >= FIRST_VERSION_WITH_LEVEL) {
            in.readUnsignedByte(); // level
        }
        flags = in.readInt();
        if ((flags & (FILTER | MULTIPART)) != 0) {
            throw new IOException("lzop files with filters or of several parts are not supported");
        }
        in.readInt(); // mode
        in.readInt(); // time
        if (version >= FIRST_VERSION_WITH_LEVEL) {
            in.readInt(); // time, upper half
        }
        in.skipNBytes(in.readUnsignedByte()); // name
        in.readInt(); // checksum of the header
        if ((flags & EXTRA_FIELD) != 0) {
            in.skipNBytes(in.readInt() & 0xFFFFFFFFL);
            in.readInt();
        }
    }

    private void readBlock() throws IOException {
        position = 0;
        length = in.readInt();
        if (length == 0) {
            ended = true;
            return;
        }
        int packedLength = in.readInt();
        if (length < 0 || length > MAX_BLOCK_BYTES || packedLength <= 0 || packedLength > length) {
            throw new IOException("a block of " + Integer.toUnsignedString(length) + " bytes packed to "
                    + Integer.toUnsignedString(packedLength) + " is impossible");
        }
        boolean isPacked = packedLength < length;
        int dataAdler = readIf(ADLER32_DATA);
        int dataCrc = readIf(CRC32_DATA);
        int packedAdler = isPacked ? readIf(ADLER32_PACKED) : 0;
        int packedCrc = isPacked ? readIf(CRC32_PACKED) : 0;
        data = atLeast(data, length);
        if (isPacked) {
            packed = atLeast(packed, packedLength);
            in.readFully(packed, 0, packedLength);
            compare(ADLER32_PACKED, new Adler32(), packed, packedLength, packedAdler);
            compare(CRC32_PACKED, new CRC32(), packed, packedLength, packedCrc);
            unpack(packedLength);
        } else {
            in.readFully(data, 0, length);
        }
        compare(ADLER32_DATA, new Adler32(), data, length, dataAdler);
        compare(CRC32_DATA, new CRC32(), data, length, dataCrc);
    }

    private int readIf(int flag) throws IOException {
        return (flags & flag) != 0 ? in.readInt() : 0;
    }

    private void unpack(int packedLength) throws IOException {
        try {
            int unpacked = decompressor.decompress(packed, 0, packedLength, data, 0, length);
            if (unpacked != length) {
                throw new EOFException("a block has " + unpacked + " bytes instead of " + length);
            }
        } catch (MalformedInputException e) {
            throw new IOException("a block can't be unpacked: " + e.getMessage(), e);
        }
    }

    private void compare(int flag, Checksum checksum, byte[] bytes, int count, int stored) throws IOException {
        if ((flags & flag) != 0) {
            checksum.update(bytes, 0, count);
            if ((int) checksum.getValue() != stored) {
                throw new IOException("the checksum of a compressed block differs");
            }
        }
    }

    private static byte[] atLeast(byte[] buffer, int size) {
        return buffer.length >= size ? buffer : new byte[size];
    }
}
