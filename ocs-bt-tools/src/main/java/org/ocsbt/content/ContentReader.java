package org.ocsbt.content;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;

/** Reads ranges of files laid back to back. For one thread; keeps one file open, the last it read. */
final class ContentReader implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final List<ContentFile> files;
    /** Where each file begins; one more for the end. */
    private final long[] starts;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] portion = new byte[BUFFER_BYTES];
    private FileChannel channel;
    private int openFile = -1;

    /** Receives what was read, portion by portion. */
    interface Sink {
        void accept(byte[] bytes, int offset, int length);
    }

    ContentReader(List<ContentFile> files) {
        this.files = files;
        this.starts = new long[files.size() + 1];
        for (int i = 0; i < files.size(); i++) {
            starts[i + 1] = starts[i] + files.get(i).lengthBytes();
        }
    }

    /** @throws IOException naming the file that can't be read or is shorter than it was */
    void read(long from, long to, Sink sink) throws IOException {
        long position = from;
        while (position < to) {
            int file = fileAt(position);
            open(file);
            int wanted = (int) Math.min(BUFFER_BYTES, Math.min(to, starts[file + 1]) - position);
            int length = readPortion(file, position - starts[file], wanted);
            sink.accept(portion, 0, length);
            position += length;
        }
    }

    /** The file that holds this position; never an empty one. */
    private int fileAt(long position) {
        if (openFile >= 0 && starts[openFile] <= position && position < starts[openFile + 1]) {
            return openFile;
        }
        int found = Arrays.binarySearch(starts, position);
        if (found < 0) {
            return -found - 2;
        }
        while (starts[found + 1] == position) {
            found++;
        }
        return found;
    }

    private void open(int file) throws IOException {
        if (file == openFile) {
            return;
        }
        close();
        channel = FileChannel.open(files.get(file).path());
        openFile = file;
    }

    private int readPortion(int file, long offset, int wanted) throws IOException {
        direct.clear().limit(wanted);
        int length;
        try {
            length = channel.read(direct, offset);
        } catch (IOException e) {
            throw new FileSystemException(files.get(file).path().toString(), null, e.getMessage());
        }
        if (length <= 0) {
            throw new FileSystemException(
                    files.get(file).path().toString(), null, "The file became shorter while it was read");
        }
        direct.flip().get(portion, 0, length);
        return length;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            openFile = -1;
        }
    }
}
