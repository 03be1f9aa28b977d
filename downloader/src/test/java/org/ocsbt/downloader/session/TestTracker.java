package org.ocsbt.downloader.session;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ocsbt.metainfo.InfoHash;

/** A tracker on loopback that gives everybody the ports of all others of the same torrent. */
final class TestTracker implements Closeable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test tracker");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<InfoHash, Set<Integer>> ports = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean hanging;

    TestTracker() throws IOException {
        this(0);
    }

    TestTracker(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.createContext("/announce", this::announce);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return addressOf(server.getAddress().getPort());
    }

    static URI addressOf(int port) {
        return URI.create("http://127.0.0.1:" + port + "/announce");
    }

    /** From now on no announce is answered. */
    void hang() {
        hanging = true;
    }

    /** Tells everybody of a client that does not announce itself. */
    synchronized void add(InfoHash torrent, int port) {
        ports.computeIfAbsent(torrent, t -> new LinkedHashSet<>()).add(port);
    }

    /** The announced events in order, {@code none} for those without. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** What clients said of their failures. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    private void announce(HttpExchange exchange) throws IOException {
        if (hanging) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        Map<String, String> query = new HashMap<>();
        for (String field : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] parts = field.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.ISO_8859_1));
        }
        byte[] answer = answer(query);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private synchronized byte[] answer(Map<String, String> query) {
        InfoHash torrent = InfoHash.of(query.get("info_hash").getBytes(StandardCharsets.ISO_8859_1));
        String event = query.getOrDefault("event", "none");
        int port = Integer.parseInt(query.get("port"));
        events.add(event);
        if (query.containsKey("ocs_error")) {
            errors.add(query.get("ocs_error"));
        }
        Set<Integer> known = ports.computeIfAbsent(torrent, t -> new LinkedHashSet<>());
        if (event.equals("stopped")) {
            known.remove(port);
        } else {
            known.add(port);
        }
        ByteBuffer peers = ByteBuffer.allocate(6 * known.size());
        for (int each : known) {
            if (each != port) {
                peers.put(new byte[] {127, 0, 0, 1}).putShort((short) each);
            }
        }
        byte[] head = ("d8:intervali1800e5:peers" + peers.position() + ":").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(head.length + peers.position() + 1).put(head).put(peers.flip()).put((byte) 'e').array();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdown();
    }
}
