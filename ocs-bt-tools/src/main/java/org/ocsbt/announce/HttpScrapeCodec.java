package org.ocsbt.announce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ocsbt.announce.AnnounceFormatException.Fault;
import org.ocsbt.metainfo.InfoHash;

/** Scrapes over HTTP, both directions (BEP 48). */
public final class HttpScrapeCodec {
    private static final int ENTRY_BYTES = 100;

    private HttpScrapeCodec() {}

    /** The query that asks for these torrents, without {@code ?}; empty asks for all. */
    public static String writeRequest(List<InfoHash> infoHashes) {
        StringBuilder query = new StringBuilder();
        for (InfoHash infoHash : infoHashes) {
            query.append(query.isEmpty() ? "" : "&")
                    .append("info_hash=").append(QueryParameters.encode(infoHash.bytes()));
        }
        return query.toString();
    }

    /**
     * The torrents asked for; none means all.
     *
     * @throws AnnounceFormatException a hash has not 20 bytes
     */
    public static List<InfoHash> readRequest(QueryParameters query) throws AnnounceFormatException {
        List<InfoHash> infoHashes = new ArrayList<>();
        for (byte[] value : query.all("info_hash")) {
            infoHashes.add(HttpAnnounceCodec.infoHash(value));
        }
        return infoHashes;
    }

    /** The bencoded answer; entries are written in the order given, which bencode wants to be sorted. */
    public static byte[] writeResponse(List<ScrapeEntry> entries) {
        BencodeBuffer answer = new BencodeBuffer(16 + entries.size() * ENTRY_BYTES).raw("d5:filesd");
        for (ScrapeEntry entry : entries) {
            answer.string(entry.infoHash().bytes())
                    .raw("d8:complete").integer(entry.complete())
                    .raw("10:downloaded").integer(entry.downloaded())
                    .raw("10:incomplete").integer(entry.incomplete());
            if (!entry.name().isEmpty()) {
                answer.raw("4:name").string(entry.name());
            }
            answer.raw("e");
        }
        return answer.raw("ee").toArray();
    }

    /**
     * @throws TrackerRefusedException the answer carries a failure reason
     * @throws AnnounceFormatException the answer is not of this form
     */
    public static List<ScrapeEntry> readResponse(byte[] answer)
            throws AnnounceFormatException, TrackerRefusedException {
        Map<String, Object> fields = BencodedAnswer.dictionary(answer);
        if (fields.get("failure reason") instanceof String reason) {
            throw new TrackerRefusedException(BencodedAnswer.utf8(reason));
        }
        if (!(fields.get("files") instanceof Map<?, ?> files)) {
            throw new AnnounceFormatException(Fault.FIELD, "files");
        }
        List<ScrapeEntry> entries = new ArrayList<>();
        for (Map.Entry<?, ?> file : files.entrySet()) {
            entries.add(entry((String) file.getKey(), file.getValue()));
        }
        return entries;
    }

    private static ScrapeEntry entry(String infoHash, Object value) throws AnnounceFormatException {
        if (!(value instanceof Map<?, ?>)) {
            throw new AnnounceFormatException(Fault.FIELD, "files");
        }
        @SuppressWarnings("unchecked") // a bencoded dictionary has string keys
        Map<String, Object> counts = (Map<String, Object>) value;
        return new ScrapeEntry(
                HttpAnnounceCodec.infoHash(BencodedAnswer.bytes(infoHash)),
                BencodedAnswer.integer(counts, "complete", 0),
                BencodedAnswer.integer(counts, "downloaded", 0),
                BencodedAnswer.integer(counts, "incomplete", 0),
                BencodedAnswer.text(counts, "name"));
    }
}
