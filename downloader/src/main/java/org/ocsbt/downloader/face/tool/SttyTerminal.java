package org.ocsbt.downloader.face.tool;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.UnixTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * This process's terminal. Its size comes from stty: Lanterna would ask the terminal where its cursor is,
 * and wait five seconds where that does not answer (a serial console).
 */
final class SttyTerminal extends UnixTerminal {
    /** What a terminal has that does not know its size. */
    private static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** @throws IOException there is no stty, or this process has no terminal of its own */
    SttyTerminal() throws IOException {
        super(System.in, System.out, StandardCharsets.UTF_8, CtrlCBehaviour.TRAP);
    }

    @Override
    protected TerminalSize findTerminalSize() throws IOException {
        String rowsAndColumns = runSTTYCommand("size").strip();
        int blank = rowsAndColumns.indexOf(' ');
        try {
            int rows = Integer.parseInt(rowsAndColumns.substring(0, blank));
            int columns = Integer.parseInt(rowsAndColumns.substring(blank + 1));
            return rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : USUAL;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return USUAL;
        }
    }
}
