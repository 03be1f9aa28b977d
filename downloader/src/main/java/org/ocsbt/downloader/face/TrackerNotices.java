package org.ocsbt.downloader.face;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.metainfo.InfoHash;

/** Tells of a torrent's tracker problem once; again when another takes its place or it comes back. */
final class TrackerNotices {
    private final Map<InfoHash, String> told = new HashMap<>();

    void tell(List<TorrentStatus> torrents, Terminal terminal) {
        for (TorrentStatus torrent : torrents) {
            Optional<String> problem = torrent.trackerProblem();
            if (problem.isEmpty()) {
                told.remove(torrent.infoHash());
            } else if (!problem.get().equals(told.put(torrent.infoHash(), problem.get()))) {
                terminal.complain(torrent.name() + ": tracker problem, still trying: " + problem.get());
            }
        }
    }
}
