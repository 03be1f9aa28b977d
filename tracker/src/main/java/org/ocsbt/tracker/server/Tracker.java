package org.ocsbt.tracker.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ocsbt.tracker.access.AllowedTorrents;
import org.ocsbt.tracker.http.HttpHandler;
import org.ocsbt.tracker.http.HttpListener;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.swarm.SwarmTable;

/** One running tracker: the loop, the swarms and the sockets that feed them. */
public final class Tracker implements Closeable {
    /** Clients are counted out at least so often. */
    private static final Duration MOST_BETWEEN_EXPIRIES = Duration.ofSeconds(30);

    private final TrackerConfig config;
    private final EventLoop loop;
    private final SwarmTable swarms;
    private final List<HttpListener> listeners = new ArrayList<>();
    private Optional<Thread> watcher = Optional.empty();

    private Tracker(TrackerConfig config, EventLoop loop) {
        this.config = config;
        this.loop = loop;
        this.swarms = new SwarmTable(
                SwarmTable.Limits.USUAL, new SplittableRandom(), EventLoop.nowMillis());
        long timeoutMillis = config.peerTimeout().toMillis();
        long checkMillis = Math.min(timeoutMillis, MOST_BETWEEN_EXPIRIES.toMillis());
        loop.every(checkMillis, checkMillis, () -> swarms.expire(EventLoop.nowMillis(), timeoutMillis));
    }

    public static Tracker open(TrackerConfig config) throws IOException {
        return new Tracker(config, EventLoop.open());
    }

    public SwarmTable swarms() {
        return swarms;
    }

    public EventLoop loop() {
        return loop;
    }

    /**
     * Takes the addresses; from here on clients may connect and wait for {@link #run}.
     *
     * @throws AddressException one of them can't be had
     */
    public void bind(HttpHandler handler) throws AddressException {
        for (InetSocketAddress address : config.tcpAddresses()) {
            try {
                listeners.add(HttpListener.bind(loop, address, handler));
            } catch (IOException e) {
                throw new AddressException(address, e);
            }
        }
    }

    /** The TCP ports bound, in the order of the configuration. */
    public List<Integer> tcpPorts() {
        List<Integer> ports = new ArrayList<>();
        for (HttpListener listener : listeners) {
            ports.add(listener.port());
        }
        return ports;
    }

    /** Keeps {@code allowed} up to date from a thread of its own: a disk that hangs stops no announce. */
    public void watch(AllowedTorrents allowed) {
        Thread thread = new Thread("torrent directory") {
            @Override
            public void run() {
                try {
                    while (true) {
                        Thread.sleep(config.directoryCheck().toMillis());
                        allowed.refreshDirectory();
                    }
                } catch (InterruptedException ended) {
                    // Nothing to put away.
                }
            }
        };
        thread.setDaemon(true);
        thread.start();
        watcher = Optional.of(thread);
    }

    /** Serves until {@link #stop}. */
    public void run() throws IOException {
        loop.run();
    }

    /** Makes {@link #run} return; may be called from any thread. */
    public void stop() {
        loop.stop();
    }

    @Override
    public void close() throws IOException {
        watcher.ifPresent(Thread::interrupt);
        loop.close();
    }
}
