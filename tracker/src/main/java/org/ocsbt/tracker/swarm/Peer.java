package org.ocsbt.tracker.swarm;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.ClientReport;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.PeerId;

/**
 * One client in one swarm, as its latest announce described it. A tracker may hold a million of these,
 * so all of it is primitive fields, about 100 bytes. Times are whole seconds of the table's clock.
 */
public final class Peer {
    /** A new rate counts this much against the ones before. */
    private static final float RATE_WEIGHT = 0.5f;

    private final long addressHigh;
    private final long addressLow;
    private final char port;
    private final int firstSeenSeconds;
    private int lastSeenSeconds;
    private boolean stopped;
    private boolean countedAsCompleted;
    private byte failedProbes;
    private long idHigh;
    private long idMiddle;
    private int idLow;
    private long leftBytes = AnnounceRequest.UNKNOWN_LEFT;
    private long mostLeftBytes;
    private long uploadedBytes;
    private long downloadedBytes;
    private float bytesPerSecond;
    private ClientReport report;

    Peer(Endpoint endpoint, int nowSeconds) {
        addressHigh = endpoint.high();
        addressLow = endpoint.low();
        port = (char) endpoint.port();
        firstSeenSeconds = nowSeconds;
        lastSeenSeconds = nowSeconds;
    }

    void update(AnnounceRequest request, int nowSeconds) {
        int elapsed = nowSeconds - lastSeenSeconds;
        if (elapsed > 0 && leftBytes > request.leftBytes() && request.leftBytes() >= 0) {
            float rate = (float) (leftBytes - request.leftBytes()) / elapsed;
            bytesPerSecond = bytesPerSecond == 0
                    ? rate : RATE_WEIGHT * rate + (1 - RATE_WEIGHT) * bytesPerSecond;
        } else if (elapsed > 0) {
            bytesPerSecond = 0;
        }
        lastSeenSeconds = nowSeconds;
        leftBytes = request.leftBytes();
        mostLeftBytes = Math.max(mostLeftBytes, leftBytes);
        uploadedBytes = request.uploadedBytes();
        downloadedBytes = request.downloadedBytes();
        stopped = request.event() == AnnounceEvent.STOPPED;
        failedProbes = 0;
        report = request.report().orElse(report);
        ByteBuffer id = ByteBuffer.wrap(request.peerId().bytes());
        idHigh = id.getLong();
        idMiddle = id.getLong();
        idLow = id.getInt();
    }

    boolean isAt(long high, long low, int atPort) {
        return addressLow == low && port == atPort && addressHigh == high;
    }

    int slotHash() {
        return slotHash(addressHigh, addressLow, port);
    }

    static int slotHash(long high, long low, int port) {
        long mixed = (high * 31 + low) * 31 + port;
        mixed *= 0x9E3779B97F4A7C15L; // Fibonacci hashing: neighbouring addresses spread over the table
        return (int) (mixed >>> 32);
    }

    public Endpoint endpoint() {
        return new Endpoint(addressHigh, addressLow, port);
    }

    Family family() {
        return Endpoint.family(addressHigh, addressLow);
    }

    /** Appends address and port in the family's compact form (BEP 23, BEP 7). */
    void writeCompact(ByteBuffer target) {
        if (family() == Family.IPV4) {
            target.putInt((int) addressLow);
        } else {
            target.putLong(addressHigh).putLong(addressLow);
        }
        target.putChar(port);
    }

    public PeerId peerId() {
        return PeerId.of(ByteBuffer.allocate(PeerId.LENGTH_BYTES)
                .putLong(idHigh).putLong(idMiddle).putInt(idLow).array());
    }

    public boolean isSeed() {
        return leftBytes == 0;
    }

    /** Bytes the client still misses, or {@link AnnounceRequest#UNKNOWN_LEFT}. */
    public long leftBytes() {
        return leftBytes;
    }

    /** The most it ever missed: the torrent's length for a client that began with nothing. */
    public long mostLeftBytes() {
        return mostLeftBytes;
    }

    public long uploadedBytes() {
        return uploadedBytes;
    }

    public long downloadedBytes() {
        return downloadedBytes;
    }

    /** How fast {@code left} shrank between the latest announces; 0 when it did not. */
    public float bytesPerSecond() {
        return bytesPerSecond;
    }

    public int firstSeenSeconds() {
        return firstSeenSeconds;
    }

    public int lastSeenSeconds() {
        return lastSeenSeconds;
    }

    /** Whether it said goodbye. */
    public boolean hasStopped() {
        return stopped;
    }

    /** Whether it became complete while we watched. */
    public boolean hasCompleted() {
        return countedAsCompleted;
    }

    /** What our own client added to its announces. */
    public Optional<ClientReport> report() {
        return Optional.ofNullable(report);
    }

    void countAsCompleted(boolean counted) {
        countedAsCompleted = counted;
    }

    int failedProbes() {
        return failedProbes;
    }

    void probed(boolean reached) {
        failedProbes = (byte) (reached ? 0 : Math.min(Byte.MAX_VALUE, failedProbes + 1));
    }
}
