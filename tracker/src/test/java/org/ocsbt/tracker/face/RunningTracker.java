package org.ocsbt.tracker.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program of the face room, running on a thread of the test and spoken to over real sockets. */
final class RunningTracker implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** A program's entry. */
    interface Program {
        int run(String[] args, PrintStream out, PrintStream err);
    }

    final int port;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread thread;

    private RunningTracker(int port, Program program, String[] args) {
        this.port = port;
        thread = new Thread(() -> status.complete(
                program.run(args, new PrintStream(out, true), new PrintStream(err, true))), "tracker under test");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the program and waits until its port is open; {@code PORT} in the words is a free one. */
    static RunningTracker start(Program program, String... args) throws Exception {
        int port = freePort();
        String[] words = args.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace("PORT", Integer.toString(port));
        }
        RunningTracker tracker = new RunningTracker(port, program, words);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!tracker.isOpen()) {
            if (System.nanoTime() > deadline || tracker.status.isDone()) {
                throw new IllegalStateException("the tracker did not start: " + tracker.out + tracker.err);
            }
            Thread.sleep(10);
        }
        return tracker;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isOpen() {
        try (Socket probe = connect()) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    /** What comes back for these bytes, until the tracker closes. */
    byte[] exchange(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return socket.getInputStream().readAllBytes();
        }
    }

    /** The whole answer to a GET, Latin-1. */
    String get(String target) throws IOException {
        return new String(exchange(("GET " + target + " HTTP/1.0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    /** The body of the answer to a GET, Latin-1. */
    String body(String target) throws IOException {
        String answer = get(target);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The exit status, once it ends by itself. */
    int status() throws Exception {
        return status.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Ends it: an interrupted selector thread closes its loop. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            status();
        } catch (Exception e) {
            throw new IllegalStateException("the tracker did not stop", e);
        }
    }
}
