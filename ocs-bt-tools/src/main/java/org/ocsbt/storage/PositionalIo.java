package org.ocsbt.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Whole transfers at an offset of one open file: short ones are continued, no progress is an error. */
final class PositionalIo {
    private PositionalIo() {}

    static void readFully(FileChannel channel, long offset, ByteBuffer target, String path) throws MediumException {
        int wanted = target.remaining();
        long start = offset;
        try {
            while (target.hasRemaining()) {
                int count = channel.read(target, offset);
                if (count <= 0) {
                    throw new IOException("the data end after " + (wanted - target.remaining()) + " bytes");
                }
                offset += count;
            }
        } catch (IOException e) {
            throw new MediumException("cannot read", path, start, wanted, e);
        }
    }

    static void writeFully(FileChannel channel, long offset, ByteBuffer source, String path) throws MediumException {
        int wanted = source.remaining();
        long start = offset;
        try {
            while (source.hasRemaining()) {
                int count = channel.write(source, offset);
                if (count <= 0) {
                    throw new IOException("nothing taken after " + (wanted - source.remaining()) + " bytes");
                }
                offset += count;
            }
        } catch (IOException e) {
            throw new MediumException("cannot write", path, start, wanted, e);
        }
    }
}
