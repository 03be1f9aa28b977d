package org.ocsbt.tracker.face;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceFormatException;
import org.ocsbt.announce.AnnounceFormatException.Fault;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.AnnounceResponse;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.HttpAnnounceCodec;
import org.ocsbt.announce.HttpAnnounceCodec.NoPeers;
import org.ocsbt.announce.HttpAnnounceCodec.Required;
import org.ocsbt.announce.HttpScrapeCodec;
import org.ocsbt.announce.QueryParameters;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.http.HttpHandler;
import org.ocsbt.tracker.http.HttpRequest;
import org.ocsbt.tracker.http.HttpResponse;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.page.DeploymentPage;
import org.ocsbt.tracker.server.TrackerConfig;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.Swarm;
import org.ocsbt.tracker.swarm.SwarmAnswer;
import org.ocsbt.tracker.swarm.SwarmTable;

/** HTTP as opentracker speaks it (contracts/tracker.md, part B). */
final class OpentrackerHttp implements HttpHandler {
    static final String NOT_AUTHORIZED = "Requested download is not authorized for use with this tracker.";

    private static final String OK = "HTTP/1.1 200 OK";
    private static final String PLAIN = "Content-Type: text/plain\r\n";
    private static final String NO_INFO_HASH =
            "Your client forgot to send your torrent's info_hash. Please upgrade your client.";

    private final SwarmTable swarms;
    private final AllowedTorrents allowed;
    private final OpentrackerOptions options;
    private final OpentrackerIntervals intervals;
    private final DeploymentPage page;
    private final PrintStream log;

    OpentrackerHttp(SwarmTable swarms, AllowedTorrents allowed, OpentrackerOptions options,
            OpentrackerIntervals intervals, DeploymentPage page, PrintStream log) {
        this.swarms = swarms;
        this.allowed = allowed;
        this.options = options;
        this.intervals = intervals;
        this.page = page;
        this.log = log;
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return error("400 Invalid Request");
        }
        String path = request.path();
        try {
            if (path.startsWith("/ann")) {
                return announce(request);
            }
            if (path.startsWith("/scrape")) {
                return scrape(request);
            }
        } catch (AnnounceFormatException e) {
            return e.fault() == Fault.NO_INFO_HASH && request.query().length > 0
                    ? plain(HttpAnnounceCodec.writeFailure(NO_INFO_HASH))
                    : error("400 Invalid Request");
        }
        if (path.equals("/") && options.redirect().isPresent()) {
            return HttpResponse.text("HTTP/1.0 302 Found", "Location: " + options.redirect().get() + "\r\n", "");
        }
        if (path.equals("/stats")) {
            return options.admins().contains(request.from()) ? stats() : error("403 Access Denied");
        }
        HttpResponse shown = page.answer(path);
        return shown == null ? error("404 Not Found") : shown;
    }

    /** What monitoring reads line by line: peers, seeds, torrents. */
    private HttpResponse stats() {
        int seeds = 0;
        for (Swarm swarm : swarms.swarms().values()) {
            seeds += swarm.complete();
        }
        return HttpResponse.text(OK, PLAIN, swarms.peerCount() + "\n" + seeds + "\nopentracker serving "
                + swarms.swarms().size() + " torrents\nopentracker\n");
    }

    @Override
    public HttpResponse refusal(boolean tooLong) {
        return error("400 Invalid Request");
    }

    private HttpResponse announce(HttpRequest http) throws AnnounceFormatException {
        QueryParameters query = parse(http);
        if ("0".equals(query.text("compact"))) {
            return error("400 Invalid Request");
        }
        AnnounceRequest request = HttpAnnounceCodec.readRequest(query, Required.INFO_HASH);
        if (!allowed.allows(request.infoHash())) {
            return plain(HttpAnnounceCodec.writeFailure(NOT_AUTHORIZED));
        }
        SwarmAnswer answer = swarms.announce(
                request, Endpoint.of(http.from(), request.port()),
                OpentrackerIntervals.wanted(request.numWant()), true, EventLoop.nowMillis());
        int interval = request.report().isPresent() ? TrackerConfig.REPORT_SECONDS : intervals.nextSeconds();
        boolean stopped = request.event() == AnnounceEvent.STOPPED;
        return plain(HttpAnnounceCodec.writeResponse(new AnnounceResponse(
                answer.complete(), answer.incomplete(),
                stopped ? AnnounceResponse.ABSENT : answer.downloaded(),
                interval, interval / 2,
                answer.compact(Family.IPV4), answer.compact(Family.IPV6)), NoPeers.EMPTY_STRING));
    }

    private HttpResponse scrape(HttpRequest http) throws AnnounceFormatException {
        Collection<InfoHash> wanted = HttpScrapeCodec.readRequest(parse(http));
        if (wanted.isEmpty()) {
            log.println("[00000000] scrp:  " + http.from().getHostAddress() + " - FULL SCRAPE");
            wanted = swarms.swarms().keySet();
        }
        return plain(HttpScrapeCodec.writeResponse(swarms.scrape(wanted)));
    }

    private static QueryParameters parse(HttpRequest http) throws AnnounceFormatException {
        byte[] query = http.query();
        return QueryParameters.parse(query, 0, query.length);
    }

    private static HttpResponse plain(byte[] body) {
        return new HttpResponse(OK, PLAIN, body);
    }

    private static HttpResponse error(String status) {
        String title = "<title>" + status.substring(4) + "</title>\n";
        return new HttpResponse("HTTP/1.0 " + status, "Content-Type: text/html\r\n",
                title.getBytes(StandardCharsets.US_ASCII));
    }
}
