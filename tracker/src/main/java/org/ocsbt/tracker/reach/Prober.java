package org.ocsbt.tracker.reach;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.Endpoint;

/**
 * Finds out whether clients can be connected to. A machine that was switched off never says goodbye, and
 * the interval clients announce in is half an hour: only asking tells in minutes.
 */
public final class Prober {
    private static final int MAX_AT_ONCE = 128;
    private static final int MAX_WAITING = 4096;
    private static final long PATIENCE_MILLIS = 5000;
    private static final long CHECK_MILLIS = 1000;

    private final EventLoop loop;
    private final Queue<Probe> waiting = new ArrayDeque<>();
    private final Map<Endpoint, Probe> wanted = new HashMap<>();
    private final List<Probe> running = new ArrayList<>();

    private static final class Probe {
        final Endpoint endpoint;
        final List<Consumer<Boolean>> listeners = new ArrayList<>(1);
        SocketChannel channel;
        long deadlineMillis;

        Probe(Endpoint endpoint) {
            this.endpoint = endpoint;
        }
    }

    public Prober(EventLoop loop) {
        this.loop = loop;
        loop.every(CHECK_MILLIS, CHECK_MILLIS, this::giveUpOverdue);
    }

    /**
     * Connects to the client and tells {@code result} whether that worked. With too many waiting, nothing
     * is done and nothing told: clients announce again.
     */
    public void probe(Endpoint endpoint, Consumer<Boolean> result) {
        Probe probe = wanted.get(endpoint);
        if (probe == null) {
            if (waiting.size() >= MAX_WAITING || endpoint.port() == 0) {
                return;
            }
            probe = new Probe(endpoint);
            wanted.put(endpoint, probe);
            waiting.add(probe);
        }
        probe.listeners.add(result);
        startWaiting();
    }

    private void startWaiting() {
        while (running.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
            start(waiting.remove());
        }
    }

    private void start(Probe probe) {
        running.add(probe);
        probe.deadlineMillis = EventLoop.nowMillis() + PATIENCE_MILLIS;
        try {
            probe.channel = SocketChannel.open();
            probe.channel.configureBlocking(false);
            if (probe.channel.connect(new InetSocketAddress(probe.endpoint.address(), probe.endpoint.port()))) {
                finish(probe, true);
            } else {
                loop.register(probe.channel, SelectionKey.OP_CONNECT, key -> connected(probe));
            }
        } catch (IOException unreachable) {
            finish(probe, false);
        }
    }

    private void connected(Probe probe) {
        try {
            finish(probe, probe.channel.finishConnect());
        } catch (IOException refused) {
            finish(probe, false);
        }
    }

    private void giveUpOverdue() {
        long now = EventLoop.nowMillis();
        for (Probe probe : List.copyOf(running)) {
            if (probe.deadlineMillis <= now) {
                finish(probe, false);
            }
        }
        startWaiting();
    }

    private void finish(Probe probe, boolean reached) {
        running.remove(probe);
        wanted.remove(probe.endpoint);
        try {
            if (probe.channel != null) {
                probe.channel.close();
            }
        } catch (IOException alreadyGone) {
            // The answer is known.
        }
        for (Consumer<Boolean> listener : probe.listeners) {
            listener.accept(reached);
        }
    }
}
