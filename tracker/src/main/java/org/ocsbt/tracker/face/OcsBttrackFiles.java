package org.ocsbt.tracker.face;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.ocsbt.announce.AnnounceFormatException;
import org.ocsbt.announce.HttpAnnounceCodec;
import org.ocsbt.announce.QueryParameters;
import org.ocsbt.cli.UsageException;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.access.KnownTorrent;
import org.ocsbt.tracker.http.HttpResponse;

/** The files ocs-bttrack hands out: torrents where that is allowed, and a favicon. */
final class OcsBttrackFiles {
    private static final long MAX_TORRENT_BYTES = 100L << 20;

    private final boolean torrentsAllowed;
    private final AllowedTorrents torrents;
    private final Optional<Path> favicon;

    OcsBttrackFiles(OcsBttrackOptions options, AllowedTorrents torrents) throws UsageException {
        this.torrentsAllowed = options.flag(OcsBttrackOption.ALLOW_GET)
                && options.path(OcsBttrackOption.ALLOWED_DIR).isPresent();
        this.torrents = torrents;
        this.favicon = options.path(OcsBttrackOption.FAVICON);
    }

    /** The torrent of {@code info_hash}. */
    HttpResponse torrent(QueryParameters query) throws AnnounceFormatException {
        if (!torrentsAllowed) {
            return HttpResponse.text(OcsBttrackHttp.NOT_AUTHORIZED, OcsBttrackHttp.PLAIN,
                    "get function is not available with this tracker.");
        }
        KnownTorrent torrent = torrents.known().get(HttpAnnounceCodec.infoHash(query.bytes("info_hash")));
        if (torrent == null) {
            return OcsBttrackHttp.notFound();
        }
        return file(torrent.file(), "Content-Type: application/x-bittorrent\r\n"
                + "Content-Disposition: attachment; filename=\"" + headerSafe(torrent.file()) + "\"\r\n");
    }

    HttpResponse favicon() {
        return favicon.isEmpty() ? OcsBttrackHttp.notFound()
                : file(favicon.get(), "Content-Type: image/x-icon\r\n");
    }

    private static HttpResponse file(Path file, String headers) {
        try {
            return Files.size(file) > MAX_TORRENT_BYTES ? OcsBttrackHttp.notFound()
                    : new HttpResponse(OcsBttrackHttp.OK, headers, Files.readAllBytes(file));
        } catch (IOException gone) {
            return OcsBttrackHttp.notFound();
        }
    }

    /** A file may be called anything; a header field may not. */
    private static String headerSafe(Path file) {
        return new String(file.getFileName().toString().getBytes(StandardCharsets.US_ASCII),
                StandardCharsets.US_ASCII).replaceAll("[^ !#-\\[\\]-~]", "_");
    }
}
