package org.ocsbt.downloader.face.tool;

import com.googlecode.lanterna.screen.TerminalScreen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;

/**
 * {@code ezio_ui.py}: a screen that shows all torrents until they are done, then ends the daemon. Where
 * there is no terminal it is {@code ezio_cli.py}.
 */
public final class UiMain {
    private static final String PROGRAM = "ezio_ui.py";
    private static final String USAGE = """
            usage: ezio_ui.py [-h] [-a ADDRESS] [-w WAIT] [-l LAST_UPLOAD]

              -a, --address ADDRESS      where the daemon listens (127.0.0.1:50051)
              -w, --wait SECONDS         serve at least this long after the end (15)
              -l, --last-upload SECONDS  and until nobody asked for this long (15)
            """;

    private UiMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(PROGRAM), args));
    }

    static int run(Terminal terminal, String... args) {
        return new Tool(terminal, USAGE).run(syntax(), args, (arguments, daemon) -> {
            StopRule rule = rule(arguments);
            Optional<TerminalScreen> screen = isTerminal(0) && isTerminal(1) && isInForeground() ? openScreen() : Optional.empty();
            return screen.isPresent()
                    ? new UiLoop(screen.get(), terminal, Pacer.REAL).watch(daemon, rule)
                    : CliMain.watch(daemon, rule, terminal, Pacer.REAL);
        });
    }

    static Options syntax() {
        return new Options().addOption("w", "wait", true, "").addOption("l", "last-upload", true, "");
    }

    static StopRule rule(Arguments arguments) throws UsageException {
        if (!arguments.words().isEmpty()) {
            throw new UsageException("unexpected word '" + arguments.words().get(0) + "'");
        }
        return new StopRule(arguments.integer("w", StopRule.DEFAULT_SECONDS),
                arguments.integer("l", StopRule.DEFAULT_SECONDS));
    }

    /** Java's own console can't tell which of the streams are one. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/tty") || target.startsWith("/dev/pts/") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** The system stops a process that sets up its terminal from the background, and its stty with it. */
    private static boolean isInForeground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // proc(5): from the third one on
            return fields[2].equals(fields[5]); // process group, the terminal's process group
        } catch (IOException e) {
            return false;
        }
    }

    /** Empty where the terminal can't be controlled: there is no stty, or this process may not use it. */
    private static Optional<TerminalScreen> openScreen() {
        try {
            return Optional.of(new TerminalScreen(new SttyTerminal()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
