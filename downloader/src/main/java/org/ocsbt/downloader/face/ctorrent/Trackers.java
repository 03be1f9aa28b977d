package org.ocsbt.downloader.face.ctorrent;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.ocsbt.cli.UsageException;
import org.ocsbt.metainfo.Metainfo;

/** {@code -u}: announces go to this tracker instead of the torrent's. */
final class Trackers {
    private Trackers() {}

    /**
     * @param tracker an address, or the number of one of the torrent's own, counted from 1
     * @throws UsageException it is neither
     */
    static Metainfo replace(Metainfo metainfo, String tracker) throws UsageException {
        return new Metainfo(metainfo.infoHash(), metainfo.name(), metainfo.multiFile(), metainfo.files(),
                metainfo.geometry(), metainfo.hashes(), metainfo.isPrivate(),
                List.of(List.of(address(metainfo, tracker))));
    }

    private static URI address(Metainfo metainfo, String tracker) throws UsageException {
        if (!tracker.isEmpty() && tracker.chars().allMatch(c -> c >= '0' && c <= '9')) {
            List<URI> own = metainfo.announceTiers().stream().flatMap(List::stream).toList();
            int number = tracker.length() > 5 ? 0 : Integer.parseInt(tracker);
            if (number < 1 || number > own.size()) {
                throw new UsageException("option -u: the torrent has " + own.size() + " trackers, no number " + tracker);
            }
            return own.get(number - 1);
        }
        try {
            URI uri = new URI(tracker);
            if (uri.getHost() != null && uri.getScheme() != null
                    && List.of("http", "https", "udp").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new UsageException("option -u needs a tracker's address or number, not '" + tracker + "'");
    }
}
