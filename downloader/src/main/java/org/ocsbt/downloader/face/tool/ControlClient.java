package org.ocsbt.downloader.face.tool;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.ControlAddress;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.EZIOGrpc;
import org.ocsbt.downloader.face.rpc.EZIOGrpc.EZIOBlockingStub;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.PauseTorrentRequest;
import org.ocsbt.downloader.face.rpc.ResumeTorrentRequest;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.face.rpc.UpdateRequest;
import org.ocsbt.downloader.face.rpc.UpdateStatus;

/** A daemon's control service, seen from a tool. Used by one thread. */
final class ControlClient implements AutoCloseable {
    /** Statuses of all partitions of a large machine are some kilobytes; the original sends without limit. */
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    /** A daemon that takes longer hangs; opening a device that has to spin up is the slowest thing it does. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    private static final Duration GONE_POLL = Duration.ofMillis(100);

    private final String address;
    private final ManagedChannel channel;

    /** @throws UsageException {@code address} is no HOST:PORT */
    ControlClient(String address) throws UsageException {
        InetSocketAddress parsed = ControlAddress.parse(address);
        this.address = address;
        this.channel = OkHttpChannelBuilder.forAddress(parsed.getAddress().getHostAddress(), parsed.getPort())
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
    }

    String version() throws ControlException {
        return call("ask for its version", stub -> stub.getVersion(Empty.getDefaultInstance())).getVersion();
    }

    /** All torrents, in the order the daemon lists them. */
    List<Torrent> torrents() throws ControlException {
        UpdateStatus status = call("ask for its torrents",
                stub -> stub.getTorrentStatus(UpdateRequest.getDefaultInstance()));
        List<Torrent> torrents = new ArrayList<>();
        for (String hash : status.getHashesList()) {
            torrents.add(status.getTorrentsOrDefault(hash, Torrent.getDefaultInstance()));
        }
        return torrents;
    }

    void add(AddRequest request) throws ControlException {
        call("add a torrent for " + request.getSavePath(), stub -> stub.addTorrent(request));
    }

    void pause(String hash) throws ControlException {
        call("pause " + hash, stub -> stub.pauseTorrent(PauseTorrentRequest.newBuilder().setHash(hash).build()));
    }

    void resume(String hash) throws ControlException {
        call("resume " + hash, stub -> stub.resumeTorrent(ResumeTorrentRequest.newBuilder().setHash(hash).build()));
    }

    void shutdown() throws ControlException {
        call("shut down", stub -> stub.shutdown(Empty.getDefaultInstance()));
    }

    /**
     * Waits until nobody answers any more: then all is flushed.
     *
     * @return false if somebody still answers after {@code limit}
     */
    boolean awaitGone(Duration limit, Pacer pacer) throws InterruptedException {
        for (long polls = limit.dividedBy(GONE_POLL); polls > 0; polls--) {
            try {
                version();
            } catch (ControlException gone) {
                return true;
            }
            pacer.sleep(GONE_POLL);
        }
        return false;
    }

    private <T> T call(String what, Function<EZIOBlockingStub, T> call) throws ControlException {
        EZIOBlockingStub stub = EZIOGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
        try {
            return call.apply(stub);
        } catch (StatusRuntimeException e) {
            throw new ControlException(
                    "can't make the daemon at " + address + " " + what + ": " + reason(e.getStatus()), e);
        }
    }

    private static String reason(Status status) {
        Throwable deepest = status.getCause();
        if (deepest != null && deepest.getMessage() != null) {
            return deepest.getMessage();
        }
        return status.getDescription() == null ? status.getCode().name() : status.getDescription();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
