package org.ocsbt.downloader.face;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.ocsbt.cli.UsageException;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/** The torrent that a word of the command line names. */
public final class TorrentFile {
    private static final String SUFFIX = ".torrent";

    private TorrentFile() {}

    /** @throws UsageException the word names no .torrent file, or one that can't be read or used */
    static Metainfo read(String word) throws UsageException {
        if (!word.endsWith(SUFFIX)) {
            throw new UsageException(
                    "'" + word + "' is no .torrent file; magnet links and URLs are not supported");
        }
        try {
            return MetainfoReader.read(Path.of(word));
        } catch (MetainfoException e) {
            throw new UsageException("can't use torrent " + word + ": " + e.getMessage());
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("can't read torrent " + word + ": " + reason(e));
        }
    }

    /** Why a file could not be used; Java's own messages often hold nothing but its name. */
    public static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof InvalidPathException) {
            return "no file name in this locale";
        }
        return e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.getMessage();
    }
}
