package org.ocsbt.downloader.face;

import java.util.List;
import java.util.function.ToLongFunction;
import org.ocsbt.downloader.session.TorrentStatus;

/**
 * What one-shot ezio writes about its torrents, byte for byte (contracts/ezio-v1.md, "Output"). The
 * two lines that repeat begin with a carriage return and end in a blank, unpadded.
 */
final class ProgressLine {
    private ProgressLine() {}

    /** The line of the download phase: rates are sums, times are those of the first torrent. */
    static String downloading(List<TorrentStatus> torrents) {
        TorrentStatus first = torrents.get(0);
        return "\r[P: " + percent(torrents) + "%]"
                + " [D: " + Rates.gibPerMinute(sum(torrents, TorrentStatus::downloadRate)) + " GB/min]"
                + " [DT: " + first.activeTime().toSeconds() + " secs]"
                + " [U: " + Rates.gibPerMinute(sum(torrents, TorrentStatus::uploadRate)) + " GB/min]"
                + " [UT: " + first.seedingTime().toSeconds() + " secs] ";
    }

    /** The line of the seeding phase: the rates' sum, the longest seeding time. */
    static String seeding(List<TorrentStatus> torrents) {
        long longest = torrents.stream().mapToLong(torrent -> torrent.seedingTime().toSeconds()).max().orElse(0);
        return "\r[U: " + Rates.gibPerMinute(sum(torrents, TorrentStatus::uploadRate)) + " GB/min]"
                + " [T: " + longest + " secs] ";
    }

    /**
     * The mean download rate of a finished torrent; empty when it was active for less than a second.
     * Data that lay on the target before this run do not count.
     */
    static String average(TorrentStatus torrent) {
        long seconds = torrent.activeTime().toSeconds();
        if (seconds == 0) {
            return "";
        }
        double rate = (double) Math.min(torrent.doneBytes(), torrent.downloadedBytes()) / seconds;
        return "\nAvg D: " + Rates.gibPerMinute(rate) + " GB/min, " + Rates.mibPerSecond(rate) + " MB/s\n";
    }

    /** Each torrent's percentage cut to a whole number, then their mean cut to a whole number. */
    private static long percent(List<TorrentStatus> torrents) {
        return sum(torrents, torrent -> torrent.doneBytes() * 100 / torrent.totalBytes()) / torrents.size();
    }

    private static long sum(List<TorrentStatus> torrents, ToLongFunction<TorrentStatus> field) {
        return torrents.stream().mapToLong(field).sum();
    }
}
