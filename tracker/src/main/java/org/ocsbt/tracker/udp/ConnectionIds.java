package org.ocsbt.tracker.udp;

import java.net.InetAddress;
import java.security.SecureRandom;
import org.ocsbt.tracker.swarm.Endpoint;

/**
 * Connection ids of BEP 15 that need no memory: a keyed hash of the client's address and the time. A client
 * that only pretends to have an address never sees its id.
 */
final class ConnectionIds {
    /** An id is accepted in the window it was made in and in the next one. */
    static final long WINDOW_MILLIS = 2 * 60 * 1000;

    private final SipHash hash;

    ConnectionIds() {
        SecureRandom random = new SecureRandom();
        hash = new SipHash(random.nextLong(), random.nextLong());
    }

    long issue(InetAddress client, long nowMillis) {
        return id(client, nowMillis / WINDOW_MILLIS);
    }

    boolean isGood(long id, InetAddress client, long nowMillis) {
        long window = nowMillis / WINDOW_MILLIS;
        return id == id(client, window) || id == id(client, window - 1);
    }

    private long id(InetAddress client, long window) {
        Endpoint address = Endpoint.of(client, 0);
        return hash.hash(address.high(), address.low(), window);
    }
}
