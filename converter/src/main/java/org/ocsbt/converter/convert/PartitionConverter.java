package org.ocsbt.converter.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ocsbt.converter.archive.ImageException;
import org.ocsbt.converter.archive.PartitionFiles;
import org.ocsbt.converter.archive.ReadAhead;
import org.ocsbt.converter.partclone.PartcloneException;
import org.ocsbt.converter.partclone.PartcloneImage;
import org.ocsbt.converter.partclone.RawImage;
import org.ocsbt.converter.partclone.Slice;
import org.ocsbt.converter.partclone.SliceSource;
import org.ocsbt.converter.partclone.TorrentInfo;
import org.ocsbt.converter.partclone.TorrentInfoReader;
import org.ocsbt.converter.partclone.TorrentInfoWriter;
import org.ocsbt.metainfo.AtomicFile;
import org.ocsbt.metainfo.FileEntry;
import org.ocsbt.metainfo.MetainfoBuilder;

/**
 * Makes what Clonezilla's BitTorrent mode wants of a partition, where it looks for it: a directory of
 * slices, {@code NAME.torrent.info} and {@code NAME.torrent}. The directory gets its name when it is
 * complete, the torrent comes last; so whatever has its final name is whole, and a run that was
 * interrupted can simply be repeated.
 */
public final class PartitionConverter {
    private final Path slices;
    private final Path partial;
    private final Path info;
    private final Path torrent;
    private final Path lock;

    /**
     * @param announce for the torrent
     * @param creator for the torrent
     */
    public record Labels(String announce, String creator) {}

    /** Told how a conversion goes on. */
    public interface Progress {
        /** @param totalBytes -1 if nobody knows yet */
        void written(long bytes, long totalBytes);
    }

    /**
     * @param output the image's directory below {@code btzone}; must be there
     * @param partition as in file names
     */
    public PartitionConverter(Path output, String partition) {
        this.slices = output.resolve(partition);
        this.partial = output.resolve("." + partition + ".partial");
        this.info = output.resolve(partition + ".torrent.info");
        this.torrent = output.resolve(partition + ".torrent");
        this.lock = output.resolve("." + partition + ".lock");
    }

    public Path torrent() {
        return torrent;
    }

    /** Whether an earlier run made everything: the torrent is there and no slice is missing or short. */
    public boolean isDone() throws IOException {
        if (!Files.exists(torrent)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(info)) {
            for (Slice slice : TorrentInfoReader.read(in).slices()) {
                if (Files.size(slices.resolve(slice.name())) != slice.lengthBytes()) {
                    return false;
                }
            }
            return true;
        } catch (PartcloneException | NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Does it all, replacing what was there.
     *
     * @return the slices and hashes made
     * @throws IOException if anything can't be read, unpacked or written
     */
    public TorrentInfo convert(PartitionFiles files, Labels labels, Clock clock, Progress progress)
            throws IOException, ImageException, PartcloneException, InterruptedException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw new ImageException("another run is at work on " + slices);
            }
            try {
                clear(partial);
                Files.deleteIfExists(torrent);
                return convertLocked(files, labels, clock, progress);
            } finally {
                Files.deleteIfExists(lock); // only by who holds it
            }
        }
    }

    private TorrentInfo convertLocked(PartitionFiles files, Labels labels, Clock clock, Progress progress)
            throws IOException, ImageException, PartcloneException, InterruptedException {
        try (InputStream in = new ReadAhead(files.open())) {
            SliceSource source = files.raw() ? new RawImage(in) : PartcloneImage.open(in);
            TorrentInfo made = new Conversion(source)
                    .run(partial, bytes -> progress.written(bytes, source.totalBytes()));
            clear(slices);
            AtomicFile.write(info, TorrentInfoWriter.write(made, source.blockSize(), source.blocksTotal()));
            Files.move(partial, slices);
            AtomicFile.write(torrent, metainfo(made, labels, clock));
            return made;
        } finally {
            clear(partial);
        }
    }

    private byte[] metainfo(TorrentInfo made, Labels labels, Clock clock) {
        List<FileEntry> files = new ArrayList<>(made.slices().size());
        for (Slice slice : made.slices()) {
            files.add(new FileEntry(List.of(slice.name()), slice.lengthBytes()));
        }
        return MetainfoBuilder
                .ofFiles(slices.getFileName().toString(), files, TorrentInfo.PIECE_LENGTH_BYTES, made.hashes())
                .announce(labels.announce()).createdBy(labels.creator()).creationDate(clock.instant()).toBytes();
    }

    /** Slices are files in one directory; anything else there is not ours to remove. */
    private static void clear(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Files.delete(entry);
            }
        }
        Files.delete(directory);
    }
}
