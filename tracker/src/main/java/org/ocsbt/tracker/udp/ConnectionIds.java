package org.ocsbt.tracker.udp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Connection ids of BEP 15 that need no memory: a hash of the client's address, the time and a secret.
 * A client that only pretends to have an address never sees its id.
 */
final class ConnectionIds {
    /** An id is accepted in the window it was made in and in the next one. */
    private static final long WINDOW_MILLIS = 2 * 60 * 1000;

    private static final int SECRET_BYTES = 32;

    private final byte[] secret = new byte[SECRET_BYTES];
    private final MessageDigest digest;
    private final ByteBuffer hashed = ByteBuffer.allocate(32);

    ConnectionIds() {
        new SecureRandom().nextBytes(secret);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    long issue(InetAddress client, long nowMillis) {
        return id(client, nowMillis / WINDOW_MILLIS);
    }

    boolean isGood(long id, InetAddress client, long nowMillis) {
        long window = nowMillis / WINDOW_MILLIS;
        return id == id(client, window) || id == id(client, window - 1);
    }

    private long id(InetAddress client, long window) {
        hashed.clear().putLong(window).put(client.getAddress());
        digest.update(secret);
        digest.update(hashed.array(), 0, hashed.position());
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
