package org.ocsbt.announce;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.ocsbt.announce.AnnounceFormatException.Fault;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.metainfo.InfoHash;

/** Announces over HTTP, both directions: query and bencoded answer (BEP 3, BEP 7, BEP 23). */
public final class HttpAnnounceCodec {
    private static final int PLAIN_ANSWER_BYTES = 128;

    /** What a tracker insists on in a request. */
    public enum Required {
        /** Hash, id, port and the three counters, all well-formed; a known event or none. */
        EVERY_FIELD,
        /** The hash, and a port that is one if it is there; all else may be rubbish and is then unknown. */
        INFO_HASH
    }

    /** How an answer without a single peer says so. */
    public enum NoPeers {
        /** {@code 5:peers0:} */
        EMPTY_STRING,
        /** {@code 5:peersle}, the form of trackers that know non-compact answers */
        EMPTY_LIST
    }

    private HttpAnnounceCodec() {}

    /** The query of a request target, without {@code ?}. */
    public static String writeRequest(AnnounceRequest request) {
        StringBuilder query = new StringBuilder(300);
        query.append("info_hash=").append(QueryParameters.encode(request.infoHash().bytes()))
                .append("&peer_id=").append(QueryParameters.encode(request.peerId().bytes()))
                .append("&port=").append(request.port())
                .append("&uploaded=").append(request.uploadedBytes())
                .append("&downloaded=").append(request.downloadedBytes())
                .append("&left=").append(Math.max(0, request.leftBytes()))
                .append("&compact=1&no_peer_id=1");
        if (request.event() != AnnounceEvent.NONE) {
            query.append("&event=").append(request.event().word());
        }
        if (request.numWant() != AnnounceRequest.NUM_WANT_UNSAID) {
            query.append("&numwant=").append(request.numWant());
        }
        request.ip().ifPresent(ip -> query.append("&ip=").append(encode(ip)));
        request.report().ifPresent(report -> query
                .append("&ocs_name=").append(encode(report.torrentName()))
                .append("&ocs_total=").append(report.totalBytes())
                .append("&ocs_error=").append(encode(report.error())));
        return query.toString();
    }

    /** @throws AnnounceFormatException what {@code required} asks for is missing or malformed */
    public static AnnounceRequest readRequest(QueryParameters query, Required required)
            throws AnnounceFormatException {
        boolean strict = required == Required.EVERY_FIELD;
        if (strict && query.hasBareWord()) {
            throw new AnnounceFormatException(Fault.NO_EQUALS_SIGN, "");
        }
        InfoHash infoHash = infoHash(query.bytes("info_hash"));
        PeerId peerId = peerId(query.bytes("peer_id"), strict);
        AnnounceEvent event = event(query.text("event"), strict);
        String portText = query.text("port");
        long port = portText == null && !strict ? 0 : number(portText);
        if (port < 0 || port > 65535) {
            throw new AnnounceFormatException(Fault.PORT_RANGE, "port");
        }
        long left = counter(query.text("left"), strict, AnnounceRequest.UNKNOWN_LEFT);
        if (strict && left < 0) {
            throw new AnnounceFormatException(Fault.NEGATIVE_LEFT, "left");
        }
        return new AnnounceRequest(
                infoHash, peerId, (int) port,
                Math.max(0, counter(query.text("uploaded"), strict, 0)),
                Math.max(0, counter(query.text("downloaded"), strict, 0)),
                Math.max(AnnounceRequest.UNKNOWN_LEFT, left),
                event,
                numWant(query.text("numwant")),
                Optional.ofNullable(query.text("ip")),
                report(query));
    }

    /** Checks and wraps one {@code info_hash} value of an announce or scrape. */
    public static InfoHash infoHash(byte[] value) throws AnnounceFormatException {
        if (value == null) {
            throw new AnnounceFormatException(Fault.NO_INFO_HASH, "");
        }
        if (value.length != InfoHash.LENGTH_BYTES) {
            throw new AnnounceFormatException(Fault.INFO_HASH_LENGTH, "");
        }
        return InfoHash.of(value);
    }

    private static PeerId peerId(byte[] value, boolean strict) throws AnnounceFormatException {
        boolean wellFormed = value != null && value.length == PeerId.LENGTH_BYTES;
        if (strict && !wellFormed) {
            throw new AnnounceFormatException(Fault.PEER_ID_LENGTH, "");
        }
        return wellFormed ? PeerId.of(value) : PeerId.UNKNOWN;
    }

