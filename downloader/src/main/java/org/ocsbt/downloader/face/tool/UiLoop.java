package org.ocsbt.downloader.face.tool;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.graphics.TextGraphics;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.screen.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.Torrent;

/** Shows the daemon's torrents on a screen, refreshed each second, and follows the keys. */
final class UiLoop {
    private static final Duration KEY_INTERVAL = Duration.ofMillis(100);
    private static final int KEY_LOOKS_PER_REFRESH = 10;

    /** As after an interrupt that a shell sees: 128 and the signal's number. */
    private static final int INTERRUPTED = 130;

    private final Screen screen;
    private final Terminal terminal;
    private final Pacer pacer;
    private UiChoice choice = UiChoice.AT_START;

    /** @param terminal what is told before and after the screen */
    UiLoop(Screen screen, Terminal terminal, Pacer pacer) {
        this.screen = screen;
        this.terminal = terminal;
        this.pacer = pacer;
    }

    /** @return the tool's status, once all is over and the daemon gone, or the user has left */
    int watch(ControlClient daemon, StopRule rule) throws ControlException, InterruptedException {
        try {
            UiView view = new UiView(daemon.version());
            screen.startScreen();
            try {
                return follow(view, new DaemonWatch(daemon, rule, pacer));
            } finally {
                screen.stopScreen();
            }
        } catch (IOException e) {
            terminal.complain("can't use the terminal: " + e.getMessage());
            return CliMain.watch(daemon, rule, terminal, pacer);
        }
    }

    private int follow(UiView view, DaemonWatch watch) throws IOException, ControlException, InterruptedException {
        screen.setCursorPosition(null);
        while (true) {
            List<Torrent> torrents = watch.look();
            draw(view, torrents);
            if (watch.conclude(torrents)) {
                screen.stopScreen();
                return DaemonWatch.tellEnd(torrents, terminal);
            }
            for (int look = 0; look < KEY_LOOKS_PER_REFRESH; look++) {
                KeyStroke key = screen.pollInput();
                if (key != null && isInterrupt(key)) {
                    return INTERRUPTED;
                }
                if (key != null && isQuit(key)) {
                    screen.stopScreen();
                    terminal.print("The transfer goes on in the background.\n");
                    return ExitStatus.DONE;
                }
                if (key != null && key.getKeyType() == KeyType.Character) {
                    choice = choice.after(key.getCharacter());
                }
                if (key != null || screen.doResizeIfNecessary() != null) {
                    draw(view, torrents);
                }
                pacer.sleep(KEY_INTERVAL);
            }
        }
    }

    private static boolean isQuit(KeyStroke key) {
        return key.getKeyType() == KeyType.Character && key.getCharacter() == 'q';
    }

    private static boolean isInterrupt(KeyStroke key) {
        return key.getKeyType() == KeyType.EOF
                || key.isCtrlDown() && key.getKeyType() == KeyType.Character && key.getCharacter() == 'c';
    }

    private void draw(UiView view, List<Torrent> torrents) throws IOException {
        TerminalSize size = screen.getTerminalSize();
        List<UiLine> lines = view.render(torrents, choice, size.getColumns(), size.getRows());
        TextGraphics graphics = screen.newTextGraphics();
        graphics.fill(' '); // clear() would make the next refresh repaint everything, which flickers
        for (int row = 0; row < lines.size(); row++) {
            int column = 0;
            for (UiLine.Part part : lines.get(row).parts()) {
                paint(graphics, part.style());
                graphics.putString(new TerminalPosition(column, row), part.text());
                column += part.text().length();
            }
        }
        screen.refresh();
    }

    private static void paint(TextGraphics graphics, UiLine.Style style) {
        graphics.setBackgroundColor(switch (style) {
            case HEADING -> TextColor.ANSI.BLUE;
            case BAR_DONE -> TextColor.ANSI.GREEN;
            case BAR_LEFT -> TextColor.ANSI.BLACK_BRIGHT;
            case FAILURE -> TextColor.ANSI.RED;
            case TEXT, FAINT -> TextColor.ANSI.DEFAULT;
        });
        graphics.setForegroundColor(switch (style) {
            case HEADING, BAR_LEFT, FAILURE -> TextColor.ANSI.WHITE_BRIGHT;
            case BAR_DONE -> TextColor.ANSI.BLACK;
            case FAINT -> TextColor.ANSI.CYAN;
            case TEXT -> TextColor.ANSI.DEFAULT;
        });
    }
}
