package org.ocsbt.tracker.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/** The {@code *.torrent} files of a directory. Each is read again only when it has changed. */
final class TorrentDirectory {
    private static final String SUFFIX = ".torrent";
    private static final int MAX_FILES = 10_000;

    private final Path directory;
    private final int depth;
    private Map<Path, Read> read = Map.of();

    private record Read(FileTime modified, long sizeBytes, InfoHash infoHash, KnownTorrent torrent) {
        boolean isOf(BasicFileAttributes now) {
            return modified.equals(now.lastModifiedTime()) && sizeBytes == now.size();
        }
    }

    /** @param depth 1 for the directory's own files, more for those of directories in it */
    TorrentDirectory(Path directory, int depth) {
        this.directory = directory;
        this.depth = depth;
    }

    /**
     * Looks again. A file that is no torrent, for it is being written, counts as none until it changes.
     *
     * @throws IOException the directory can't be listed
     */
    Map<InfoHash, KnownTorrent> scan() throws IOException {
        Map<Path, Read> now = new HashMap<>();
        try (Stream<Path> paths = Files.walk(directory, depth)) {
            for (Iterator<Path> i = paths.iterator(); i.hasNext() && now.size() < MAX_FILES; ) {
                Path path = i.next();
                if (path.getFileName() != null && path.getFileName().toString().endsWith(SUFFIX)) {
                    now.put(path, look(path));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        read = now;
        Map<InfoHash, KnownTorrent> torrents = new HashMap<>();
        for (Read file : now.values()) {
            if (file.infoHash() != null) {
                torrents.put(file.infoHash(), file.torrent());
            }
        }
        return torrents;
    }

    private Read look(Path path) {
        FileTime modified = FileTime.fromMillis(0);
        long sizeBytes = -1;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Read before = read.get(path);
            if (before != null && before.isOf(attributes)) {
                return before;
            }
            modified = attributes.lastModifiedTime();
            sizeBytes = attributes.size();
            Metainfo metainfo = MetainfoReader.read(path);
            return new Read(modified, sizeBytes, metainfo.infoHash(), new KnownTorrent(
                    metainfo.name(), path, metainfo.geometry().totalBytes()));
        } catch (IOException | MetainfoException noTorrentYet) {
            return new Read(modified, sizeBytes, null, null);
        }
    }
}
