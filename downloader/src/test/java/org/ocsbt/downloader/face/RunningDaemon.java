package org.ocsbt.downloader.face;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ocsbt.downloader.face.rpc.EZIOGrpc;
import org.ocsbt.downloader.face.rpc.EZIOGrpc.EZIOBlockingStub;

/** A daemon in this process, in front of a scripted session or the engine, on a port of its own. */
final class RunningDaemon implements AutoCloseable {
    private static final String LISTENING = "Server listening on 127.0.0.1:";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final EzioV2 ezio;
    private final CompletableFuture<Integer> status;
    private final List<ManagedChannel> channels = new ArrayList<>();

    RunningDaemon(ScriptedSession session, String... args) {
        this(session::open, args);
    }

    RunningDaemon(SessionFactory sessions, String... args) {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), "ezio");
        ezio = new EzioV2(terminal, new DaemonLog(terminal, DaemonLog.Level.INFO), sessions);
        List<String> all = new ArrayList<>(List.of("-l", "127.0.0.1:0"));
        all.addAll(List.of(args));
        status = CompletableFuture.supplyAsync(() -> ezio.run(all.toArray(String[]::new)));
    }

    /** A connection of its own, once the daemon listens. */
    EZIOBlockingStub connect() throws InterruptedException {
        while (!out().contains(LISTENING)) {
            if (status.isDone()) {
                throw new AssertionError("the daemon has ended: " + out() + err());
            }
            Thread.sleep(5);
        }
        ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext().build();
        channels.add(channel);
        return EZIOGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    int port() {
        String rest = out().substring(out().indexOf(LISTENING) + LISTENING.length());
        return Integer.parseInt(rest.lines().findFirst().orElseThrow());
    }

    boolean stop() {
        return ezio.stop();
    }

    int awaitStatus() throws Exception {
        return status.get(10, TimeUnit.SECONDS);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ezio.stop();
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
