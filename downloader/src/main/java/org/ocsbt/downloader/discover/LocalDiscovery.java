package org.ocsbt.downloader.discover;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiConsumer;
import org.ocsbt.metainfo.InfoHash;

/**
 * Tells the local network which swarms this client is in, and hears of others (BEP 14, IPv4). Whoever
 * hears of a newcomer connects to it, so one message at the start and a rare repetition are enough.
 * Private torrents must be kept out by the caller (BEP 27).
 */
public final class LocalDiscovery implements AutoCloseable {
    static final String GROUP = "239.192.152.143";
    static final int PORT = 6771;

    private final DatagramChannel channel;
    private final List<NetworkInterface> interfaces;
    private final int peerPort;
    private final BiConsumer<InfoHash, InetSocketAddress> found;
    private final String cookie = Long.toHexString(new SecureRandom().nextLong());

    private LocalDiscovery(DatagramChannel channel, List<NetworkInterface> interfaces, int peerPort,
            BiConsumer<InfoHash, InetSocketAddress> found) {
        this.channel = channel;
        this.interfaces = interfaces;
        this.peerPort = peerPort;
        this.found = found;
    }

    /**
     * Listens on every interface that is up now.
     *
     * @param peerPort where this client takes peers
     * @param found told of others, on a thread of this class
     * @throws IOException the group's port is held exclusively, or no interface can multicast
     */
    public static LocalDiscovery open(int peerPort, BiConsumer<InfoHash, InetSocketAddress> found)
            throws IOException {
        List<NetworkInterface> interfaces = multicastInterfaces();
        if (interfaces.isEmpty()) {
            throw new IOException("local discovery needs a network interface with multicast; there is none");
        }
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(PORT));
            InetAddress group = InetAddress.getByName(GROUP);
            for (NetworkInterface each : interfaces) {
                channel.join(group, each);
            }
        } catch (IOException e) {
            channel.close();
            throw new IOException("local discovery can't listen on UDP port " + PORT + ": " + e.getMessage(), e);
        }
        LocalDiscovery discovery = new LocalDiscovery(channel, interfaces, peerPort, found);
        Thread thread = new Thread(discovery::listen, "local discovery");
        thread.setDaemon(true);
        thread.start();
        return discovery;
    }

    private static List<NetworkInterface> multicastInterfaces() throws IOException {
        return NetworkInterface.networkInterfaces().filter(LocalDiscovery::canMulticast).toList();
    }

    private static boolean canMulticast(NetworkInterface candidate) {
        try {
            return candidate.isUp() && candidate.supportsMulticast()
                    && candidate.inetAddresses().anyMatch(Inet4Address.class::isInstance);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    /**
     * Tells the network of one swarm. An interface that has gone is left out.
     *
     * @return whether any interface took the message
     */
    public boolean announce(InfoHash infoHash) {
        boolean sent = false;
        for (NetworkInterface each : interfaces) {
            try {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, each);
                channel.send(new LocalSearch(peerPort, List.of(infoHash), cookie).encode(),
                        new InetSocketAddress(GROUP, PORT));
                sent = true;
            } catch (IOException e) {
                // This interface is down; the others still carry it.
            }
        }
        return sent;
    }

    private void listen() {
        ByteBuffer datagram = ByteBuffer.allocate(LocalSearch.MAX_BYTES);
        try {
            while (true) {
                datagram.clear();
                InetSocketAddress sender = (InetSocketAddress) channel.receive(datagram);
                datagram.flip();
                LocalSearch.parse(datagram)
                        .filter(search -> !search.cookie().equals(cookie))
                        .ifPresent(search -> search.infoHashes().forEach(infoHash -> found.accept(
                                infoHash, new InetSocketAddress(sender.getAddress(), search.port()))));
            }
        } catch (ClosedChannelException closed) {
            // The way this thread ends.
        } catch (IOException e) {
            // Nothing is heard from here on; peers still come from the tracker.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
