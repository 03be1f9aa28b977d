package org.ocsbt.downloader.face;

import io.grpc.stub.StreamObserver;
import org.ocsbt.downloader.face.rpc.EZIOGrpc;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.UpdateRequest;
import org.ocsbt.downloader.face.rpc.UpdateStatus;
import org.ocsbt.downloader.face.rpc.VersionResponse;

/** The calls that only look: all that one-shot ezio answers ({@code --listen}). */
class StatusService extends EZIOGrpc.EZIOImplBase {
    private final TorrentCatalog catalog;

    StatusService(TorrentCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public final void getTorrentStatus(UpdateRequest request, StreamObserver<UpdateStatus> answer) {
        UpdateStatus.Builder status = UpdateStatus.newBuilder();
        catalog.torrents(request.getHashesList()).forEach(torrent ->
                status.addHashes(torrent.getHash()).putTorrents(torrent.getHash(), torrent));
        answer(answer, status.build());
    }

    @Override
    public final void getVersion(Empty request, StreamObserver<VersionResponse> answer) {
        answer(answer, VersionResponse.newBuilder().setVersion(EzioVersion.TEXT).build());
    }

    static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}
