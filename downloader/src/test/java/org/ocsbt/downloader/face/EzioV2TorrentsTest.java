package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.EZIOGrpc.EZIOBlockingStub;
import org.ocsbt.downloader.face.rpc.PauseTorrentRequest;
import org.ocsbt.downloader.face.rpc.ResumeTorrentRequest;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.face.rpc.UpdateRequest;
import org.ocsbt.downloader.face.rpc.UpdateStatus;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.downloader.session.TorrentOptions.Layout;

/** What the daemon makes of the torrents it is given, and says of them (contracts/ezio-v2.md, "gRPC"). */
@Timeout(30)
class EzioV2TorrentsTest extends EzioV2Stage {
    @Test
    void anAddedTorrentReachesTheEngine() throws Exception {
        EZIOBlockingStub stub = start("--cache-size", "7", "-p", "7001");
        assertThat(stub.addTorrent(add("sda1").setSavePath("/dev/sda1").setSeedingMode(true).setMaxUploads(4)
                .setMaxConnections(8).setSequentialDownload(true).build()).getResult()).isTrue();
        TorrentOptions added = session.torrents().get(0);
        assertThat(added).isEqualTo(new TorrentOptions(
                added.metainfo(), Path.of("/dev/sda1"), Layout.RAW_DEVICE, true, 8, 4, true));
        assertThat(session.options.cacheBytes()).isEqualTo(7 << 20);
        assertThat(session.options.firstListenPort()).isEqualTo(7001);
    }

    @Test
    void limitsNotGivenAreTheOriginals() throws Exception {
        start("-F").addTorrent(add("sda1").setSavePath("images").build());
        TorrentOptions added = session.torrents().get(0);
        assertThat(added.maxUploads()).isEqualTo(3);
        assertThat(added.maxConnections()).isEqualTo(5);
        assertThat(added.layout()).isEqualTo(Layout.SLICE_DIRECTORY);
        assertThat(added.target()).isEqualTo(Path.of("images").toAbsolutePath());
    }

    @Test
    void absurdLimitsAreBounded() throws Exception {
        start().addTorrent(add("sda1").setMaxUploads(Integer.MAX_VALUE).setMaxConnections(Integer.MAX_VALUE).build());
        assertThat(session.torrents().get(0).maxUploads()).isEqualTo(1000);
        assertThat(session.torrents().get(0).maxConnections()).isEqualTo(1000);
    }

    @Test
    void allFieldsOfATorrentAreReal() throws Exception {
        session = ScriptedSession.always(Status.finished().total(1000).pieces(7).rates(11, 12)
                .active(Duration.ofMillis(13_999)).seeding(Duration.ofSeconds(14)).downloaded(15).uploaded(16)
                .sinceUpload(Duration.ofSeconds(17)));
        EZIOBlockingStub stub = start();
        stub.addTorrent(add("sda1").setSavePath("/dev/sda1").build());
        UpdateStatus status = stub.getTorrentStatus(UpdateRequest.getDefaultInstance());
        String hash = session.torrents().get(0).metainfo().infoHash().hex();
        assertThat(status.getHashesList()).containsExactly(hash);
        assertThat(status.getTorrentsOrThrow(hash)).isEqualTo(Torrent.newBuilder()
                .setHash(hash).setName("sda1").setProgress(1.0).setDownloadRate(11).setUploadRate(12)
                .setActiveTime(13).setIsFinished(true).setNumPeers(0).setState(5).setTotalDone(1000).setTotal(1000)
                .setNumPieces(7).setFinishedTime(14).setSeedingTime(14).setTotalPayloadDownload(15)
                .setTotalPayloadUpload(16).setIsPaused(false).setSavePath("/dev/sda1").setLastUpload(17)
                .setLastDownload(-1).build());
    }

    @Test
    void aTorrentUnderWayIsDownloading() throws Exception {
        session = ScriptedSession.always(Status.downloading().total(1000).done(250).sinceDownload(Duration.ZERO));
        Torrent torrent = addAndLook();
        assertThat(torrent.getState()).isEqualTo(3);
        assertThat(torrent.getProgress()).isEqualTo(0.25);
        assertThat(torrent.getIsFinished()).isFalse();
        assertThat(torrent.getLastDownload()).isZero();
        assertThat(torrent.getLastUpload()).isEqualTo(-1);
    }

    @Test
    void aFailedTorrentSaysWhyAndIsNeverFinished() throws Exception {
        session = ScriptedSession.always(Status.finished().failed("write to /dev/sda1: No space left on device"));
        Torrent torrent = addAndLook();
        assertThat(torrent.getError()).isEqualTo("write to /dev/sda1: No space left on device");
        assertThat(torrent.getIsFinished()).isFalse();
    }

    @Test
    void hashesChooseTorrents() throws Exception {
        EZIOBlockingStub stub = start();
        stub.addTorrent(add("sda1").build());
        stub.addTorrent(add("sda2").build());
        String second = session.torrents().get(1).metainfo().infoHash().hex();
        UpdateStatus status = stub.getTorrentStatus(UpdateRequest.newBuilder().addHashes(second).build());
        assertThat(status.getHashesList()).containsExactly(second);
        assertThat(status.getTorrentsMap()).containsOnlyKeys(second);
        assertThat(stub.getTorrentStatus(UpdateRequest.getDefaultInstance()).getHashesCount()).isEqualTo(2);
    }

