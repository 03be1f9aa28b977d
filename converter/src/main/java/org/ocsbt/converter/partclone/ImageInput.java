package org.ocsbt.converter.partclone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/** An unpacked image as a stream that knows its offset; what it is asked for must be there. */
final class ImageInput {
    private final InputStream in;
    private ByteBuffer ahead = ByteBuffer.allocate(0);
    private long offset;

    ImageInput(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    /** @param what named in the message if the image ends before {@code length} bytes */
    void read(byte[] buffer, int from, int length, String what) throws IOException, PartcloneException {
        int read = Math.min(length, ahead.remaining());
        ahead.get(buffer, from, read);
        read += in.readNBytes(buffer, from + read, length - read);
        offset += read;
        if (read < length) {
            throw new PartcloneException(Kind.CORRUPT, "the image ends at byte " + offset + ", inside " + what);
        }
    }

    /** The next bytes as little-endian fields. */
    ByteBuffer fields(int length, String what) throws IOException, PartcloneException {
        byte[] bytes = new byte[length];
        read(bytes, 0, length, what);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The next {@code length} bytes, fewer at the end; they are still to be read. To be called once. */
    byte[] peek(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        ahead = ByteBuffer.wrap(bytes);
        return bytes;
    }

    /** Whether anything follows; reads it if so. */
    boolean hasMore() throws IOException {
        return ahead.hasRemaining() || in.read() >= 0;
    }
}
