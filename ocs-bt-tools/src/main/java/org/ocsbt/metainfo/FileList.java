package org.ocsbt.metainfo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ocsbt.bencode.BencodeException;
import org.ocsbt.bencode.BencodeReader;

/** {@code info.files} (BEP 3): the files in torrent order and the sum of their lengths. */
final class FileList {
    /** A file of a partition's torrent is an extent; a torrent of a million takes about 200 MB of heap. */
    static final int MAX_FILES = 1_000_000;

    private final List<FileEntry> entries = new ArrayList<>();
    private final Set<List<String>> paths = new HashSet<>();
    private long totalBytes;

    private FileList() {}

    static FileList read(BencodeReader in) throws BencodeException, MetainfoException {
        FileList files = new FileList();
        in.enterList();
        while (in.hasNext()) {
            if (files.entries.size() == MAX_FILES) {
                throw new MetainfoException("info.files has more than " + MAX_FILES + " entries");
            }
            files.add(in);
        }
        in.leave();
        return files;
    }

    List<FileEntry> entries() {
        return entries;
    }

    /** At most 2^63 - 1. */
    long totalBytes() {
        return totalBytes;
    }

    /** Which file is being read, for messages. */
    private String field() {
        return "info.files[" + entries.size() + "]";
    }

    private void add(BencodeReader in) throws BencodeException, MetainfoException {
        Long length = null;
        List<String> path = null;
        in.enterDictionary();
        while (in.hasNext()) {
            switch (in.readKey()) {
                case "length" -> length = in.readInteger();
                case "path" -> path = readPath(in);
                default -> in.skip();
            }
        }
        in.leave();
        if (length == null || path == null) {
            throw new MetainfoException(field() + (length == null ? ".length" : ".path") + " is missing");
        }
        add(length, path);
    }

    private void add(long length, List<String> path) throws MetainfoException {
        if (length < 0) {
            throw new MetainfoException(field() + ".length is negative: " + length);
        }
        if (totalBytes + length < 0) {
            throw new MetainfoException(field() + ".length takes the sum of the lengths past 2^63");
        }
        if (!paths.add(path)) {
            throw new MetainfoException(
                    field() + ".path is that of another file: " + PathElement.printable(String.join("/", path)));
        }
        totalBytes += length;
        entries.add(new FileEntry(path, length));
    }

    private List<String> readPath(BencodeReader in)
            throws BencodeException, MetainfoException {
        List<String> path = new ArrayList<>(1);
        in.enterList();
        while (in.hasNext()) {
            String element = in.readText();
            PathElement.require(element, () -> field() + ".path");
            path.add(element);
        }
        in.leave();
        if (path.isEmpty()) {
            throw new MetainfoException(field() + ".path is empty");
        }
        return List.copyOf(path);
    }
}
