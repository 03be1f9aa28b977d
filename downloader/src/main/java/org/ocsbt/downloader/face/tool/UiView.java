package org.ocsbt.downloader.face.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.ocsbt.downloader.face.Rates;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.face.tool.UiLine.Style;

/**
 * The screen of {@code ezio_ui.py} as lines that fit it: a heading, the total, the torrents, the keys. The
 * more torrents there are, the fewer lines each gets.
 */
final class UiView {
    private static final String KEYS = "h help   q leave   s n p d u sort   a 1 2 3 show   v long names";
    private static final List<String> HELP = List.of(
            "h        this list, and back",
            "q        leave the screen; the transfer goes on",
            "s        sort by size",
            "n        sort by path and name",
            "p        sort by progress",
            "d        sort by download rate",
            "u        sort by upload rate",
            "a        show all torrents",
            "1        show only those that download",
            "2        show only the finished ones",
            "3        show only the paused ones",
            "v        long names",
            "",
            "State: D downloading, S seeding, P paused, E failed");

    /** Lines for heading, total and keys. */
    private static final int FRAME_LINES = 8;

    private final String version;

    UiView(String version) {
        this.version = version;
    }

    /** At most {@code rows} lines of at most {@code columns} characters. */
    List<UiLine> render(List<Torrent> torrents, UiChoice choice, int columns, int rows) {
        List<UiLine> lines = new ArrayList<>();
        long failed = torrents.stream().filter(StopRule::hasFailed).count();
        String count = torrents.size() + (torrents.size() == 1 ? " torrent " : " torrents ") + (failed == 0 ? "" : "- " + failed + " FAILED ");
        lines.add(UiLine.ends(failed == 0 ? Style.HEADING : Style.FAILURE, " EZIO " + version, count, columns));
        lines.add(UiLine.text(""));
        addTotal(torrents, columns, lines);
        lines.add(UiLine.text(""));
        if (choice.help()) {
            HELP.forEach(line -> lines.add(UiLine.text("  " + line)));
        } else {
            addTorrents(choice.apply(torrents), choice, columns, rows - FRAME_LINES, lines);
        }
        while (lines.size() < rows - 1) {
            lines.add(UiLine.text(""));
        }
        List<UiLine> fitting = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
        fitting.add(UiLine.of(Style.FAINT, UiLine.cut(KEYS, columns)));
        return fitting;
    }

    private static void addTotal(List<Torrent> torrents, int columns, List<UiLine> lines) {
        long done = sum(torrents, Torrent::getTotalDone);
        long total = sum(torrents, Torrent::getTotal);
        long down = sum(torrents, Torrent::getDownloadRate);
        long up = sum(torrents, Torrent::getUploadRate);
        lines.add(UiLine.ends(Style.TEXT, "Total " + sizes(done, total), "ETA " + eta(total - done, down), columns));
        lines.add(UiLine.bar(CliLine.percent(torrents) / 100.0, columns));
        lines.add(UiLine.ends(Style.TEXT, rates(down, up), "", columns));
    }

    private static void addTorrents(
            List<Torrent> torrents, UiChoice choice, int columns, int rows, List<UiLine> lines) {
        int each = torrents.isEmpty() ? 0 : rows / torrents.size();
        int shown = 0;
        for (Torrent torrent : torrents) {
            List<UiLine> whole = torrent(torrent, choice, columns);
            int count = Math.max(1, Math.min(each, whole.size()));
            if (++shown * count > rows) {
                lines.add(UiLine.of(Style.FAINT, "... and " + (torrents.size() - shown + 1) + " more"));
                return;
            }
            lines.addAll(whole.subList(0, count));
        }
    }

    /** All that there is to say of a torrent, the most important first. */
    private static List<UiLine> torrent(Torrent torrent, UiChoice choice, int columns) {
        String right = sizes(torrent.getTotalDone(), torrent.getTotal()) + "  " + percent(torrent) + "  " + state(torrent);
        UiLine empty = UiLine.text("");
        if (StopRule.hasFailed(torrent)) {
            return List.of(
                    UiLine.ends(Style.FAILURE, name(torrent, choice), right, columns),
                    UiLine.of(Style.FAILURE, UiLine.cut("FAILED: " + torrent.getError(), columns)),
                    empty);
        }
        return List.of(
                UiLine.ends(Style.TEXT, name(torrent, choice), right, columns),
                UiLine.bar(torrent.getProgress(), columns),
                UiLine.ends(Style.TEXT, rates(torrent.getDownloadRate(), torrent.getUploadRate()),
                        "ETA " + eta(torrent.getTotal() - torrent.getTotalDone(), torrent.getDownloadRate()), columns),
                UiLine.of(Style.FAINT, UiLine.cut(details(torrent), columns)),
                empty);
    }

    private static String details(Torrent torrent) {
        return "[F: " + (torrent.getIsFinished() ? "yes" : "no") + "]"
                + "[S: " + state(torrent) + "]"
                + "[P: " + torrent.getNumPeers() + "]"
                + "[T: " + torrent.getActiveTime() + "]"
                + "[L: " + torrent.getLastUpload() + "]"
                + "  got " + gib(torrent.getTotalPayloadDownload()) + ", gave " + gib(torrent.getTotalPayloadUpload())
                + ", finished for " + torrent.getFinishedTime() + " s";
    }

    private static String name(Torrent torrent, UiChoice choice) {
        String name = torrent.getName() + " -> " + torrent.getSavePath();
        return choice.longNames() ? name + " " + torrent.getHash() : name;
    }

    private static String state(Torrent torrent) {
        if (StopRule.hasFailed(torrent)) {
            return "E";
        }
        if (torrent.getIsPaused()) {
            return "P";
        }
        return torrent.getIsFinished() ? "S" : "D";
    }

    private static String percent(Torrent torrent) {
        return (int) (torrent.getProgress() * 100) + "%";
    }

    private static String sizes(long done, long total) {
        return gib(done) + " / " + gib(total);
    }

    private static String gib(long bytes) {
        return Rates.gib(bytes) + " GB";
    }

    private static String rates(long down, long up) {
        return "D: " + Rates.gibPerMinute(down) + "GB/min, " + Rates.mibPerSecond(down) + "MB/s"
                + " | U: " + Rates.gibPerMinute(up) + "GB/min, " + Rates.mibPerSecond(up) + "MB/s";
    }

    /** Hours, minutes and seconds that are left at this rate. */
    private static String eta(long bytesLeft, long bytesPerSecond) {
        if (bytesLeft <= 0) {
            return "done";
        }
        if (bytesPerSecond <= 0) {
            return "--:--:--";
        }
        long seconds = (bytesLeft + bytesPerSecond - 1) / bytesPerSecond;
        return seconds / 3600 + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
    }

    private static String twoDigits(long number) {
        return String.valueOf(100 + number).substring(1);
    }

    private static long sum(List<Torrent> torrents, ToLongFunction<Torrent> field) {
        return torrents.stream().mapToLong(field).sum();
    }
}