    private static AnnounceEvent event(String word, boolean strict) throws AnnounceFormatException {
        AnnounceEvent event = word == null ? AnnounceEvent.NONE : AnnounceEvent.ofWord(word);
        if (event == null && strict && !word.equals("snooped")) {
            throw new AnnounceFormatException(Fault.UNKNOWN_EVENT, word);
        }
        return event == null ? AnnounceEvent.NONE : event;
    }

    private static long counter(String text, boolean strict, long unknown) throws AnnounceFormatException {
        if (strict) {
            return number(text);
        }
        try {
            return number(text);
        } catch (AnnounceFormatException rubbish) {
            return unknown;
        }
    }

    private static int numWant(String text) {
        try {
            return text == null ? AnnounceRequest.NUM_WANT_UNSAID
                    : (int) Math.max(AnnounceRequest.NUM_WANT_UNSAID, Math.min(Integer.MAX_VALUE, number(text)));
        } catch (AnnounceFormatException rubbish) {
            return AnnounceRequest.NUM_WANT_UNSAID;
        }
    }

    /** A decimal number of any length, cut to the range of a long. */
    private static long number(String text) throws AnnounceFormatException {
        String digits = text == null ? "" : text;
        boolean negative = digits.startsWith("-");
        int i = negative ? 1 : 0;
        if (i == digits.length()) {
            throw new AnnounceFormatException(Fault.NOT_A_NUMBER, digits);
        }
        long value = 0;
        for (; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new AnnounceFormatException(Fault.NOT_A_NUMBER, digits);
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static Optional<ClientReport> report(QueryParameters query) throws AnnounceFormatException {
        String name = query.text("ocs_name");
        if (name == null) {
            return Optional.empty();
        }
        String error = query.text("ocs_error");
        return Optional.of(new ClientReport(
                name, counter(query.text("ocs_total"), false, 0), error == null ? "" : error));
    }

    private static String encode(String text) {
        return QueryParameters.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bencoded answer. */
    public static byte[] writeResponse(AnnounceResponse response, NoPeers noPeers) {
        BencodeBuffer answer = new BencodeBuffer(PLAIN_ANSWER_BYTES
                + response.peers().lengthBytes() + response.peers6().lengthBytes());
        answer.raw("d8:complete").integer(response.complete());
        field(answer, "10:downloaded", response.downloaded());
        answer.raw("10:incomplete").integer(response.incomplete());
        answer.raw("8:interval").integer(response.intervalSeconds());
        field(answer, "12:min interval", response.minIntervalSeconds());
        answer.raw("5:peers");
        if (noPeers == NoPeers.EMPTY_LIST && response.peers().count() == 0) {
            answer.raw("le");
        } else {
            answer.string(response.peers());
        }
        if (response.peers6().count() > 0) {
            answer.raw("6:peers6").string(response.peers6());
        }
        return answer.raw("e").toArray();
    }

    private static void field(BencodeBuffer answer, String key, int value) {
        if (value != AnnounceResponse.ABSENT) {
            answer.raw(key).integer(value);
        }
    }

    /** The bencoded answer that refuses a request. */
    public static byte[] writeFailure(String reason) {
        return new BencodeBuffer(PLAIN_ANSWER_BYTES)
                .raw("d14:failure reason").string(reason).raw("e").toArray();
    }

    /**
     * Reads a tracker's answer; peers may be compact or a list of dictionaries. Peers with an address
     * that is no literal IP address are left out.
     *
     * @throws TrackerRefusedException the answer carries a failure reason
     * @throws AnnounceFormatException the answer is no bencoded dictionary, or a field has the wrong type
     */
    public static AnnounceResponse readResponse(byte[] answer)
            throws AnnounceFormatException, TrackerRefusedException {
        Map<String, Object> fields = BencodedAnswer.dictionary(answer);
        Object failure = fields.get("failure reason");
        if (failure instanceof String reason) {
            throw new TrackerRefusedException(BencodedAnswer.utf8(reason));
        }
        return new AnnounceResponse(
                BencodedAnswer.integer(fields, "complete", 0),
                BencodedAnswer.integer(fields, "incomplete", 0),
                BencodedAnswer.integer(fields, "downloaded", AnnounceResponse.ABSENT),
                BencodedAnswer.integer(fields, "interval", 0),
                BencodedAnswer.integer(fields, "min interval", AnnounceResponse.ABSENT),
                BencodedAnswer.peers(fields.get("peers"), Family.IPV4),
                BencodedAnswer.peers(fields.get("peers6"), Family.IPV6));
    }
}
