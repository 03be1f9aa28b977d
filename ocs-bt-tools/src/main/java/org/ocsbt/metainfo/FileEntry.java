package org.ocsbt.metainfo;

import java.util.List;

/**
 * One file of a torrent (BEP 3, {@code info.files}).
 *
 * @param path path elements below the torrent's name; empty for the single-file form
 * @param lengthBytes length in bytes, 0 or more
 */
public record FileEntry(List<String> path, long lengthBytes) {
    public FileEntry {
        path = List.copyOf(path);
        if (lengthBytes < 0) {
            throw new IllegalArgumentException("negative file length " + lengthBytes);
        }
    }

    /** The last path element: for a partition's slice, its offset on the device in hexadecimal. */
    public String lastElement() {
        return path.isEmpty() ? "" : path.get(path.size() - 1);
    }
}
