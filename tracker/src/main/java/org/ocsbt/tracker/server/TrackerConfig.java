package org.ocsbt.tracker.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a tracker runs, whichever command line it was started with.
 *
 * @param tcpAddresses where announces over HTTP are taken
 * @param udpAddresses where announces over UDP are taken
 * @param peerTimeout a client not heard for so long is not handed out any more
 * @param directoryCheck how often the torrents' directory is looked at
 */
public record TrackerConfig(
        List<InetSocketAddress> tcpAddresses,
        List<InetSocketAddress> udpAddresses,
        Duration peerTimeout,
        Duration directoryCheck) {

    public TrackerConfig {
        tcpAddresses = List.copyOf(tcpAddresses);
        udpAddresses = List.copyOf(udpAddresses);
        if (peerTimeout.isNegative() || peerTimeout.isZero()) {
            throw new IllegalArgumentException("a peer timeout of " + peerTimeout + " is not positive");
        }
    }
}
