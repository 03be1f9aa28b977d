package org.ocsbt.tracker.udp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import org.ocsbt.announce.AnnounceFormatException;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.UdpCodec;
import org.ocsbt.announce.UdpRequest;
import org.ocsbt.announce.UdpResponse;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.Endpoint;
import org.ocsbt.tracker.swarm.Swarm;
import org.ocsbt.tracker.swarm.SwarmAnswer;
import org.ocsbt.tracker.swarm.SwarmTable;

/**
 * Answers the datagrams of BEP 15. Before a client has proven its address by a connection id, no answer
 * is longer than the question, so that nobody can use us to flood others.
 */
public final class UdpTracker {
    private static final int ERROR_HEAD_BYTES = 8;
    private static final String BAD_ID = "Connection ID mismatch";

    private final SwarmTable swarms;
    private final AllowedTorrents allowed;
    private final String notAllowed;
    private final IntSupplier intervalSeconds;
    private final IntUnaryOperator wanted;
    private final ConnectionIds ids = new ConnectionIds();

    /**
     * @param notAllowed what clients of other torrents are told
     * @param intervalSeconds when a client is to announce again, asked each time
     * @param wanted from the {@code numwant} of a request, negative when unsaid, to the peers given
     */
    public UdpTracker(SwarmTable swarms, AllowedTorrents allowed, String notAllowed,
            IntSupplier intervalSeconds, IntUnaryOperator wanted) {
        this.swarms = swarms;
        this.allowed = allowed;
        this.notAllowed = notAllowed;
        this.intervalSeconds = intervalSeconds;
        this.wanted = wanted;
    }

    /** Reads {@code question} and appends the answer, if there is one. */
    void answer(ByteBuffer question, InetAddress client, ByteBuffer answer) {
        int questionBytes = question.remaining();
        UdpRequest request;
        try {
            request = UdpCodec.readRequest(question);
        } catch (AnnounceFormatException noise) {
            return;
        }
        long now = EventLoop.nowMillis();
        if (request instanceof UdpRequest.Connect connect) {
            UdpCodec.write(new UdpResponse.Connected(connect.transactionId(), ids.issue(client, now)), answer);
        } else if (request instanceof UdpRequest.Announce announce) {
            if (proven(announce.connectionId(), request, client, now, questionBytes, answer)) {
                UdpCodec.write(announce(announce, client, now), answer);
            }
        } else if (request instanceof UdpRequest.Scrape scrape) {
            if (proven(scrape.connectionId(), request, client, now, questionBytes, answer)) {
                UdpCodec.write(scrape(scrape), answer);
            }
        }
    }

    private boolean proven(long id, UdpRequest request, InetAddress client, long now, int questionBytes,
            ByteBuffer answer) {
        if (ids.isGood(id, client, now)) {
            return true;
        }
        int most = Math.max(0, questionBytes - ERROR_HEAD_BYTES);
        String reason = BAD_ID.substring(0, Math.min(most, BAD_ID.length()));
        UdpCodec.write(new UdpResponse.Refused(request.transactionId(), reason), answer);
        return false;
    }

    private UdpResponse announce(UdpRequest.Announce request, InetAddress client, long now) {
        AnnounceRequest announce = request.announce();
        if (!allowed.allows(announce.infoHash())) {
            return new UdpResponse.Refused(request.transactionId(), notAllowed);
        }
        SwarmAnswer found = swarms.announce(announce, Endpoint.of(client, announce.port()),
                wanted.applyAsInt(announce.numWant()), true, now);
        Family family = client instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
        return new UdpResponse.Announced(request.transactionId(), intervalSeconds.getAsInt(),
                found.incomplete(), found.complete(), found.compact(family));
    }

    private UdpResponse scrape(UdpRequest.Scrape request) {
        List<UdpResponse.Counts> counts = new ArrayList<>(request.infoHashes().size());
        for (InfoHash infoHash : request.infoHashes()) {
            Swarm swarm = swarms.swarm(infoHash);
            counts.add(swarm == null ? new UdpResponse.Counts(0, 0, 0)
                    : new UdpResponse.Counts(swarm.complete(), swarm.downloaded(), swarm.incomplete()));
        }
        return new UdpResponse.Scraped(request.transactionId(), counts);
    }
}
