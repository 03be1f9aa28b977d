package org.ocsbt.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** One open file of a {@link FaultyMedium}: what {@link RawDeviceStore} uses of a channel, and nothing else. */
final class FaultyChannel extends FileChannel {
    private final FaultyMedium medium;
    private final FileChannel file;
    private final boolean direct;

    FaultyChannel(FaultyMedium medium, FileChannel file, boolean direct) {
        this.medium = medium;
        this.file = file;
        this.direct = direct;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return medium.read(file, target, position, direct);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return medium.write(file, source, position, direct);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        medium.flush(file);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("no store needs it");
    }

    @Override
    public int read(ByteBuffer target) {
        throw unused();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer source) {
        throw unused();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw unused();
    }

    @Override
    public long position() {
        throw unused();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw unused();
    }

    @Override
    public FileChannel truncate(long size) {
        throw unused();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw unused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw unused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw unused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw unused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw unused();
    }
}
