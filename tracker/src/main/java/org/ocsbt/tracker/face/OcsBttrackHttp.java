package org.ocsbt.tracker.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.ocsbt.announce.AnnounceFormatException;
import org.ocsbt.announce.HttpAnnounceCodec;
import org.ocsbt.announce.QueryParameters;
import org.ocsbt.tracker.access.IpAccess;
import org.ocsbt.tracker.http.HttpHandler;
import org.ocsbt.tracker.http.HttpRequest;
import org.ocsbt.tracker.http.HttpResponse;
import org.ocsbt.tracker.page.DeploymentPage;

/** HTTP as ocs-bttrack speaks it (contracts/tracker.md, part A): which path is what, gzip, the log. */
final class OcsBttrackHttp implements HttpHandler {
    static final String OK = "HTTP/1.0 200 OK";
    static final String NOT_AUTHORIZED = "HTTP/1.0 400 Not Authorized";
    static final String BAD_REQUEST = "HTTP/1.0 400 Bad Request";
    static final String PLAIN = "Content-Type: text/plain\r\nPragma: no-cache\r\n";

    private final OcsBttrackOptions options;
    private final IpAccess ips;
    private final OcsBttrackAnnounces announces;
    private final OcsBttrackFiles files;
    private final DeploymentPage page;
    private final OcsBttrackLog log;

    OcsBttrackHttp(OcsBttrackOptions options, IpAccess ips, OcsBttrackAnnounces announces,
            OcsBttrackFiles files, DeploymentPage page, OcsBttrackLog log) {
        this.options = options;
        this.ips = ips;
        this.announces = announces;
        this.files = files;
        this.page = page;
        this.log = log;
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        if (!request.method().equals("GET") && !request.isHead()) {
            return null;
        }
        HttpResponse plain = switch (ips.verdict(request.from())) {
            case WELCOME -> route(request);
            case NOT_ALLOWED -> failure("your IP is not allowed on this tracker");
            case BANNED -> failure("your IP is banned on this tracker");
        };
        HttpResponse response = request.acceptsGzip() ? smaller(plain, gzip(plain)) : plain;
        log.request(request, response, response != plain);
        return response;
    }

    /** The original drops what is no request without a word. */
    @Override
    public HttpResponse refusal(boolean tooLong) {
        return null;
    }

    private HttpResponse route(HttpRequest request) {
        try {
            return switch (request.path()) {
                case "/announce", "/announce.php", "/tracker.php/announce" ->
                        announces.announce(request.from(), parameters(request));
                case "/scrape", "/scrape.php", "/tracker.php/scrape" -> announces.scrape(parameters(request));
                case "/file" -> files.torrent(parameters(request));
                case "/favicon.ico" -> files.favicon();
                default -> page(request.path());
            };
        } catch (AnnounceFormatException e) {
            return HttpResponse.text(BAD_REQUEST, PLAIN, "you sent me garbage - " + reason(e));
        }
    }

    private HttpResponse page(String path) {
        String redirect = options.text(OcsBttrackOption.INFOPAGE_REDIRECT);
        if (!options.flag(OcsBttrackOption.SHOW_INFOPAGE)) {
            return notFound();
        }
        if (!redirect.isEmpty() && (path.equals("/") || path.equals("/index.html"))) {
            return HttpResponse.text("HTTP/1.0 302 Found", "Location: " + redirect + "\r\n" + PLAIN, "");
        }
        HttpResponse shown = page.answer(path);
        return shown == null ? notFound() : shown;
    }

    static HttpResponse notFound() {
        return HttpResponse.text("HTTP/1.0 404 Not Found", PLAIN, "there is no such page on this tracker\n");
    }

    private static HttpResponse failure(String reason) {
        return new HttpResponse(NOT_AUTHORIZED, PLAIN, HttpAnnounceCodec.writeFailure(reason));
    }

    private static QueryParameters parameters(HttpRequest request) throws AnnounceFormatException {
        byte[] query = request.query();
        return QueryParameters.parse(query, 0, query.length);
    }

    private static String reason(AnnounceFormatException e) {
        return switch (e.fault()) {
            case NO_EQUALS_SIGN -> "substring not found";
            case NO_INFO_HASH -> "no info hash";
            case INFO_HASH_LENGTH -> "info hash not of length 20";
            case PEER_ID_LENGTH -> "id not of length 20";
            case PORT_RANGE -> "invalid port";
            case NEGATIVE_LEFT -> "invalid amount left";
            case UNKNOWN_EVENT -> "invalid event";
            case NOT_A_NUMBER -> "invalid literal for long() with base 10: '" + e.offending() + "'";
            default -> "too many parameters";
        };
    }

    private static HttpResponse gzip(HttpResponse plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.body().length);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new HttpResponse(
                plain.statusLine(), plain.headers() + "Content-Encoding: gzip\r\n", packed.toByteArray());
    }

    private static HttpResponse smaller(HttpResponse plain, HttpResponse packed) {
        return packed.body().length < plain.body().length ? packed : plain;
    }
}
