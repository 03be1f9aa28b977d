package org.ocsbt.metainfo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * Writes a file whole or not at all: scripts take an output file that is there for a finished one, so
 * the bytes go to a temporary file beside it, to the disk, and only then to their name.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a file that must not be there yet. @throws FileAlreadyExistsException if it is */
    public static void create(Path target, byte[] content) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        moveInto(target, content, null);
    }

    /**
     * Writes a file or replaces its content, keeping mode, owner and group of what was there. A symbolic
     * link is followed; what is no regular file ({@code /dev/stdout}) is written to as it is.
     */
    public static void write(Path target, byte[] content) throws IOException {
        if (!Files.exists(target)) {
            moveInto(target, content, null);
        } else if (Files.isRegularFile(target)) {
            Path real = target.toRealPath();
            moveInto(real, content, Files.readAttributes(real, PosixFileAttributes.class));
        } else {
            Files.write(target, content, StandardOpenOption.WRITE);
        }
    }

    private static void moveInto(Path target, byte[] content, PosixFileAttributes kept) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
        try {
            writeThrough(temporary, content, kept);
            if (kept == null) {
                Files.move(temporary, target);
            } else {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }

    private static void writeThrough(Path file, byte[] content, PosixFileAttributes kept) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (kept != null) {
                take(kept, file);
            }
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void take(PosixFileAttributes kept, Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        if (!own.owner().equals(kept.owner())) {
            view.setOwner(kept.owner());
        }
        if (!own.group().equals(kept.group())) {
            view.setGroup(kept.group());
        }
        view.setPermissions(kept.permissions());
    }
}
