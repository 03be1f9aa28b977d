package org.ocsbt.converter.archive;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What {@code zstd} writes: frames, one after the other. The library's own stream takes a second frame
 * that is cut short for a good end; a dd image has nothing else that would tell.
 */
final class ZstdFramesInputStream extends PortionStream {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final InputStream in;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] portion = new byte[BUFFER_BYTES];
    private final ByteBuffer packed = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final ByteBuffer data = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private boolean inFrame;

    ZstdFramesInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        while (!data.hasRemaining()) {
            if (!unpack()) {
                return -1;
            }
        }
        int count = Math.min(wanted, data.remaining());
        data.get(buffer, offset, count);
        return count;
    }

    /** Unpacks something, if only a part of a header; false at the end. */
    private boolean unpack() throws IOException {
        // A full output buffer may leave more behind in the context, which needs no input to come out.
        boolean moreInContext = inFrame && data.limit() == data.capacity();
        if (!packed.hasRemaining() && !moreInContext && !refill()) {
            if (inFrame) {
                throw new EOFException();
            }
            return false;
        }
        data.clear();
        try {
            inFrame = !context.decompressDirectByteBufferStream(data, packed);
        } catch (ZstdException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            data.flip();
        }
        return true;
    }

    private boolean refill() throws IOException {
        int read = in.read(portion, 0, BUFFER_BYTES);
        if (read < 0) {
            return false;
        }
        packed.clear().put(portion, 0, read).flip();
        return true;
    }

    @Override
    public void close() throws IOException {
        context.close();
        in.close();
    }
}
