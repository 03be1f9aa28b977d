package org.ocsbt.tracker.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.ocsbt.tracker.http.HttpHandler;
import org.ocsbt.tracker.http.HttpListener;
import org.ocsbt.tracker.loop.EventLoop;
import org.ocsbt.tracker.reach.Prober;
import org.ocsbt.tracker.reach.SilenceWatch;
import org.ocsbt.tracker.swarm.SwarmTable;
import org.ocsbt.tracker.udp.UdpListener;
import org.ocsbt.tracker.udp.UdpTracker;

/** One running tracker: the loop, the swarms and the sockets that feed them. */
public final class Tracker implements Closeable {
    /** Clients are counted out at least so often. */
    private static final Duration MOST_BETWEEN_EXPIRIES = Duration.ofSeconds(30);

    /** A fault that comes with each request must not fill the disk. */
    private static final int MOST_FAULTS_TOLD = 10;

    private final TrackerConfig config;
    private final EventLoop loop;
    private final SwarmTable swarms;
    private final Prober prober;
    private final List<HttpListener> httpListeners = new ArrayList<>();
    private final List<UdpListener> udpListeners = new ArrayList<>();
    private final List<Thread> backgroundThreads = new ArrayList<>();

    private Tracker(TrackerConfig config, EventLoop loop) {
        this.config = config;
        this.loop = loop;
        this.swarms = new SwarmTable(
                SwarmTable.Limits.USUAL, new SplittableRandom(), EventLoop.nowMillis());
        long timeoutMillis = config.peerTimeout().toMillis();
        long checkMillis = Math.min(timeoutMillis, MOST_BETWEEN_EXPIRIES.toMillis());
        loop.every(checkMillis, checkMillis, () -> swarms.expire(EventLoop.nowMillis(), timeoutMillis));
        prober = new Prober(loop);
        SilenceWatch.start(loop, swarms, prober);
    }

    /** @param err told of faults of the program's own, which do not end it */
    public static Tracker open(TrackerConfig config, PrintStream err) throws IOException {
        AtomicInteger told = new AtomicInteger();
        return new Tracker(config, EventLoop.open(fault -> {
            if (told.incrementAndGet() <= MOST_FAULTS_TOLD) {
                err.print("internal error, going on: ");
                fault.printStackTrace(err);
            }
        }));
    }

    public SwarmTable swarms() {
        return swarms;
    }

    /** Finds out whether clients can be connected to. */
    public Prober prober() {
        return prober;
    }

    public EventLoop loop() {
        return loop;
    }

    /**
     * Takes all addresses; from here on clients may connect and wait for {@link #run}.
     *
     * @throws AddressException one of them can't be had
     */
    public void bind() throws AddressException {
        // TCP comes last: scripts wait for it and then take all for ready.
        for (InetSocketAddress address : config.udpAddresses()) {
            try {
                udpListeners.add(UdpListener.bind(address));
            } catch (IOException e) {
                throw new AddressException(address, e);
            }
        }
        for (InetSocketAddress address : config.tcpAddresses()) {
            try {
                httpListeners.add(HttpListener.bind(address));
            } catch (IOException e) {
                throw new AddressException(address, e);
            }
        }
    }

    /** The first TCP port bound; the kernel chose it where 0 was asked for. */
    public int firstTcpPort() {
        return httpListeners.get(0).port();
    }

    /** Who answers on the TCP addresses. */
    public void serve(HttpHandler handler) throws IOException {
        for (HttpListener listener : httpListeners) {
            listener.serve(loop, handler, config.requestPatience());
        }
    }

    /** Who answers on the UDP addresses. */
    public void serve(UdpTracker udp) throws IOException {
        for (UdpListener listener : udpListeners) {
            listener.serve(loop, udp);
        }
    }

    /** Runs {@code task} regularly on a thread of its own: what hangs there delays no announce. */
    public void inBackground(Duration period, Runnable task) {
        Thread thread = new Thread("background") {
            @Override
            public void run() {
                try {
                    while (true) {
                        Thread.sleep(period.toMillis());
                        task.run();
                    }
                } catch (InterruptedException ended) {
                    // Nothing to put away.
                }
            }
        };
        thread.setDaemon(true);
        thread.start();
        backgroundThreads.add(thread);
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
        backgroundThreads.forEach(Thread::interrupt);
        for (HttpListener listener : httpListeners) {
            listener.close();
        }
        for (UdpListener listener : udpListeners) {
            listener.close();
        }
        loop.close();
    }
}
