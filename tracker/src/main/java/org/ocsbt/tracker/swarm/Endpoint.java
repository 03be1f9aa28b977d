package org.ocsbt.tracker.swarm;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.ocsbt.announce.CompactPeers.Family;

/**
 * Where a client takes peers; this is what identifies it, so that a client started anew replaces its
 * former self. An IPv4 address lies in {@code low} in the IPv4-mapped form (RFC 4291, 2.5.5.2).
 *
 * @param high upper 64 bits of the address
 * @param low lower 64 bits of the address
 * @param port TCP port, 0 to 65535
 */
public record Endpoint(long high, long low, int port) {
    private static final long MAPPED = 0xffffL;

    public static Endpoint of(InetAddress address, int port) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new Endpoint(0, MAPPED << 32 | bytes.getInt() & 0xffffffffL, port)
                : new Endpoint(bytes.getLong(), bytes.getLong(), port);
    }

    static Family family(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED ? Family.IPV4 : Family.IPV6;
    }

    public Family family() {
        return family(high, low);
    }

    public InetAddress address() {
        ByteBuffer bytes = family() == Family.IPV4
                ? ByteBuffer.allocate(4).putInt((int) low)
                : ByteBuffer.allocate(16).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