    @Test
    void theSameTorrentTwiceChangesNothing() throws Exception {
        EZIOBlockingStub stub = start();
        stub.addTorrent(add("sda1").setSavePath("/dev/sda1").build());
        session.refusal = Optional.of("torrent \"sda1\" is here already");
        assertThat(stub.addTorrent(add("sda1").setSavePath("/dev/sdz").build()).getResult()).isTrue();
        assertThat(only(stub).getSavePath()).isEqualTo("/dev/sda1");
        assertThat(only(stub).getError()).isEmpty();
    }

    @Test
    void aRefusedPathFailsThatTorrentOnly() throws Exception {
        EZIOBlockingStub stub = start();
        stub.addTorrent(add("sda1").setSavePath("/dev/sda1").build());
        session.refusal = Optional.of("can't open /dev/none: no such file");
        assertFails(stub, add("sda2").setSavePath("/dev/none").build(), Code.FAILED_PRECONDITION,
                "can't open /dev/none: no such file");
        UpdateStatus status = stub.getTorrentStatus(UpdateRequest.getDefaultInstance());
        assertThat(status.getHashesCount()).isEqualTo(2);
        Torrent refused = status.getTorrentsOrThrow(status.getHashes(1));
        assertThat(refused.getName()).isEqualTo("sda2");
        assertThat(refused.getSavePath()).isEqualTo("/dev/none");
        assertThat(refused.getError()).isEqualTo("can't open /dev/none: no such file");
        assertThat(refused.getIsFinished()).isFalse();
    }

    @Test
    void aTorrentRefusedOnceMayBeAddedLater() throws Exception {
        EZIOBlockingStub stub = start();
        session.refusal = Optional.of("can't open /dev/sda1: in use");
        assertFails(stub, add("sda1").setSavePath("/dev/sda1").build(), Code.FAILED_PRECONDITION, "in use");
        session.refusal = Optional.empty();
        stub.addTorrent(add("sda1").setSavePath("/dev/sda1").build());
        assertThat(only(stub).getError()).isEmpty();
    }

    @Test
    void bytesThatAreNoTorrentAreUnavailableAndRemembered() throws Exception {
        EZIOBlockingStub stub = start();
        AddRequest garbage = AddRequest.newBuilder().setTorrent(ByteString.copyFromUtf8("garbage"))
                .setSavePath("/dev/sda1").build();
        assertFails(stub, garbage, Code.UNAVAILABLE, "not a torrent");
        assertThat(only(stub).getError()).contains("not a torrent");
        assertThat(only(stub).getSavePath()).isEqualTo("/dev/sda1");
    }

    @Test
    void eachUnreadableTorrentKeepsItsPlace() throws Exception {
        EZIOBlockingStub stub = start();
        session.refusal = Optional.of("in use");
        assertFails(stub, add("sda1").build(), Code.FAILED_PRECONDITION, "in use");
        assertFails(stub, AddRequest.newBuilder().setUnreadable("first").build(), Code.FAILED_PRECONDITION, "first");
        session.refusal = Optional.empty();
        stub.addTorrent(add("sda1").build());
        assertFails(stub, AddRequest.newBuilder().setUnreadable("second").build(), Code.FAILED_PRECONDITION, "second");
        assertThat(stub.getTorrentStatus(UpdateRequest.getDefaultInstance()).getTorrentsMap().values())
                .extracting(Torrent::getError).containsExactlyInAnyOrder("", "first", "second");
    }

    @Test
    void aFileThatTheToolCouldNotReadIsRemembered() throws Exception {
        EZIOBlockingStub stub = start();
        assertFails(stub, AddRequest.newBuilder().setUnreadable("can't read torrent x").build(),
                Code.FAILED_PRECONDITION, "can't read torrent x");
        assertThat(only(stub).getError()).isEqualTo("can't read torrent x");
    }

    @Test
    void pauseAndResumeReachTheEngine() throws Exception {
        EZIOBlockingStub stub = start();
        stub.addTorrent(add("sda1").build());
        String hash = only(stub).getHash();
        stub.pauseTorrent(PauseTorrentRequest.newBuilder().setHash(hash).build());
        assertThat(only(stub).getIsPaused()).isTrue();
        stub.resumeTorrent(ResumeTorrentRequest.newBuilder().setHash(hash).build());
        assertThat(only(stub).getIsPaused()).isFalse();
    }

    @Test
    void malformedHashesChangeNothing() throws Exception {
        EZIOBlockingStub stub = start();
        stub.pauseTorrent(PauseTorrentRequest.newBuilder().setHash("nonsense").build());
        stub.resumeTorrent(ResumeTorrentRequest.newBuilder().setHash("").build());
        assertThat(session.paused).isEmpty();
        assertThat(session.resumed).isEmpty();
    }

    private Torrent addAndLook() throws InterruptedException {
        EZIOBlockingStub stub = start();
        stub.addTorrent(add("sda1").build());
        return only(stub);
    }

    private static Torrent only(EZIOBlockingStub stub) {
        List<Torrent> torrents = List.copyOf(
                stub.getTorrentStatus(UpdateRequest.getDefaultInstance()).getTorrentsMap().values());
        assertThat(torrents).hasSize(1);
        return torrents.get(0);
    }

    private static AddRequest.Builder add(String name) {
        return AddRequest.newBuilder().setTorrent(ByteString.copyFrom(TestTorrent.bytes(name))).setSavePath("/dev/x");
    }
}
