package org.ocsbt.downloader.face;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.downloader.session.TorrentOptions.Layout;
import org.ocsbt.downloader.session.TransferSession;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.MetainfoException;
import org.ocsbt.metainfo.MetainfoReader;

/**
 * All torrents that somebody has asked the daemon for: those of its session, and those it had to refuse.
 * The refused stay in the list with their reason, because scripts ignore what the adding tool says and
 * watch the list until all is finished.
 */
final class TorrentCatalog {
    /** What an add without the limits gets, as in the original. */
    private static final int DEFAULT_UPLOADS = 3;
    private static final int DEFAULT_CONNECTIONS = 5;

    /** What stands for the info-hash of a torrent that could not be read. */
    private static final String UNREADABLE_PREFIX = "unreadable-";

    private final TransferSession session;
    private final Layout layout;
    private final Map<String, String> savePaths = new HashMap<>();
    private final Map<String, Torrent> refused = new LinkedHashMap<>();
    private int unreadable;

    TorrentCatalog(TransferSession session, Layout layout) {
        this.session = session;
        this.layout = layout;
    }

    /**
     * Starts a torrent; one that is there already stays as it is.
     *
     * @throws MetainfoException there is no usable torrent in the request
     * @throws TorrentException the session refuses it
     */
    synchronized void add(AddRequest request) throws MetainfoException, TorrentException {
        Metainfo metainfo;
        try {
            metainfo = metainfo(request);
        } catch (MetainfoException | TorrentException e) {
            String standIn = UNREADABLE_PREFIX + ++unreadable;
            refused.put(standIn, TorrentMessage.refused(standIn, "?", request.getSavePath(), e.getMessage()));
            throw e;
        }
        try {
            add(request, metainfo);
        } catch (TorrentException e) {
            String hash = metainfo.infoHash().hex();
            refused.put(hash, TorrentMessage.refused(hash, metainfo.name(), request.getSavePath(), e.getMessage()));
            throw e;
        }
    }

    private void add(AddRequest request, Metainfo metainfo) throws TorrentException {
        String hash = metainfo.infoHash().hex();
        if (!savePaths.containsKey(hash)) {
            Path target = target(request.getSavePath());
            session.add(options(request, metainfo, target));
            savePaths.put(hash, target.toString());
            refused.remove(hash);
        }
    }

    /** The torrents of these hashes, all where none is given; in the order they were added. */
    synchronized List<Torrent> torrents(Collection<String> hashes) {
        Set<String> wanted = new HashSet<>(hashes);
        List<Torrent> torrents = new ArrayList<>();
        session.statuses().forEach(torrent -> torrents.add(
                TorrentMessage.of(torrent, savePaths.getOrDefault(torrent.infoHash().hex(), ""))));
        torrents.addAll(refused.values());
        torrents.removeIf(torrent -> !wanted.isEmpty() && !wanted.contains(torrent.getHash()));
        return torrents;
    }

    /** Unknown and malformed hashes change nothing. */
    void pause(String hash) {
        infoHash(hash).ifPresent(session::pause);
    }

    /** Unknown and malformed hashes change nothing. */
    void resume(String hash) {
        infoHash(hash).ifPresent(session::resume);
    }

    private static Metainfo metainfo(AddRequest request) throws MetainfoException, TorrentException {
        if (!request.getUnreadable().isEmpty()) {
            throw new TorrentException(request.getUnreadable(), null);
        }
        return MetainfoReader.parse(request.getTorrent().toByteArray());
    }

    private static Path target(String savePath) throws TorrentException {
        try {
            return Path.of(savePath).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new TorrentException("'" + savePath + "' can't be a file name in this locale", e);
        }
    }

    private TorrentOptions options(AddRequest request, Metainfo metainfo, Path target) {
        return new TorrentOptions(
                metainfo,
                target,
                layout,
                request.getSeedingMode(),
                limit(request.getMaxConnections(), DEFAULT_CONNECTIONS),
                limit(request.getMaxUploads(), DEFAULT_UPLOADS),
                request.getSequentialDownload());
    }

    private static int limit(int given, int absent) {
        return given > 0 ? Math.min(given, EzioV1Options.UNLIMITED) : absent;
    }

    private static Optional<InfoHash> infoHash(String hash) {
        try {
            return Optional.of(InfoHash.ofHex(hash));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
