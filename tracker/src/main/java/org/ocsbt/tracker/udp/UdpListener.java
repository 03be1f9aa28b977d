package org.ocsbt.tracker.udp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.ocsbt.announce.UdpCodec;
import org.ocsbt.tracker.loop.EventLoop;

/** Takes datagrams on one address and sends the answers of a {@link UdpTracker}. */
public final class UdpListener implements Closeable {
    private static final int RECEIVED_AT_ONCE = 256;

    private final DatagramChannel channel;
    private final ByteBuffer question = ByteBuffer.allocateDirect(UdpCodec.MAX_BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(UdpCodec.MAX_BYTES);
    private UdpTracker tracker;

    private UdpListener(DatagramChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the address; datagrams wait for {@link #serve}.
     *
     * @throws IOException the address can't be bound: taken, not ours, not permitted
     */
    public static UdpListener bind(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open(address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            return new UdpListener(channel.bind(address));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Answers while the loop runs. */
    public void serve(EventLoop loop, UdpTracker by) throws IOException {
        tracker = by;
        loop.register(channel, SelectionKey.OP_READ, this::receive);
    }

    private void receive(SelectionKey key) {
        for (int i = 0; i < RECEIVED_AT_ONCE; i++) {
            try {
                InetSocketAddress from = (InetSocketAddress) channel.receive(question.clear());
                if (from == null) {
                    return;
                }
                answer(from);
            } catch (IOException unreachable) {
                // An ICMP error of an earlier answer, or a full send buffer: the client asks again.
                return;
            }
        }
    }

    private void answer(InetSocketAddress from) throws IOException {
        InetAddress client = from.getAddress();
        tracker.answer(question.flip(), client, answer.clear());
        if (answer.flip().hasRemaining()) {
            channel.send(answer, from);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
