package org.ocsbt.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;

/**
 * A torrent whose files lie below {@code <directory>/<torrent name>/}, as every BitTorrent client lays
 * them out; the single-file form is the one file {@code <directory>/<torrent name>}. The directory or file
 * may also be named itself, its <em>own path</em>, with whatever name.
 */
public final class SliceDirectoryStore implements BlockStore {
    private final List<Path> files;
    /** Torrent offset of each file's first byte, and the end behind the last. */
    private final long[] starts;
    private final OpenFiles open;
    /** The same files around the page cache, to be read only. */
    private final OpenFiles direct = new OpenFiles(READ, ExtendedOpenOption.DIRECT);
    private final String medium;

    private SliceDirectoryStore(Path ownPath, Metainfo metainfo, boolean writable) throws MediumException {
        files = new ArrayList<>();
        starts = new long[metainfo.files().size() + 1];
        long start = 0;
        for (FileEntry entry : metainfo.files()) {
            // Empty files hold no byte to transfer, and would make two files begin at one offset.
            if (entry.lengthBytes() > 0) {
                starts[files.size()] = start;
                files.add(pathOf(ownPath, entry));
                start += entry.lengthBytes();
            }
        }
        starts[files.size()] = start;
        open = new OpenFiles(writable ? new OpenOption[] {READ, WRITE} : new OpenOption[] {READ});
        try {
            medium = BlockDevice.fileSystemOf(nearestThatExists(ownPath.toAbsolutePath()));
        } catch (IOException e) {
            throw new MediumException("cannot open", ownPath.toString(), e);
        }
    }

    private static Path nearestThatExists(Path path) {
        return Files.exists(path) || path.getParent() == null ? path : nearestThatExists(path.getParent());
    }

    private static Path pathOf(Path ownPath, FileEntry entry) {
        Path path = ownPath;
        for (String element : entry.path()) {
            path = path.resolve(element);
        }
        return path;
    }

    /** @throws MediumException a file is missing or has another length than the torrent says */
    public static SliceDirectoryStore openForReading(Path directory, Metainfo metainfo) throws MediumException {
        refuseMissing(directory);
        return openOwnPathForReading(directory.resolve(metainfo.name()), metainfo);
    }

    /**
     * @param ownPath the torrent's directory, or its one file
     * @throws MediumException a file is missing or has another length than the torrent says
     */
    public static SliceDirectoryStore openOwnPathForReading(Path ownPath, Metainfo metainfo) throws MediumException {
        SliceDirectoryStore store = new SliceDirectoryStore(ownPath, metainfo, false);
        for (int i = 0; i < store.files.size(); i++) {
            Path file = store.files.get(i);
            long size = file.toFile().length();
            if (size != store.lengthOf(i)) {
                throw new MediumException(Files.isRegularFile(file)
                        ? file + " has " + size + " bytes, the torrent says " + store.lengthOf(i)
                        : "cannot open " + file + ": no such file");
            }
        }
        return store;
    }

    /**
     * Makes the files where they are missing and gives each its length.
     *
     * @throws MediumException a file can't be made
     */
    public static SliceDirectoryStore openForWriting(Path directory, Metainfo metainfo) throws MediumException {
        refuseMissing(directory);
        return openOwnPathForWriting(directory.resolve(metainfo.name()), metainfo);
    }

    /**
     * Makes the files where they are missing, with the directories above, and gives each its length.
     *
     * @param ownPath the torrent's directory, or its one file
     * @throws MediumException a file can't be made
     */
    public static SliceDirectoryStore openOwnPathForWriting(Path ownPath, Metainfo metainfo) throws MediumException {
        SliceDirectoryStore store = new SliceDirectoryStore(ownPath, metainfo, true);
        for (FileEntry entry : metainfo.files()) {
            if (entry.lengthBytes() == 0) {
                store.prepare(pathOf(ownPath, entry), 0);
            }
        }
        for (int i = 0; i < store.files.size(); i++) {
            store.prepare(store.files.get(i), store.lengthOf(i));
        }
        return store;
    }

    private static void refuseMissing(Path directory) throws MediumException {
        if (!Files.isDirectory(directory)) {
            throw new MediumException("cannot open " + directory + ": no such directory");
        }
    }

    private void prepare(Path file, long lengthBytes) throws MediumException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
                if (channel.size() > lengthBytes) {
                    channel.truncate(lengthBytes);
                } else if (channel.size() < lengthBytes) {
                    channel.write(ByteBuffer.allocate(1), lengthBytes - 1);
                }
            }
        } catch (IOException e) {
            throw new MediumException("cannot make", file.toString(), e);
        }
    }

    private long lengthOf(int file) {
        return starts[file + 1] - starts[file];
    }

    @Override
    public void read(long torrentOffset, ByteBuffer target) throws MediumException {
        transfer(torrentOffset, target, open, PositionalIo::readFully);
    }

    @Override
    public void readMedium(long torrentOffset, ByteBuffer target) throws MediumException {
        Path first = files.get(fileAt(torrentOffset));
        boolean around = isDirectPossible(first);
        transfer(torrentOffset, target, around ? direct : open, around ? DirectIo::readFully : PositionalIo::readFully);
    }

    private boolean isDirectPossible(Path file) throws MediumException {
        Optional<FileChannel> channel = DirectIo.open(FileOpener.SYSTEM, file, READ);
        if (channel.isPresent()) {
            OpenFiles.close(file, channel.get());
        }
        return channel.isPresent();
    }

    @Override
    public String place(long torrentOffset, long lengthBytes) {
        int file = fileAt(torrentOffset);
        boolean more = torrentOffset + lengthBytes > starts[file + 1];
        return files.get(file) + " at offset " + (torrentOffset - starts[file]) + ", " + lengthBytes + " bytes"
                + (more ? " (in several files)" : "");
    }

    @Override
    public void write(long torrentOffset, ByteBuffer source) throws MediumException {
        transfer(torrentOffset, source, open, PositionalIo::writeFully);
    }

    private interface Transfer {
        void run(FileChannel channel, long offset, ByteBuffer part, String path) throws MediumException;
    }

    private void transfer(long torrentOffset, ByteBuffer buffer, OpenFiles from, Transfer transfer) throws MediumException {
        int end = buffer.limit();
        long position = torrentOffset;
        while (buffer.position() < end) {
            int file = fileAt(position);
            long offset = position - starts[file];
            int length = (int) Math.min(end - buffer.position(), starts[file + 1] - position);
            buffer.limit(buffer.position() + length);
            Path path = files.get(file);
            from.with(path, channel -> transfer.run(channel, offset, buffer, path.toString()));
            position += length;
            buffer.limit(end);
        }
    }

    private int fileAt(long torrentOffset) {
        int found = Arrays.binarySearch(starts, 0, files.size(), torrentOffset);
        int file = found >= 0 ? found : -found - 2;
        if (torrentOffset < 0 || torrentOffset >= starts[files.size()]) {
            throw new IndexOutOfBoundsException("offset " + torrentOffset + " is past the torrent's end");
        }
        return file;
    }

    @Override
    public void flush() throws MediumException {
        for (Path file : files) {
            open.with(file, channel -> {
                try {
                    channel.force(true);
                } catch (IOException e) {
                    throw new MediumException("cannot flush", file.toString(), e);
                }
            });
        }
    }

    @Override
    public String medium() {
        return medium;
    }

    @Override
    public void close() throws MediumException {
        try {
            open.closeAll();
        } finally {
            direct.closeAll();
        }
    }
}
