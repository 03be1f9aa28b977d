package org.ocsbt.downloader.face;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.AddResponse;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.PauseTorrentRequest;
import org.ocsbt.downloader.face.rpc.PauseTorrentResponse;
import org.ocsbt.downloader.face.rpc.ResumeTorrentRequest;
import org.ocsbt.downloader.face.rpc.ResumeTorrentResponse;
import org.ocsbt.downloader.session.TorrentException;
import org.ocsbt.metainfo.MetainfoException;

/** The daemon's control service (contracts/ezio-v2.md, "gRPC"). */
final class EzioGrpcService extends StatusService {
    private final TorrentCatalog catalog;
    private final DaemonLog log;
    private final Runnable shutdown;

    /** @param shutdown asks the daemon to end; returns at once */
    EzioGrpcService(TorrentCatalog catalog, DaemonLog log, Runnable shutdown) {
        super(catalog);
        this.catalog = catalog;
        this.log = log;
        this.shutdown = shutdown;
    }

    @Override
    public void shutdown(Empty request, StreamObserver<Empty> answer) {
        answer(answer, Empty.getDefaultInstance());
        shutdown.run();
    }

    /** A torrent that can't be read fails with the original's status, UNAVAILABLE. */
    @Override
    public void addTorrent(AddRequest request, StreamObserver<AddResponse> answer) {
        try {
            catalog.add(request);
            log.info("added a torrent for " + request.getSavePath());
            answer(answer, AddResponse.newBuilder().setResult(true).build());
        } catch (MetainfoException e) {
            refuse(request, Status.UNAVAILABLE, e, answer);
        } catch (TorrentException e) {
            refuse(request, Status.FAILED_PRECONDITION, e, answer);
        }
    }

    private void refuse(AddRequest request, Status status, Exception why, StreamObserver<AddResponse> answer) {
        log.error("refused a torrent for " + request.getSavePath() + ": " + why.getMessage());
        answer.onError(status.withDescription(why.getMessage()).asRuntimeException());
    }

    @Override
    public void pauseTorrent(PauseTorrentRequest request, StreamObserver<PauseTorrentResponse> answer) {
        catalog.pause(request.getHash());
        answer(answer, PauseTorrentResponse.getDefaultInstance());
    }

    @Override
    public void resumeTorrent(ResumeTorrentRequest request, StreamObserver<ResumeTorrentResponse> answer) {
        catalog.resume(request.getHash());
        answer(answer, ResumeTorrentResponse.getDefaultInstance());
    }
}
