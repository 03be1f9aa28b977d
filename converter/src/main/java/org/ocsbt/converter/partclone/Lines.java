package org.ocsbt.converter.partclone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.ocsbt.converter.partclone.PartcloneException.Kind;

/** Text taken line by line; the input may be anything, so the length of a line is bounded. */
final class Lines {
    static final int MAX_LINE_BYTES = 1000;

    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    private int number;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line without its end; null after the last. */
    String next() throws IOException, PartcloneException {
        line.setLength(0);
        int read = in.read();
        if (read < 0) {
            return null;
        }
        number++;
        while (read >= 0 && read != '\n') {
            if (line.length() == MAX_LINE_BYTES) {
                throw new PartcloneException(Kind.OVER_LIMIT,
                        "line " + number + " is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line.append((char) read);
            read = in.read();
        }
        return line.toString();
    }

    /** Number of the line given last, counted from 1. */
    int number() {
        return number;
    }
}
