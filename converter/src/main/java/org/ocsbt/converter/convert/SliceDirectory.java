package org.ocsbt.converter.convert;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ocsbt.converter.partclone.Slice;
import org.ocsbt.converter.partclone.TorrentInfoWriter;

/** Writes slices as files named by their offset, with the modes partclone gives them. */
final class SliceDirectory implements Closeable {
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"));

    private final Path directory;
    private final List<Slice> slices = new ArrayList<>();
    private FileChannel channel;
    private String name;
    private long deviceOffset;
    private long length;

    /** Makes the directory, which must not be there. */
    SliceDirectory(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectory(directory, DIRECTORY_MODE);
    }

    /** Begins the slice at this offset of the device, in bytes. */
    void begin(long offset) throws IOException {
        end();
        name = TorrentInfoWriter.name(offset);
        deviceOffset = offset;
        length = 0;
        channel = FileChannel.open(directory.resolve(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE);
    }

    void write(byte[] buffer, int count) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw new FileSystemException(directory.resolve(name).toString(), null, e.getMessage());
        }
        length += count;
    }

    /**
     * Ends the last slice and waits until all are on the disk. Not after each: a hard disk would be idle
     * while the next is unpacked.
     *
     * @return all slices in order
     */
    List<Slice> finish() throws IOException {
        end();
        for (Slice slice : slices) {
            force(directory.resolve(slice.name()));
        }
        force(directory);
        return List.copyOf(slices);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file)) {
            written.force(true);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    private void end() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            slices.add(new Slice(name, deviceOffset, length));
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
