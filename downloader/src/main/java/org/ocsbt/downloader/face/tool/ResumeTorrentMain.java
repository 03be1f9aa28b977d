package org.ocsbt.downloader.face.tool;

import org.ocsbt.downloader.face.Terminal;

/** {@code ezio_resume_torrent.py}: starts the traffic of a paused torrent again. */
public final class ResumeTorrentMain {
    private ResumeTorrentMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(TorrentOrder.RESUME.program), args));
    }

    static int run(Terminal terminal, String... args) {
        return TorrentOrder.RESUME.run(terminal, args);
    }
}
