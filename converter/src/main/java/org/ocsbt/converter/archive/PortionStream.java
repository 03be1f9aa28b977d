package org.ocsbt.converter.archive;

import java.io.IOException;
import java.io.InputStream;

/** A stream that has its data in portions; a single byte is a small one. */
abstract class PortionStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int wanted) throws IOException;
}
