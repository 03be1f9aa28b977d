package org.ocsbt.tracker.face;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.announce.QueryParameters;
import org.ocsbt.announce.ScrapeEntry;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.access.KnownTorrent;
import org.ocsbt.tracker.http.HttpResponse;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.reach.Prober;
import org.ocsbt.tracker.server.TrackerConfig;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.SwarmAnswer;
import org.ocsbt.tracker.swarm.SwarmTable;

/** Announce and scrape with the rules and words of ocs-bttrack (contracts/tracker.md, part A). */
final class OcsBttrackAnnounces {
    private static final String NOT_ALLOWED = "Requested download is not authorized for use with this tracker.";

    private final OcsBttrackOptions options;
    private final SwarmTable swarms;
    private final AllowedTorrents allowed;
    private final Prober prober;
    private final OcsBttrackLog log;
    private final int intervalSeconds;
    private final int mostPeers;
    private final boolean listedAtOnce;

    OcsBttrackAnnounces(
            OcsBttrackOptions options, SwarmTable swarms, AllowedTorrents allowed, Prober prober,
            OcsBttrackLog log) {
        this.options = options;
        this.swarms = swarms;
        this.allowed = allowed;
        this.prober = prober;
        this.log = log;
        this.intervalSeconds = (int) options.duration(OcsBttrackOption.REANNOUNCE_INTERVAL).toSeconds();
        this.mostPeers = options.count(OcsBttrackOption.RESPONSE_SIZE);
        this.listedAtOnce = !options.flag(OcsBttrackOption.NAT_CHECK);
    }

    HttpResponse announce(InetAddress from, QueryParameters query) throws AnnounceFormatException {
        InfoHash infoHash = HttpAnnounceCodec.infoHash(query.bytes("info_hash"));
        if (!allowed.allows(infoHash)) {
            return bencoded(OcsBttrackHttp.OK, HttpAnnounceCodec.writeFailure(NOT_ALLOWED));
        }
        AnnounceRequest request = HttpAnnounceCodec.readRequest(query, Required.EVERY_FIELD);
        Endpoint endpoint = Endpoint.of(address(from, request), request.port());
        SwarmAnswer answer = swarms.announce(
                request, endpoint, wanted(request), listedAtOnce, EventLoop.nowMillis());
        if (!listedAtOnce && request.event() != AnnounceEvent.STOPPED) {
            checkNat(infoHash, endpoint);
        }
        if (request.event() == AnnounceEvent.COMPLETED) {
            log.line("complete : " + swarms.completedSinceStart());
        }
        if ("1".equals(query.text("compact"))) {
            return bencoded(OcsBttrackHttp.OK, HttpAnnounceCodec.writeResponse(
                    response(request, answer), NoPeers.EMPTY_LIST));
        }
        return options.flag(OcsBttrackOption.COMPACT_REQD)
                ? HttpResponse.text(OcsBttrackHttp.BAD_REQUEST, OcsBttrackHttp.PLAIN,
                        "your client is outdated, please upgrade")
                : bencoded(OcsBttrackHttp.OK, ListedPeers.write(
                        response(request, answer), answer, query.bytes("no_peer_id") == null));
    }

    /** A client that was not reached yet is connected back, so that it can be listed. */
    private void checkNat(InfoHash infoHash, Endpoint endpoint) {
        if (!swarms.isUnproven(infoHash, endpoint)) {
            return;
        }
        int tries = options.count(OcsBttrackOption.NAT_CHECK);
        prober.probe(endpoint, reached -> {
            swarms.probed(infoHash, endpoint, reached, tries);
            if (options.flag(OcsBttrackOption.LOG_NAT_CHECKS)) {
                log.line("nat check " + endpoint.address().getHostAddress() + ":" + endpoint.port()
                        + (reached ? " ok" : " failed"));
            }
            if (!reached) {
                checkNat(infoHash, endpoint);
            }
        });
    }

    private AnnounceResponse response(AnnounceRequest request, SwarmAnswer answer) {
        return new AnnounceResponse(
                answer.complete(), answer.incomplete(), AnnounceResponse.ABSENT,
                request.report().isPresent() ? TrackerConfig.REPORT_SECONDS : intervalSeconds,
                AnnounceResponse.ABSENT,
                answer.compact(Family.IPV4), answer.compact(Family.IPV6));
    }

    private int wanted(AnnounceRequest request) {
        return request.numWant() < 0 ? mostPeers : Math.min(mostPeers, request.numWant());
    }

    /** {@code ip=} lets a client behind the same router as the tracker say how others reach it. */
    private InetAddress address(InetAddress from, AnnounceRequest request) {
        boolean onlyLocal = switch (options.count(OcsBttrackOption.ONLY_LOCAL_OVERRIDE_IP)) {
            case 0 -> false;
            case 2 -> !listedAtOnce;
            default -> true;
        };
        if (request.ip().isEmpty() || onlyLocal && !isLocal(from)) {
            return from;
        }
        return LiteralAddress.parse(request.ip().get()).orElse(from);
    }

    private static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
    }

    HttpResponse scrape(QueryParameters query) throws AnnounceFormatException {
        if (query.hasBareWord()) {
            throw new AnnounceFormatException(Fault.NO_EQUALS_SIGN, "");
        }
        Collection<InfoHash> wanted = HttpScrapeCodec.readRequest(query);
        String permitted = options.text(OcsBttrackOption.SCRAPE_ALLOWED);
        if (permitted.equals("none") || permitted.equals("specific") && wanted.isEmpty()) {
            return bencoded(OcsBttrackHttp.NOT_AUTHORIZED, HttpAnnounceCodec.writeFailure(
                    wanted.isEmpty() ? "full scrape function is not available with this tracker."
                            : "specific scrape function is not available with this tracker."));
        }
        List<ScrapeEntry> entries = swarms.scrape(wanted.isEmpty() ? swarms.swarms().keySet() : wanted);
        return bencoded(OcsBttrackHttp.OK, HttpScrapeCodec.writeResponse(named(entries)));
    }

    private List<ScrapeEntry> named(List<ScrapeEntry> entries) {
        if (!options.flag(OcsBttrackOption.SHOW_NAMES) || allowed.known().isEmpty()) {
            return entries;
        }
        List<ScrapeEntry> named = new ArrayList<>(entries.size());
        for (ScrapeEntry entry : entries) {
            KnownTorrent torrent = allowed.known().get(entry.infoHash());
            named.add(new ScrapeEntry(
                    entry.infoHash(), entry.complete(), entry.downloaded(), entry.incomplete(),
                    torrent == null ? "" : torrent.name()));
        }
        return named;
    }

    private static HttpResponse bencoded(String statusLine, byte[] body) {
        return new HttpResponse(statusLine, OcsBttrackHttp.PLAIN, body);
    }
}
