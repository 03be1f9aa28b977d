package org.ocsbt.tracker.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the trackers of the other partitions say: each partition has its own, on this machine, on ports in
 * steps of two from the first that was free (ocs-btsrv). They are asked only while somebody watches.
 */
final class Siblings {
    static final String PATH = "/deployment.bencode";

    private static final int PORT_STEP = 2;
    private static final int PORTS_EACH_WAY = 16;
    private static final int PATIENCE_MILLIS = 1000;
    private static final int MAX_ANSWER_BYTES = 4 << 20;
    private static final long WATCHED_NANOS = 15_000_000_000L;

    private final int ownPort;
    private volatile long lastWatchedNanos = System.nanoTime() - WATCHED_NANOS;
    private volatile List<DeploymentView> views = List.of();

    Siblings(int ownPort) {
        this.ownPort = ownPort;
    }

    /** What they said last; empty at first. */
    List<DeploymentView> views() {
        lastWatchedNanos = System.nanoTime();
        return views;
    }

    /** Asks them. Called regularly from a background thread. */
    void refresh() {
        if (System.nanoTime() - lastWatchedNanos >= WATCHED_NANOS) {
            return;
        }
        List<DeploymentView> heard = new ArrayList<>();
        for (int step = -PORTS_EACH_WAY; step <= PORTS_EACH_WAY; step++) {
            int port = ownPort + step * PORT_STEP;
            if (step != 0 && port > 0 && port <= 65535) {
                try {
                    heard.add(ViewCodec.read(ask(port)));
                } catch (IOException | IllegalArgumentException nobodyOfOurs) {
                    // Most ports are free, and any other server may be on the rest.
                }
            }
        }
        views = List.copyOf(heard);
    }

    private static byte[] ask(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write(("GET " + PATH + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] answer = in.readNBytes(MAX_ANSWER_BYTES);
            String head = new String(answer, StandardCharsets.ISO_8859_1);
            int body = head.indexOf("\r\n\r\n") + 4;
            if (!head.startsWith("HTTP/1.") || !head.startsWith(" 200 ", 8) || body < 4) {
                throw new IOException("no answer of ours");
            }
            return Arrays.copyOfRange(answer, body, answer.length);
        }
    }
}
