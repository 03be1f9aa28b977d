package org.ocsbt.converter.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Several files read as one. An exception names the file. */
final class SplitInputStream extends PortionStream {
    private final Iterator<Path> rest;
    private Path file;
    private InputStream in = InputStream.nullInputStream();

    SplitInputStream(List<Path> files) {
        this.rest = files.iterator();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = readFile(buffer, offset, length);
        while (read < 0 && rest.hasNext()) {
            in.close();
            file = rest.next();
            in = Files.newInputStream(file);
            read = readFile(buffer, offset, length);
        }
        return read;
    }

    private int readFile(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    /** More than 0 until the very end: Java's gzip reader asks it whether another member follows. */
    @Override
    public int available() throws IOException {
        return in.available() > 0 ? in.available() : rest.hasNext() ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
