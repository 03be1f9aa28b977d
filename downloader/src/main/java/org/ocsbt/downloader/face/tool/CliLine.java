package org.ocsbt.downloader.face.tool;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.ocsbt.downloader.face.Rates;
import org.ocsbt.downloader.face.rpc.Torrent;

/** The line of {@code ezio_cli.py}, byte for byte (contracts/ezio-v2.md); ends in a carriage return, unpadded. */
final class CliLine {
    private static final int PERCENT_WIDTH = 3;

    private CliLine() {}

    /** @param time since the tool was started */
    static String of(Duration time, List<Torrent> torrents) {
        String percent = String.valueOf(percent(torrents));
        return "[T: " + time.toSeconds() + "]"
                + "[P: " + " ".repeat(Math.max(0, PERCENT_WIDTH - percent.length())) + percent + "%]"
                + "[D: " + Rates.gibPerMinute(sum(torrents, Torrent::getDownloadRate)) + "GB/min]"
                + "[U: " + Rates.gibPerMinute(sum(torrents, Torrent::getUploadRate)) + "GB/min]"
                + "[R: " + torrents.stream().filter(torrent -> !torrent.getIsFinished()).count() + "]\r";
    }

    /** Of all torrents' bytes; cut, so that only what is done is called 100. Original seeders say total 0. */
    static long percent(List<Torrent> torrents) {
        long done = sum(torrents, Torrent::getTotalDone);
        long total = sum(torrents, Torrent::getTotal);
        long whole = total == 0 ? done : total;
        return whole == 0 ? 0 : done * 100 / whole;
    }

    private static long sum(List<Torrent> torrents, ToLongFunction<Torrent> field) {
        return torrents.stream().mapToLong(field).sum();
    }
}
