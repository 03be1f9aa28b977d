package org.ocsbt.tracker.access;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ocsbt.metainfo.InfoHash;

/**
 * Which torrents the tracker serves: those of a non-empty list file; without one those found in a
 * directory; without any there all of them, or none where {@code openWithoutTorrents} is false.
 *
 * <p>{@link #allows} and {@link #known} may be called while another thread refreshes.
 */
public final class AllowedTorrents {
    private final Optional<Path> listFile;
    private final Optional<TorrentDirectory> directory;
    private final boolean openWithoutTorrents;
    private final PrintStream warnings;
    private String lastWarning = "";
    private volatile Set<InfoHash> listed = Set.of();
    private volatile Map<InfoHash, KnownTorrent> found = Map.of();

    /**
     * @param listFile one info-hash a line
     * @param directory where to look for {@code *.torrent} files
     * @param depth 1 for the directory's own files, more for those of directories in it
     * @param warnings told when a source can't be read, once for each reason
     */
    public AllowedTorrents(
            Optional<Path> listFile, Optional<Path> directory, int depth, boolean openWithoutTorrents,
            PrintStream warnings) {
        this.listFile = listFile;
        this.directory = directory.map(path -> new TorrentDirectory(path, depth));
        this.openWithoutTorrents = openWithoutTorrents;
        this.warnings = warnings;
    }

    /** Every torrent. */
    public static AllowedTorrents all() {
        return new AllowedTorrents(Optional.empty(), Optional.empty(), 1, true, System.err);
    }

    public boolean allows(InfoHash infoHash) {
        Set<InfoHash> list = listed;
        if (!list.isEmpty()) {
            return list.contains(infoHash);
        }
        Map<InfoHash, KnownTorrent> torrents = found;
        return torrents.isEmpty() ? openWithoutTorrents : torrents.containsKey(infoHash);
    }

    /** What the directory tells about torrents, allowed or not. */
    public Map<InfoHash, KnownTorrent> known() {
        return found;
    }

    /** Reads the list file again; one that can't be read or is empty leaves the list as it was. */
    public void refreshList() {
        if (listFile.isEmpty()) {
            return;
        }
        try {
            Set<InfoHash> now = Whitelist.read(listFile.get());
            if (!now.isEmpty()) {
                listed = Set.copyOf(now);
            }
        } catch (IOException e) {
            warn("Warning: Can't open accesslist file: " + listFile.get() + " (" + e.getMessage() + ")");
        }
    }

    /** Looks into the directory again; one that can't be read leaves the torrents as they were. */
    public void refreshDirectory() {
        if (directory.isEmpty()) {
            return;
        }
        try {
            found = directory.get().scan();
        } catch (IOException e) {
            warn("Warning: Can't look for torrents: " + e.getMessage());
        }
    }

    private void warn(String message) {
        if (!message.equals(lastWarning)) {
            lastWarning = message;
            warnings.println(message);
        }
    }
}
