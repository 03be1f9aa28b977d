package org.ocsbt.announce;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocsbt.announce.AnnounceFormatException.Fault;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.UdpRequest.Announce;
import org.ocsbt.announce.UdpRequest.Connect;
import org.ocsbt.announce.UdpRequest.Scrape;
import org.ocsbt.announce.UdpResponse.Announced;
import org.ocsbt.announce.UdpResponse.Connected;
import org.ocsbt.announce.UdpResponse.Counts;
import org.ocsbt.announce.UdpResponse.Refused;
import org.ocsbt.announce.UdpResponse.Scraped;
import org.ocsbt.metainfo.InfoHash;

/** Datagrams of UDP trackers, both directions (BEP 15; IPv6 as opentracker does it, 18 bytes a peer). */
public final class UdpCodec {
    /** The longest datagram either side sends: 200 IPv6 peers. */
    public static final int MAX_BYTES = 4096;

    /** Torrents in one scrape: "up to about 74" (BEP 15). */
    public static final int MAX_SCRAPED = 74;

    private static final long PROTOCOL_ID = 0x41727101980L;
    private static final int CONNECT = 0;
    private static final int ANNOUNCE = 1;
    private static final int SCRAPE = 2;
    private static final int ERROR = 3;
    private static final int REQUEST_HEAD_BYTES = 16;
    private static final int ANNOUNCE_BYTES = 98;
    private static final int COUNTS_BYTES = 12;

    private UdpCodec() {}

    /** Appends a request. */
    public static void write(UdpRequest request, ByteBuffer to) {
        if (request instanceof Connect connect) {
            to.putLong(PROTOCOL_ID).putInt(CONNECT).putInt(connect.transactionId());
        } else if (request instanceof Announce announce) {
            to.putLong(announce.connectionId()).putInt(ANNOUNCE).putInt(announce.transactionId());
            writeAnnounce(announce.announce(), to);
        } else if (request instanceof Scrape scrape) {
            to.putLong(scrape.connectionId()).putInt(SCRAPE).putInt(scrape.transactionId());
            for (InfoHash infoHash : scrape.infoHashes()) {
                to.put(infoHash.bytes());
            }
        }
    }

    private static void writeAnnounce(AnnounceRequest announce, ByteBuffer to) {
        int noAddress = 0;
        int noKey = 0;
        to.put(announce.infoHash().bytes()).put(announce.peerId().bytes())
                .putLong(announce.downloadedBytes()).putLong(announce.leftBytes())
                .putLong(announce.uploadedBytes()).putInt(announce.event().udpCode())
                .putInt(noAddress).putInt(noKey).putInt(announce.numWant()).putShort((short) announce.port());
    }

    /**
     * Reads a request; what follows an announce (BEP 41) is passed over.
     *
     * @throws AnnounceFormatException it is too short, or no request of BEP 15
     */
    public static UdpRequest readRequest(ByteBuffer from) throws AnnounceFormatException {
        require(from, REQUEST_HEAD_BYTES);
        long connectionId = from.getLong();
        int action = from.getInt();
        int transactionId = from.getInt();
        switch (action) {
            case CONNECT -> {
                if (connectionId != PROTOCOL_ID) {
                    throw new AnnounceFormatException(Fault.FIELD, "protocol id");
                }
                return new Connect(transactionId);
            }
            case ANNOUNCE -> {
                require(from, ANNOUNCE_BYTES - REQUEST_HEAD_BYTES);
                return new Announce(connectionId, transactionId, readAnnounce(from));
            }
            case SCRAPE -> {
                return new Scrape(connectionId, transactionId, readHashes(from));
            }
            default -> throw new AnnounceFormatException(Fault.FIELD, "action");
        }
    }

    private static AnnounceRequest readAnnounce(ByteBuffer from) throws AnnounceFormatException {
        InfoHash infoHash = readHash(from);
        byte[] peerId = new byte[PeerId.LENGTH_BYTES];
        from.get(peerId);
        long downloaded = Math.max(0, from.getLong());
        long left = Math.max(AnnounceRequest.UNKNOWN_LEFT, from.getLong());
        long uploaded = Math.max(0, from.getLong());
        AnnounceEvent event = AnnounceEvent.ofUdpCode(from.getInt());
        from.getInt(); // the address a client names is not believed
        from.getInt(); // key
        int numWant = Math.max(AnnounceRequest.NUM_WANT_UNSAID, from.getInt());
        int port = Short.toUnsignedInt(from.getShort());
        if (event == null) {
            throw new AnnounceFormatException(Fault.UNKNOWN_EVENT, "");
        }
        return new AnnounceRequest(infoHash, PeerId.of(peerId), port, uploaded, downloaded, left, event,
                numWant, Optional.empty(), Optional.empty());
    }

