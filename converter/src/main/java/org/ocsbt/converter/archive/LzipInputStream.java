package org.ocsbt.converter.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.LZMAInputStream;

/**
 * What {@code lzip} writes: members, each a raw LZMA stream between a short header and a trailer. The
 * decompression is the library's, which knows other containers only.
 */
final class LzipInputStream extends PortionStream {
    private static final String MAGIC = "LZIP";
    private static final int VERSION = 1;
    private static final int TRAILER_BYTES = 20;
    private static final int MIN_DICTIONARY_BYTES = 1 << 12;
    private static final int MAX_DICTIONARY_POWER = 29;
    /** Fixed for the format. */
    private static final int LITERAL_CONTEXT_BITS = 3;
    private static final int LITERAL_POSITION_BITS = 0;
    private static final int POSITION_BITS = 2;
    private static final int LENGTH_UNKNOWN = -1;

    private final DataInputStream in;
    private final int maxDictionaryBytes;
    private final CRC32 crc = new CRC32();
    private long length;
    /** Null after the last member. */
    private LZMAInputStream member;

    LzipInputStream(InputStream in, int maxDictionaryBytes) throws IOException {
        this.in = new DataInputStream(in);
        this.maxDictionaryBytes = maxDictionaryBytes;
        beginMember(this.in.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        while (member != null) {
            int read = member.read(buffer, offset, wanted);
            if (read >= 0) {
                crc.update(buffer, offset, read);
                length += read;
                return read;
            }
            endMember();
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void beginMember(int firstByte) throws IOException {
        byte[] header = new byte[MAGIC.length() + 2];
        header[0] = (byte) firstByte;
        in.readFully(header, 1, header.length - 1);
        if (!new String(header, 0, MAGIC.length(), US_ASCII).equals(MAGIC) || header[MAGIC.length()] != VERSION) {
            throw new IOException("it does not begin as lzip files of version 1 do");
        }
        int dictionaryBytes = dictionaryBytes(header[header.length - 1] & 0xFF);
        member = new LZMAInputStream(in, LENGTH_UNKNOWN, LITERAL_CONTEXT_BITS, LITERAL_POSITION_BITS,
                POSITION_BITS, dictionaryBytes, null, ArrayCache.getDefaultCache());
        crc.reset();
        length = 0;
    }

    /** A power of two, less some sixteenths of it. */
    private int dictionaryBytes(int coded) throws IOException {
        int power = coded & 0x1F;
        if (power > MAX_DICTIONARY_POWER) {
            throw new IOException("a dictionary of 2^" + power + " bytes is impossible");
        }
        int bytes = (1 << power) - (1 << power) / 16 * (coded >> 5);
        if (bytes < MIN_DICTIONARY_BYTES || bytes > maxDictionaryBytes) {
            throw new IOException("it needs a dictionary of " + bytes + " bytes; "
                    + MIN_DICTIONARY_BYTES + " to " + maxDictionaryBytes + " are supported");
        }
        return bytes;
    }

    private void endMember() throws IOException {
        byte[] bytes = new byte[TRAILER_BYTES];
        in.readFully(bytes);
        ByteBuffer trailer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (trailer.getInt() != (int) crc.getValue() || trailer.getLong() != length) {
            throw new IOException("the checksum of an lzip member differs");
        }
        member = null;
        int next = in.read();
        if (next >= 0) {
            beginMember(next);
        }
    }
}
