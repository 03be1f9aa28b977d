package org.ocsbt.downloader.face.tool;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.AddResponse;
import org.ocsbt.downloader.face.rpc.EZIOGrpc;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.PauseTorrentRequest;
import org.ocsbt.downloader.face.rpc.PauseTorrentResponse;
import org.ocsbt.downloader.face.rpc.ResumeTorrentRequest;
import org.ocsbt.downloader.face.rpc.ResumeTorrentResponse;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.face.rpc.UpdateRequest;
import org.ocsbt.downloader.face.rpc.UpdateStatus;
import org.ocsbt.downloader.face.rpc.VersionResponse;

/** A daemon that plays a script, one step each time it is asked for its torrents, and notes all orders. */
final class FakeDaemon extends EZIOGrpc.EZIOImplBase implements AutoCloseable {
    private final Server server;
    private final String address;
    private final IntFunction<List<Torrent.Builder>> script;
    private final Set<String> pausedHashes = ConcurrentHashMap.newKeySet();
    private int looks;
    final List<String> orders = new CopyOnWriteArrayList<>();
    final List<AddRequest> added = new CopyOnWriteArrayList<>();

    /** @param script what the daemon has at the first look, the second and so on */
    FakeDaemon(IntFunction<List<Torrent.Builder>> script) throws IOException {
        this.script = script;
        server = OkHttpServerBuilder.forPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(this)
                .build()
                .start();
        address = "127.0.0.1:" + server.getPort();
    }

    String address() {
        return address;
    }

    @Override
    public synchronized void getTorrentStatus(UpdateRequest request, StreamObserver<UpdateStatus> answer) {
        UpdateStatus.Builder status = UpdateStatus.newBuilder();
        for (Torrent.Builder torrent : script.apply(looks++)) {
            torrent.setIsPaused(pausedHashes.contains(torrent.getHash()));
            status.addHashes(torrent.getHash()).putTorrents(torrent.getHash(), torrent.build());
        }
        answer(answer, status.build());
    }

    @Override
    public void getVersion(Empty request, StreamObserver<VersionResponse> answer) {
        answer(answer, VersionResponse.newBuilder().setVersion("v2.0.29-test").build());
    }

    @Override
    public void addTorrent(AddRequest request, StreamObserver<AddResponse> answer) {
        added.add(request);
        if (request.getTorrent().isEmpty()) {
            answer.onError(Status.UNAVAILABLE.withDescription("failed to decode node").asRuntimeException());
        } else {
            answer(answer, AddResponse.newBuilder().setResult(true).build());
        }
    }

    @Override
    public void pauseTorrent(PauseTorrentRequest request, StreamObserver<PauseTorrentResponse> answer) {
        orders.add("pause " + request.getHash());
        pausedHashes.add(request.getHash());
        answer(answer, PauseTorrentResponse.getDefaultInstance());
    }

    @Override
    public void resumeTorrent(ResumeTorrentRequest request, StreamObserver<ResumeTorrentResponse> answer) {
        orders.add("resume " + request.getHash());
        answer(answer, ResumeTorrentResponse.getDefaultInstance());
    }

    @Override
    public void shutdown(Empty request, StreamObserver<Empty> answer) {
        orders.add("shutdown");
        answer(answer, Empty.getDefaultInstance());
        server.shutdown();
    }

    private static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
