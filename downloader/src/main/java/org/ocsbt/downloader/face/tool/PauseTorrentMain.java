package org.ocsbt.downloader.face.tool;

import org.ocsbt.downloader.face.Terminal;

/** {@code ezio_pause_torrent.py}: stops the traffic of one torrent. */
public final class PauseTorrentMain {
    private PauseTorrentMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(TorrentOrder.PAUSE.program), args));
    }

    static int run(Terminal terminal, String... args) {
        return TorrentOrder.PAUSE.run(terminal, args);
    }
}
