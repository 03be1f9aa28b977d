package org.ocsbt.downloader.face;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ocsbt.metainfo.MetainfoReader;

/** A gRPC service on a TCP port, plain text as the original's. */
final class ControlServer implements AutoCloseable {
    /** A whole torrent and the fields around it. */
    private static final int MAX_MESSAGE_BYTES = MetainfoReader.MAX_FILE_BYTES + 64 * 1024;

    /** For calls that are being answered. */
    private static final int DRAIN_SECONDS = 1;

    /**
     * It warns of each connection that is not HTTP/2, with a stack trace and the bytes that came: nothing for a
     * terminal. Kept here, for a logger that nobody refers to forgets its level.
     */
    private static final Logger LIBRARY = Logger.getLogger("io.grpc");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    private final Server server;

    private ControlServer(Server server) {
        this.server = server;
    }

    /** @throws IOException the port is taken or not ours to listen on; the message says which */
    static ControlServer start(InetSocketAddress address, BindableService service) throws IOException {
        Server server = OkHttpServerBuilder.forPort(address, InsecureServerCredentials.create())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .addService(service)
                .build();
        try {
            return new ControlServer(server.start());
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("can't listen on " + text(address) + ": " + cause.getMessage()
                    + " (does another ezio run?)", e);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
