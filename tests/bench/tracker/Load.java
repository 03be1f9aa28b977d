import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Load on a tracker of this machine: {@code java Load.java http|udp PORT SECONDS} prints
 * {@code announces errors seconds}; {@code java Load.java burst PORT CLIENTS MILLISECONDS} lets clients come
 * evenly within that time, whether or not earlier ones were answered (0: all at once), and prints
 * {@code announces errors p50-ms p99-ms max-ms} from when a client is due to when it has its answer.
 */
public class Load {
    private static final int CONCURRENT = 64;
    private static final int CLIENTS = 1000;
    private static final int WARM_UP_CLIENTS = 1000;
    private static final int GIVE_UP_SECONDS = 30;
    private static final byte[] HASH = "aaaaaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress tracker;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8192);
    private int nextClient;
    private long announces;
    private long errors;

    private Load(int port) throws IOException {
        tracker = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public static void main(String[] args) throws IOException {
        Load load = new Load(Integer.parseInt(args[1]));
        int amount = Integer.parseInt(args[2]);
        switch (args[0]) {
            case "http" -> load.http(amount);
            case "udp" -> load.udp(amount);
            case "burst" -> {
                load.burst(WARM_UP_CLIENTS, 200); // this program's own code must not be what is measured
                load.announces = 0;
                load.errors = 0;
                load.print(load.burst(amount, Integer.parseInt(args[3])));
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** One connection of a simulated client, from connect to the tracker's close. */
    private static final class Exchange {
        final long due;
        ByteBuffer unsent;
        int received;
        boolean good;

        Exchange(long due) {
            this.due = due;
        }
    }

    private ByteBuffer request() {
        int client = nextClient++ % CLIENTS;
        String request = "GET /announce?info_hash=" + new String(HASH, StandardCharsets.US_ASCII)
                + "&peer_id=-LT2080-" + String.format("%012d", client) + "&port=" + (10000 + client)
                + "&uploaded=0&downloaded=123456&left=654321&corrupt=0&key=ABCDEF01&numwant=50&compact=1&no_peer_id=1"
                + "&redundant=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: libtorrent/2.0.8\r\n"
                + "Accept-Encoding: identity\r\nConnection: close\r\n\r\n";
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }

    private void connect(long due) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        // Without TIME_WAIT on our side the ports last.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        Exchange exchange = new Exchange(due);
        exchange.unsent = request();
        channel.connect(tracker);
        channel.register(selector, SelectionKey.OP_CONNECT, exchange);
    }

    /** @return whether the exchange is over */
    private boolean advance(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        Exchange exchange = (Exchange) key.attachment();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                channel.write(exchange.unsent);
                key.interestOps(SelectionKey.OP_READ);
                return false;
            }
            int count = channel.read(buffer.clear());
            if (count > 0) {
                exchange.good |= exchange.received == 0 && buffer.get(9) == '2';
                exchange.received += count;
                return false;
            }
        } catch (IOException e) {
            exchange.good = false;
        }
        channel.close();
        announces += exchange.good ? 1 : 0;
        errors += exchange.good ? 0 : 1;
        return true;
    }

    private void http(int seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        for (int i = 0; i < CONCURRENT; i++) {
            connect(start);
        }
        int[] finished = new int[1];
        while (System.nanoTime() < end) {
            finished[0] = 0;
            selector.select(key -> finished[0] += step(key), 100);
            for (int i = 0; i < finished[0]; i++) {
                connect(System.nanoTime());
            }
        }
        System.out.printf("%d %d %.3f%n", announces, errors, (System.nanoTime() - start) / 1e9);
    }

    private int step(SelectionKey key) {
        try {
            return advance(key) ? 1 : 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the milliseconds that each answered client waited, in ascending order */
    private double[] burst(int clients, int spanMillis) throws IOException {
        double[] millis = new double[clients];
        int[] finished = new int[1];
        int begun = 0;
        long start = System.nanoTime();
        long giveUp = start + GIVE_UP_SECONDS * 1_000_000_000L;
        while (finished[0] < clients && System.nanoTime() < giveUp) {
            while (begun < clients && due(start, begun, clients, spanMillis) <= System.nanoTime()) {
                connect(due(start, begun++, clients, spanMillis));
            }
            selector.select(key -> {
                if (step(key) == 1) {
                    millis[finished[0]++] = (System.nanoTime() - ((Exchange) key.attachment()).due) / 1e6;
                }
            }, begun < clients ? 1 : 100);
        }
        errors += clients - finished[0];
        double[] waited = Arrays.copyOf(millis, finished[0]);
        Arrays.sort(waited);
        return waited;
    }

    private static long due(long start, int client, int clients, int spanMillis) {
        return start + spanMillis * 1_000_000L * client / clients;
    }

    private void print(double[] waited) {
        System.out.printf("%d %d %.1f %.1f %.1f%n", announces, errors, waited[waited.length / 2],
                waited[waited.length * 99 / 100], waited[waited.length - 1]);
    }

    private void udp(int seconds) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(tracker);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channel.write(buffer.clear().putLong(0x41727101980L).putInt(0).putInt(1).flip());
            selector.select(5000);
            channel.read(buffer.clear());
            long id = buffer.getLong(8);
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000L;
            for (int i = 0; i < CONCURRENT; i++) {
                send(channel, id);
            }
            while (System.nanoTime() < end) {
                selector.selectNow();
                selector.selectedKeys().clear();
                if (channel.read(buffer.clear()) > 0) {
                    announces += buffer.getInt(0) == 1 ? 1 : 0;
                    errors += buffer.getInt(0) == 1 ? 0 : 1;
                    send(channel, id);
                } else if (selector.select(200) == 0) {
                    errors++; // lost; begin anew
                    send(channel, id);
                }
            }
            System.out.printf("%d %d %.3f%n", announces, errors, (System.nanoTime() - start) / 1e9);
        }
    }

    private void send(DatagramChannel channel, long id) throws IOException {
        int client = nextClient++ % CLIENTS;
        byte[] peerId = String.format("-LT2080-%012d", client).getBytes(StandardCharsets.US_ASCII);
        buffer.clear().putLong(id).putInt(1).putInt(client).put(HASH).put(peerId).putLong(0).putLong(654321).putLong(0)
                .putInt(0).putInt(0).putInt(0).putInt(50).putShort((short) (10000 + client)).flip();
        channel.write(buffer);
    }
}
