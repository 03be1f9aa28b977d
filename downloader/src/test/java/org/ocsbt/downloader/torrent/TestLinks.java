package org.ocsbt.downloader.torrent;

import java.net.InetSocketAddress;
import java.util.List;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.downloader.peer.SimulatedPort;
import org.ocsbt.downloader.peer.VirtualTime;

/** Connections without sockets, for decisions that don't depend on how long anything takes. */
final class TestLinks {
    private static final SimulatedLink.Buffers BUFFERS = new SimulatedLink.Buffers(32 * 1024, 64 * 1024);
    private static final long SETTLED_MICROS = 100_000;

    private final VirtualTime time = new VirtualTime();

    static InetSocketAddress address(int number) {
        return new InetSocketAddress("10.0.0." + number, 6881);
    }

    /** Our end of a connection whose other end does nothing. */
    SimulatedLink alone(InetSocketAddress remote, byte[] peerId, boolean outgoing, SimulatedLink.Owner owner) {
        return new SimulatedLink(time, new SimulatedPort(time, 100, 100), owner, remote, peerId, outgoing, BUFFERS);
    }

    /** Our end of a connection to a client that notes what it hears. */
    SimulatedLink to(int number, HavesHeard client) {
        SimulatedLink here = alone(address(number), new byte[20], true, new HavesHeard());
        SimulatedLink.join(here, alone(address(number), new byte[20], true, client));
        return here;
    }

    /** The pieces that a client has heard of, once all that was sent has arrived. */
    List<Integer> heardBy(HavesHeard client) {
        settle();
        return client.pieces();
    }

    /** Lets all that is on its way arrive. */
    void settle() {
        time.runUntil(() -> false, time.nowMicros() + SETTLED_MICROS);
    }
}