    private static List<InfoHash> readHashes(ByteBuffer from) throws AnnounceFormatException {
        int count = from.remaining() / InfoHash.LENGTH_BYTES;
        if (count == 0 || count > MAX_SCRAPED) {
            throw new AnnounceFormatException(Fault.FIELD, count + " torrents");
        }
        List<InfoHash> infoHashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            infoHashes.add(readHash(from));
        }
        return infoHashes;
    }

    private static InfoHash readHash(ByteBuffer from) {
        byte[] bytes = new byte[InfoHash.LENGTH_BYTES];
        from.get(bytes);
        return InfoHash.of(bytes);
    }

    /** Appends an answer. */
    public static void write(UdpResponse response, ByteBuffer to) {
        if (response instanceof Connected connected) {
            to.putInt(CONNECT).putInt(connected.transactionId()).putLong(connected.connectionId());
        } else if (response instanceof Announced announced) {
            to.putInt(ANNOUNCE).putInt(announced.transactionId()).putInt(announced.intervalSeconds())
                    .putInt(announced.incomplete()).putInt(announced.complete());
            byte[] peers = new byte[announced.peers().lengthBytes()];
            announced.peers().copyTo(peers, 0);
            to.put(peers);
        } else if (response instanceof Scraped scraped) {
            to.putInt(SCRAPE).putInt(scraped.transactionId());
            for (Counts counts : scraped.counts()) {
                to.putInt(counts.complete()).putInt(counts.downloaded()).putInt(counts.incomplete());
            }
        } else if (response instanceof Refused refused) {
            to.putInt(ERROR).putInt(refused.transactionId()).put(refused.reason().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads an answer.
     *
     * @param family the family of the socket it came on
     * @throws AnnounceFormatException it is too short, or no answer of BEP 15
     */
    public static UdpResponse readResponse(ByteBuffer from, Family family) throws AnnounceFormatException {
        require(from, 8);
        int action = from.getInt();
        int transactionId = from.getInt();
        return switch (action) {
            case CONNECT -> {
                require(from, 8);
                yield new Connected(transactionId, from.getLong());
            }
            case ANNOUNCE -> readAnnounced(from, transactionId, family);
            case SCRAPE -> readScraped(from, transactionId);
            case ERROR -> new Refused(transactionId, StandardCharsets.UTF_8.decode(from).toString());
            default -> throw new AnnounceFormatException(Fault.FIELD, "action");
        };
    }

    private static Announced readAnnounced(ByteBuffer from, int transactionId, Family family)
            throws AnnounceFormatException {
        require(from, 12);
        int interval = Math.max(0, from.getInt());
        int incomplete = Math.max(0, from.getInt());
        int complete = Math.max(0, from.getInt());
        if (from.remaining() % family.entryBytes() != 0) {
            throw new AnnounceFormatException(Fault.FIELD, "peers");
        }
        byte[] peers = new byte[from.remaining()];
        from.get(peers);
        return new Announced(transactionId, interval, incomplete, complete, CompactPeers.ofPacked(family, peers));
    }

    private static Scraped readScraped(ByteBuffer from, int transactionId) throws AnnounceFormatException {
        int count = from.remaining() / COUNTS_BYTES;
        if (from.remaining() % COUNTS_BYTES != 0 || count > MAX_SCRAPED) {
            throw new AnnounceFormatException(Fault.FIELD, "scrape");
        }
        List<Counts> counts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            counts.add(new Counts(from.getInt(), from.getInt(), from.getInt()));
        }
        return new Scraped(transactionId, counts);
    }

    private static void require(ByteBuffer from, int bytes) throws AnnounceFormatException {
        if (from.remaining() < bytes) {
            throw new AnnounceFormatException(Fault.TOO_SHORT, "");
        }
    }
}
