package org.ocsbt.converter.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.ocsbt.converter.partclone.PartcloneException;
import org.ocsbt.converter.partclone.PartcloneException.Kind;
import org.ocsbt.converter.partclone.Slice;
import org.ocsbt.converter.partclone.SliceSource;
import org.ocsbt.converter.partclone.TorrentInfo;

/** One pass over an image: every slice is checked, written and hashed while the next is unpacked. */
final class Conversion {
    private static final int BUFFER_BYTES = 1024 * 1024;

    private final SliceSource source;

    Conversion(SliceSource source) {
        this.source = source;
    }

    /**
     * @param directory of the slices; must not be there
     * @param progress told the number of bytes written so far
     * @throws PartcloneException if the image is damaged or has no data
     * @throws IOException if it can't be unpacked, or the slices not be written
     */
    TorrentInfo run(Path directory, LongConsumer progress)
            throws IOException, PartcloneException, InterruptedException {
        int bufferBytes = Math.max(BUFFER_BYTES, source.blockSize());
        try (SliceDirectory slices = new SliceDirectory(directory);
                BackgroundHasher hasher = new BackgroundHasher(TorrentInfo.PIECE_LENGTH_BYTES, bufferBytes)) {
            long done = 0;
            for (long offset = source.nextSlice(); offset >= 0; offset = source.nextSlice()) {
                slices.begin(offset);
                done = copySlice(slices, hasher, done, progress);
            }
            List<Slice> written = slices.finish();
            if (written.isEmpty()) {
                throw new PartcloneException(Kind.CORRUPT, "it has no data");
            }
            return new TorrentInfo(written, hasher.finish(), OptionalInt.empty());
        }
    }

    private long copySlice(SliceDirectory slices, BackgroundHasher hasher, long done, LongConsumer progress)
            throws IOException, PartcloneException, InterruptedException {
        long total = done;
        byte[] buffer = hasher.takeBuffer();
        for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
            slices.write(buffer, count);
            hasher.submit(buffer, count);
            buffer = hasher.takeBuffer();
            total += count;
            progress.accept(total);
        }
        hasher.submit(buffer, 0);
        return total;
    }
}
