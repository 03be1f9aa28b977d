package org.ocsbt.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The channels of a directory's files, the most recently used kept open: an image has more slices than a
 * process may have open files. A channel in use is never closed.
 */
final class OpenFiles {
    private static final int MAX_OPEN = 128;

    private final OpenOption[] options;
    /** In order of use, the longest unused first; guarded by this. */
    private final Map<Path, OpenFile> files = new LinkedHashMap<>(MAX_OPEN, 0.75f, true);
    private boolean closed;

    OpenFiles(OpenOption... options) {
        this.options = options;
    }

    private static final class OpenFile {
        private final FileChannel channel;
        private int users;

        private OpenFile(FileChannel channel) {
            this.channel = channel;
        }
    }

    interface Action {
        void on(FileChannel channel) throws MediumException;
    }

    void with(Path path, Action action) throws MediumException {
        OpenFile file = take(path);
        try {
            action.on(file.channel);
        } finally {
            synchronized (this) {
                file.users--;
            }
        }
    }

    private synchronized OpenFile take(Path path) throws MediumException {
        if (closed) {
            throw new MediumException("cannot open " + path + ": the image directory is closed");
        }
        OpenFile file = files.get(path);
        if (file == null) {
            makeRoom();
            try {
                file = new OpenFile(FileChannel.open(path, options));
            } catch (IOException e) {
                throw new MediumException("cannot open", path.toString(), e);
            }
            files.put(path, file);
        }
        file.users++;
        return file;
    }

    private void makeRoom() throws MediumException {
        Iterator<Map.Entry<Path, OpenFile>> oldest = files.entrySet().iterator();
        while (files.size() >= MAX_OPEN && oldest.hasNext()) {
            Map.Entry<Path, OpenFile> entry = oldest.next();
            if (entry.getValue().users == 0) {
                oldest.remove();
                close(entry.getKey(), entry.getValue().channel);
            }
        }
    }

    /** Closes every channel; the first failure is reported once all have been tried. */
    synchronized void closeAll() throws MediumException {
        closed = true;
        MediumException first = null;
        for (Map.Entry<Path, OpenFile> entry : files.entrySet()) {
            try {
                close(entry.getKey(), entry.getValue().channel);
            } catch (MediumException e) {
                first = first == null ? e : first;
            }
        }
        files.clear();
        if (first != null) {
            throw first;
        }
    }

    static void close(Path path, FileChannel channel) throws MediumException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MediumException("cannot close", path.toString(), e);
        }
    }
}
