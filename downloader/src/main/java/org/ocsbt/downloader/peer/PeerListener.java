package org.ocsbt.downloader.peer;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ocsbt.metainfo.InfoHash;

/** The port at which other clients reach this one. */
public final class PeerListener implements PeerLoop.Attachment, Closeable {
    private static final int MAX_NEWCOMERS = 200;

    private final ServerSocketChannel channel;
    private final Supplier<PeerLoop> loops;
    private final Function<InfoHash, PeerEvents> torrents;
    /** Accepted, the oldest first; only the loop touches it. */
    private final Deque<PeerConnection> newcomers = new ArrayDeque<>();
    /** Its key while nobody is accepted; only the loop touches it. */
    private SelectionKey paused;

    /**
     * @param address null for all addresses of this machine
     * @param firstPort tried first, then those up or down to {@code lastPort}; 0 for any
     * @param loops gives the loop that serves the next connection
     * @param torrents the torrent with this hash, or null
     */
    public PeerListener(InetAddress address, int firstPort, int lastPort, Supplier<PeerLoop> loops,
            Function<InfoHash, PeerEvents> torrents) throws IOException {
        this.channel = bind(address, firstPort, firstPort == 0 ? 0 : lastPort);
        this.loops = loops;
        this.torrents = torrents;
        PeerLoop loop = loops.get();
        loop.execute(() -> register(loop));
    }

    private static ServerSocketChannel bind(InetAddress address, int firstPort, int lastPort) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        for (int port = firstPort; ; port += Integer.signum(lastPort - firstPort)) {
            try {
                return channel.bind(new InetSocketAddress(address, port));
            } catch (BindException e) {
                if (port == lastPort) {
                    channel.close();
                    throw new IOException("can't listen for peers at ports " + firstPort + " to " + lastPort
                            + (address == null ? "" : " of " + address.getHostAddress()) + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private void register(PeerLoop loop) {
        try {
            loop.register(channel, SelectionKey.OP_ACCEPT, this);
        } catch (IOException e) {
            failed(e.getMessage());
        }
    }

    public int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (SocketChannel socket = channel.accept(); socket != null; socket = channel.accept()) {
                newcomers.add(PeerConnection.accept(loops.get(), socket, torrents));
                boundNewcomers();
            }
        } catch (IOException e) {
            // The peer is gone already, or files are short: the others still find us, after a pause.
            key.interestOps(0);
            paused = key;
        }
    }

    /** Our clients shake hands within milliseconds; of those who don't, the oldest go first. */
    private void boundNewcomers() {
        while (!newcomers.isEmpty() && newcomers.peek().remotePeerId() != null) {
            newcomers.poll();
        }
        if (newcomers.size() > MAX_NEWCOMERS) {
            PeerConnection oldest = newcomers.poll();
            if (oldest.remotePeerId() == null) {
                oldest.close("too many connections without a handshake");
            }
        }
    }

    @Override
    public void tick(long nowMillis) {
        if (paused != null) {
            paused.interestOps(SelectionKey.OP_ACCEPT);
            paused = null;
        }
    }

    @Override
    public void failed(String reason) {
        try {
            close();
        } catch (IOException e) {
            // The port goes with the process; nothing was lost.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
