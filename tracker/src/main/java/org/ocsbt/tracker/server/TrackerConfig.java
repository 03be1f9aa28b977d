package org.ocsbt.tracker.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a tracker runs, whichever command line it was started with.
 *
 * @param tcpAddresses where announces over HTTP are taken
 * @param udpAddresses where announces over UDP are taken
 * @param requestPatience a connection whose request is not whole by then is closed
 * @param peerTimeout a client not heard for so long is not handed out any more
 */
public record TrackerConfig(
        List<InetSocketAddress> tcpAddresses,
        List<InetSocketAddress> udpAddresses,
        Duration requestPatience,
        Duration peerTimeout) {

    /** A client sends its request at once; this covers lost packets on a bad link. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

    /** Our own clients tell how far they are this often, so that whoever watches sees them move. */
    public static final int REPORT_SECONDS = 20;

    public TrackerConfig {
        tcpAddresses = List.copyOf(tcpAddresses);
        udpAddresses = List.copyOf(udpAddresses);
        if (peerTimeout.isNegative() || peerTimeout.isZero()) {
            throw new IllegalArgumentException("a peer timeout of " + peerTimeout + " is not positive");
        }
    }
}
