package org.ocsbt.downloader.face;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ocsbt.downloader.session.TorrentStatus;
import org.ocsbt.metainfo.InfoHash;

/** Tells of something about a torrent once; again when it changes, or when it comes back. */
public final class Notices {
    private final Function<TorrentStatus, Optional<String>> subject;
    private final Map<InfoHash, String> told = new HashMap<>();

    private Notices(Function<TorrentStatus, Optional<String>> subject) {
        this.subject = subject;
    }

    public static Notices ofTrackerProblems() {
        return new Notices(torrent -> torrent.trackerProblem()
                .map(problem -> "tracker problem, still trying: " + problem));
    }

    public static Notices ofNews() {
        return new Notices(TorrentStatus::notice);
    }

    public static Notices ofFailures() {
        return new Notices(TorrentStatus::error);
    }

    /** @return whether any torrent has something to tell, old or new */
    public boolean tell(List<TorrentStatus> torrents, Consumer<String> line) {
        boolean any = false;
        for (TorrentStatus torrent : torrents) {
            Optional<String> text = subject.apply(torrent);
            any |= text.isPresent();
            if (text.isEmpty()) {
                told.remove(torrent.infoHash());
            } else if (!text.get().equals(told.put(torrent.infoHash(), text.get()))) {
                line.accept(torrent.name() + ": " + text.get());
            }
        }
        return any;
    }
}
