package org.ocsbt.downloader.face.ctorrent;

import org.ocsbt.downloader.session.SwarmView;
import org.ocsbt.downloader.session.TorrentStatus;

/**
 * The line that is rewritten every second (contracts/ctorrent.md, "Foreground output"): of its two pairs of
 * numbers, down and up, the first is the rate and the second what went over since the line before.
 */
final class StatusLine {
    private static final String SPINNER = "-\\|/";
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private int turn;
    private int length;
    private long downloadedBytes;
    private long uploadedBytes;

    /** @param state a word of what it is doing beyond transferring, or nothing */
    String next(TorrentStatus torrent, SwarmView swarm, String state) {
        String line = SPINNER.charAt(turn++ % SPINNER.length()) + " " + swarm.seeders() + "/" + swarm.leechers()
                + "/" + swarm.knownPeers()
                + " [" + torrent.verifiedPieces() + "/" + swarm.verified().pieceCount() + "/" + swarm.availablePieces() + "] "
                + torrent.downloadedBytes() / MIB + "MB," + torrent.uploadedBytes() / MIB + "MB | "
                + torrent.downloadRate() / KIB + "," + torrent.uploadRate() / KIB + "K/s | "
                + (torrent.downloadedBytes() - downloadedBytes) / KIB + ","
                + (torrent.uploadedBytes() - uploadedBytes) / KIB + "K E:"
                + swarm.announceFailures() + "," + swarm.announceSuccesses() + " " + state;
        downloadedBytes = torrent.downloadedBytes();
        uploadedBytes = torrent.uploadedBytes();
        String padded = line + " ".repeat(Math.max(0, length - line.length()));
        length = line.length();
        return "\r" + padded;
    }
}
