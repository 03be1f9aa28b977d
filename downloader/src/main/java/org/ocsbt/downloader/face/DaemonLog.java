package org.ocsbt.downloader.face;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The daemon's log on standard output: {@code [2026-11-22 07:55:31.116] [info] text}. */
final class DaemonLog {
    /** The environment variable that names the least severe level to be written. */
    static final String LEVEL_VARIABLE = "SPDLOG_LEVEL";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final Terminal terminal;
    private final Level least;

    /** In order of severity; the names the original prints. */
    enum Level { INFO, WARNING, ERROR, OFF }

    DaemonLog(Terminal terminal, Level least) {
        this.terminal = terminal;
        this.least = least;
    }

    /** The level whose name begins like {@code name}; {@code INFO} where none does. */
    static Level level(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (Level level : Level.values()) {
            if (!upper.isEmpty() && level.name().startsWith(upper)) {
                return level;
            }
        }
        return Level.INFO;
    }

    void info(String text) {
        write(Level.INFO, text);
    }

    void warning(String text) {
        write(Level.WARNING, text);
    }

    void error(String text) {
        write(Level.ERROR, text);
    }

    private void write(Level level, String text) {
        if (level.compareTo(least) >= 0) {
            terminal.print("[" + TIME.format(LocalDateTime.now()) + "] ["
                    + level.name().toLowerCase(Locale.ROOT) + "] " + text + "\n");
        }
    }
}
