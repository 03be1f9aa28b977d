package org.ocsbt.downloader.face;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.ocsbt.cli.UsageException;

/** {@code HOST:PORT} of the control service, an IPv6 address in brackets. */
public final class ControlAddress {
    /** Loopback only: whoever reaches it may write to the machine's disks. */
    public static final String LOCAL = "127.0.0.1:50051";

    private ControlAddress() {}

    /** @throws UsageException no port from 0 to 65535, or a host that can't be looked up */
    public static InetSocketAddress parse(String word) throws UsageException {
        int colon = word.lastIndexOf(':');
        if (colon < 1) {
            throw new UsageException("'" + word + "' is no HOST:PORT");
        }
        try {
            int port = Integer.parseInt(word.substring(colon + 1));
            return new InetSocketAddress(InetAddress.getByName(word.substring(0, colon)), port);
        } catch (UnknownHostException e) {
            throw new UsageException("can't look up the host in '" + word + "'");
        } catch (IllegalArgumentException e) {
            throw new UsageException("'" + word + "' has no port from 0 to 65535");
        }
    }
}
