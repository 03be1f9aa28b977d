package org.ocsbt.downloader.face.ctorrent;

import java.util.function.IntConsumer;
import org.ocsbt.downloader.face.Terminal;

/** Prints one line for each piece that is done: {@code TEXT 1/13}, {@code TEXT 2/13} ... */
final class CountedLines implements IntConsumer {
    private final Terminal terminal;
    private final String text;
    private final int pieces;
    private int told;

    CountedLines(Terminal terminal, String text, int pieces) {
        this.terminal = terminal;
        this.text = text;
        this.pieces = pieces;
    }

    @Override
    public void accept(int done) {
        StringBuilder lines = new StringBuilder();
        while (told < done) {
            lines.append(text).append(++told).append('/').append(pieces).append('\n');
        }
        terminal.print(lines.toString());
    }
}
