package org.ocsbt.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.ocsbt.metainfo.FileEntry;

/**
 * A regular file that is part of a torrent's content.
 *
 * @param path where it is
 * @param elements its path below the torrent's name, as the torrent will have it; empty where it is the
 *     whole content
 * @param lengthBytes when it was found
 * @param modified when it was found
 */
public record ContentFile(Path path, List<String> elements, long lengthBytes, FileTime modified) {
    /** By their whole paths as bytes: {@code a-b} comes before {@code a/x}. */
    public static final Comparator<ContentFile> IN_PATH_ORDER =
            Comparator.comparing(ContentFile::pathBytes, Arrays::compareUnsigned);

    public ContentFile {
        elements = List.copyOf(elements);
    }

    /** The file as a torrent names it. */
    public FileEntry toEntry() {
        return new FileEntry(elements, lengthBytes);
    }

    private byte[] pathBytes() {
        return String.join("/", elements).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException if it is no longer as it was found */
    void requireUnchanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (now.size() != lengthBytes || !now.lastModifiedTime().equals(modified)) {
            throw new FileSystemException(path.toString(), null, "The file changed while it was read");
        }
    }
}
