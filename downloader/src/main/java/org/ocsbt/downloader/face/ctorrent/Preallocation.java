package org.ocsbt.downloader.face.ctorrent;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocsbt.downloader.face.TorrentFile;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.Metainfo;

/** {@code -a}: gives files their whole length in zeros, so that a full disk shows before the transfer. */
final class Preallocation {
    private static final int PORTION_BYTES = 1 << 20;

    private Preallocation() {}

    static void run(Metainfo metainfo, Path ownPath) throws TorrentException {
        for (FileEntry entry : metainfo.files()) {
            Path file = Preparation.pathOf(ownPath, entry);
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                fill(file, entry.lengthBytes());
            } catch (IOException e) {
                throw new TorrentException("can't reserve " + entry.lengthBytes() + " bytes for " + file + ": "
                        + TorrentFile.reason(e), e);
            }
        }
    }

    private static void fill(Path file, long lengthBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
            long end = channel.size();
            ByteBuffer zeros = ByteBuffer.allocate(PORTION_BYTES);
            while (end < lengthBytes) {
                zeros.clear().limit((int) Math.min(PORTION_BYTES, lengthBytes - end));
                end += channel.write(zeros, end);
            }
        }
    }
}
