package org.ocsbt.downloader.torrent;

/**
 * How a torrent's announces went in this run.
 *
 * @param successes answered ones
 * @param failures the others
 * @param knownPeers clients that the tracker knew when it last answered, this one included; 0 before
 */
public record AnnounceTotals(int successes, int failures, int knownPeers) {

    AnnounceTotals succeeded(int nowKnownPeers) {
        return new AnnounceTotals(successes + 1, failures, nowKnownPeers);
    }

    AnnounceTotals failed() {
        return new AnnounceTotals(successes, failures + 1, knownPeers);
    }
}
