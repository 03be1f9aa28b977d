package org.ocsbt.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Transfers between a file or device and our memory that leave the page cache out. */
final class DirectIo {
    /** The widest sector there is, and what Java asks of direct transfers on a device node. */
    static final int ALIGNMENT_BYTES = 4096;
    private static final int WINDOW_BYTES = 1024 * 1024;

    /** What an unaligned read is cut out of; one for each thread that reads. */
    private static final ThreadLocal<ByteBuffer> WINDOW = ThreadLocal.withInitial(() ->
            ByteBuffer.allocateDirect(WINDOW_BYTES + 2 * ALIGNMENT_BYTES).alignedSlice(ALIGNMENT_BYTES));

    private DirectIo() {}

    /** A channel around the page cache; empty where the file system has none (tmpfs) or asks for too much. */
    static Optional<FileChannel> open(FileOpener files, Path path, OpenOption... options) {
        try {
            if (ALIGNMENT_BYTES % Files.getFileStore(path).getBlockSize() != 0) {
                // Java asks for the alignment of a file-system block: a cluster of FAT, a transfer of NFS.
                return Optional.empty();
            }
            Set<OpenOption> all = new HashSet<>(List.of(options));
            all.add(ExtendedOpenOption.DIRECT);
            return Optional.of(files.open(path, all.toArray(OpenOption[]::new)));
        } catch (IOException | UnsupportedOperationException e) {
            // Everything goes through the cache then.
            return Optional.empty();
        }
    }

    /** Fills {@code target} from any offset of a direct channel. */
    static void readFully(FileChannel direct, long offset, ByteBuffer target, String path) throws MediumException {
        int wanted = target.remaining();
        long position = offset;
        ByteBuffer window = WINDOW.get();
        try {
            while (target.hasRemaining()) {
                int skipped = (int) (position % ALIGNMENT_BYTES);
                int missing = skipped + Math.min(target.remaining(), WINDOW_BYTES);
                window.clear().limit(missing + (-missing & ALIGNMENT_BYTES - 1));
                int usable = Math.min(direct.read(window, position - skipped), missing) - skipped;
                if (usable <= 0) {
                    throw new IOException("the data end after " + (wanted - target.remaining()) + " bytes");
                }
                target.put(window.slice(skipped, usable));
                position += usable;
            }
        } catch (IOException e) {
            throw new MediumException("cannot read", path, offset, wanted, e);
        }
    }
}
