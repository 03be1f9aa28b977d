package org.ocsbt.converter.convert;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.ocsbt.metainfo.FileEntry;

/** Reads slices from their directory, or from where they belong on a device. */
final class SliceReader implements Closeable {
    /** The place on the device of what has none: torrent.info, which Debian 11 leaves among the slices. */
    static final long NOWHERE = -1;

    private static final int BUFFER_BYTES = 512 * 1024;

    private final List<FileEntry> files;
    private final Path target;
    private final boolean device;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private FileChannel channel;
    private int openFile = -1;

    /** @throws IOException if a device can't be opened */
    SliceReader(List<FileEntry> files, Path target) throws IOException {
        this.files = files;
        this.target = target;
        this.device = !Files.isDirectory(target);
        if (device) {
            channel = FileChannel.open(target);
        }
    }

    /**
     * Adds a range of a slice to a digest.
     *
     * @param inFile where in the slice the range begins
     * @param deviceOffset where on the device it begins, or {@link #NOWHERE}
     * @return null, or why it could not be read
     */
    String digest(int file, long inFile, long deviceOffset, int length, MessageDigest sha1) {
        String name = files.get(file).lastElement();
        if (device && deviceOffset == NOWHERE) {
            return name + " is not on a device";
        }
        try {
            open(file, name);
            long position = device ? deviceOffset : inFile;
            for (int left = length; left > 0; ) {
                buffer.clear().limit(Math.min(left, BUFFER_BYTES));
                int read = channel.read(buffer, position);
                if (read <= 0) {
                    return device ? "the device ends at byte " + channel.size()
                            : "slice " + name + " ends at byte " + channel.size();
                }
                sha1.update(buffer.flip());
                position += read;
                left -= read;
            }
            return null;
        } catch (NoSuchFileException e) {
            return "slice " + name + " is missing";
        } catch (IOException e) {
            return "cannot read: " + e.getMessage();
        }
    }

    private void open(int file, String name) throws IOException {
        if (device || file == openFile) {
            return;
        }
        close();
        channel = FileChannel.open(target.resolve(name));
        openFile = file;
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
