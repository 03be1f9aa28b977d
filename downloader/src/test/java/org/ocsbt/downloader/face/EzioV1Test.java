package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.face.rpc.EZIOGrpc;
import org.ocsbt.downloader.face.rpc.EZIOGrpc.EZIOBlockingStub;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.UpdateRequest;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.downloader.session.TorrentOptions.Layout;

/** One-shot ezio from its command line to its exit (contracts/ezio-v1.md). */
@Timeout(10)
class EzioV1Test extends EzioV1Stage {
    @Test
    void aWholeRunHasTheOriginalsBytes() {
        session = new ScriptedSession((torrent, time) -> time.toMillis() < 1600
                ? Status.downloading().total(1 << 20).done(time.toMillis() * (1 << 20) / 2000).active(time)
                : Status.finished().total(1 << 20).downloaded(1 << 20).active(time)
                        .seeding(time.minusMillis(1600)).sinceDownload(time.minusMillis(1600)));
        assertThat(run("-t", "0", sda1, "/dev/x")).isZero();
        assertThat(out()).isEqualTo("Start downloading\n"
                + "\r[P: 0%] [D: 0.00 GB/min] [DT: 0 secs] [U: 0.00 GB/min] [UT: 0 secs] "
                + "\r[P: 50%] [D: 0.00 GB/min] [DT: 1 secs] [U: 0.00 GB/min] [UT: 0 secs] "
                + "\r[P: 100%] [D: 0.00 GB/min] [DT: 1 secs] [U: 0.00 GB/min] [UT: 0 secs] "
                + "\n"
                + "\nAvg D: 0.06 GB/min, 1.00 MB/s\n"
                + "\r[U: 0.00 GB/min] [T: 3 secs] "
                + "\nDone, shutting down\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void leavesOnceEachTorrentMayAndPausesThemOneByOne() {
        session = new ScriptedSession((torrent, time) -> Status.finished().sinceUpload(
                torrent.metainfo().name().equals("sda1") ? time : time.minusSeconds(20)).seeding(time));
        assertThat(run("-t", "1", "-T", sda2, "-L", "/dev/y", sda1, "/dev/x")).isZero();
        assertThat(session.paused).containsExactly(
                session.torrents().get(1).metainfo().infoHash(), session.torrents().get(0).metainfo().infoHash());
        assertThat(session.now()).isEqualTo(Duration.ofSeconds(81));
    }

    @Test
    void aSeederStaysUntilItIsStopped() {
        session = ScriptedSession.always(Status.finished().sinceUpload(Duration.ofDays(2)).uploaded(99 * Status.GIB));
        session.atEachSleep = () -> {
            if (session.now().compareTo(Duration.ofHours(1)) > 0) {
                ezio.stop();
            }
        };
        run("-Uft0", sda1, directory.toString());
        assertThat(session.paused).isEmpty();
        assertThat(session.now()).isGreaterThan(Duration.ofHours(1));
        assertThat(out()).doesNotContain("Done");
        assertThat(err()).isEmpty();
    }

    @Test
    void stoppingClosesTheSessionOnceAndWithinSeconds() {
        session.atEachSleep = () -> ezio.stop();
        run("-U", sda1, "/dev/x");
        assertThat(session.closeLimits).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void aNormalEndClosesTheSessionOnce() {
        assertThat(run("-t-1", sda1, "/dev/x")).isZero();
        assertThat(session.closeLimits).hasSize(1);
        ezio.stop();
        assertThat(session.closeLimits).hasSize(1);
    }

    @Test
    void stoppedBeforeTheSessionIsOpenedNothingIsTouched() {
        ezio = new EzioV1(terminal(), session::open, session, report);
        ezio.stop();
        ezio.run(sda1, "/dev/x");
        assertThat(session.options).isNull();
    }

    @Test
    void aCallThatTheStopCutsShortIsNoError() {
        AtomicBoolean cut = new AtomicBoolean();
        session = new ScriptedSession((torrent, time) -> {
            if (cut.compareAndSet(false, true)) {
                ezio.stop();
                throw new IllegalStateException("the session is closed");
            }
            return Status.finished();
        });
        run("-U", sda1, "/dev/x");
        assertThat(err()).isEmpty();
    }

    @Test
    void optionsReachTheEngine() {
        session.atEachSleep = () -> ezio.stop();
        run("-t-1", "-Usf", "-m", "7", "-c8", "--cache", "512", "-T", sda1, "-L", "/img", "-T", sda2, "-L", "/other");
        TorrentOptions first = session.torrents().get(0);
        assertThat(session.options.cacheBytes()).isEqualTo(512 * 1024);
        assertThat(session.options.firstListenPort()).isEqualTo(6881);
        assertThat(first).isEqualTo(new TorrentOptions(
                first.metainfo(), Path.of("/img"), Layout.SLICE_DIRECTORY, true, 8, 7, true));
        assertThat(first.metainfo().name()).isEqualTo("sda1");
        assertThat(session.torrents().get(1).target()).isEqualTo(Path.of("/other"));
        assertThat(out()).contains("//NOTE// sda1: ").contains("//NOTE// sda2: ");
    }

    @Test
    void statusIsAnsweredWhereItIsAskedFor() throws IOException {
        int port = freePort();
        ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        EZIOBlockingStub stub = EZIOGrpc.newBlockingStub(channel);
        List<String> names = new ArrayList<>();
        List<Code> refusals = new ArrayList<>();
        session.atEachSleep = () -> {
            stub.getTorrentStatus(UpdateRequest.getDefaultInstance()).getTorrentsMap().values()
                    .forEach(torrent -> names.add(torrent.getName()));
            try {
                stub.shutdown(Empty.getDefaultInstance());
            } catch (StatusRuntimeException e) {
                refusals.add(e.getStatus().getCode());
            }
            ezio.stop();
        };
        run("-U", "--listen", "127.0.0.1:" + port, sda1, "/dev/x");
        channel.shutdownNow();
        assertThat(names).containsExactly("sda1");
        assertThat(refusals).containsExactly(Code.UNIMPLEMENTED);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aTorrentThatFailsDoesNotEndTheOthersAndIsToldOfAgainAtTheEnd() {
        session = new ScriptedSession((torrent, time) -> time.toSeconds() >= 2 && torrent.metainfo().name().equals("sda2")
                ? Status.downloading().failed("write of 512 bytes at 4096 to /dev/y: No space left on device")
                : time.toSeconds() < 9 ? Status.downloading() : Status.finished().sinceDownload(time));
        assertThat(run("-t", "1", "-T", sda1, "-L", "/dev/x", "-T", sda2, "-L", "/dev/y")).isEqualTo(1);
        assertThat(err()).isEqualTo("\nezio: sda2: write of 512 bytes at 4096 to /dev/y: No space left on device\n"
                + "\nezio: FAILED: sda2: write of 512 bytes at 4096 to /dev/y: No space left on device\n");
        assertThat(session.now().toSeconds()).isBetween(61L, 70L);
        assertThat(out()).doesNotContain("Done");
        assertThat(session.closeLimits).hasSize(1);
    }

    @Test
    void aTorrentThatFailsWhileSeedingIsNoSuccess() {
        session = new ScriptedSession((torrent, time) ->
                time.toSeconds() < 5 ? Status.finished() : Status.finished().failed("read of /dev/x: EIO"));
        assertThat(run(sda1, "/dev/x")).isEqualTo(1);
        assertThat(err()).isEqualTo("\nezio: sda1: read of /dev/x: EIO\nezio: FAILED: sda1: read of /dev/x: EIO\n");
        assertThat(out()).doesNotContain("Done");
    }

    @Test
    void aFailedTorrentServesWhatItHasUntilNobodyAsksForAMinute() {
        session = new ScriptedSession((torrent, time) -> {
            Status failed = Status.downloading().pieces(5).failed("write to /dev/x: EIO");
            long uploads = Math.min(time.toSeconds(), 30);
            return failed.sinceUpload(time.minusSeconds(uploads));
        });
        assertThat(run("-t", "1", sda1, "/dev/x")).isEqualTo(1);
        assertThat(session.now().toSeconds()).isBetween(90L, 95L);
        assertThat(session.paused).hasSize(1);
    }

    @Test
    void newsOfATorrentAreTold() {
        session = new ScriptedSession((torrent, time) -> time.toSeconds() < 2
                ? Status.downloading().notice("3 of 9 pieces were on the target already; the rest is fetched")
                : Status.finished().sinceDownload(time));
        assertThat(run("-t", "1", sda1, "/dev/x")).isZero();
        assertThat(err()).contains("ezio: sda1: 3 of 9 pieces were on the target already");
    }

    @Test
    void aTrackerProblemIsToldOnceAndAgainWhenItChanges() {
        session = new ScriptedSession((torrent, time) -> switch ((int) time.toSeconds()) {
            case 0 -> Status.downloading();
            case 1, 2 -> Status.downloading().trackerProblem("connection refused");
            case 3 -> Status.downloading().trackerProblem("timed out");
            default -> Status.finished().sinceDownload(time);
        });
        assertThat(run("-t0", sda1, "/dev/x")).isZero();
        assertThat(err()).isEqualTo("""

                ezio: sda1: tracker problem, still trying: connection refused

                ezio: sda1: tracker problem, still trying: timed out
                """);
    }

    @Test
    void theReportIsWrittenWhenFinishedAndAtTheEnd() {
        Path file = directory.resolve("report.json");
        report = Optional.of(file);
        StringBuilder firstReport = new StringBuilder();
        session = new ScriptedSession((torrent, time) ->
                time.toSeconds() < 2 ? Status.downloading() : Status.finished().uploaded(time.toSeconds()));
        session.atEachSleep = () -> {
            if (firstReport.isEmpty() && Files.exists(file)) {
                firstReport.append(read(file));
            }
            if (session.now().toSeconds() == 9) {
                ezio.stop();
            }
        };
        run("-U", sda1, "/dev/x");
        assertThat(firstReport).contains("\"uploadedBytes\": 2,").contains("\"name\": \"sda1\"");
        assertThat(read(file)).contains("\"uploadedBytes\": 9,");
    }

    @Test
    void aReportThatCannotBeWrittenDoesNotFailTheTransfer() {
        report = Optional.of(directory.resolve("none/report.json"));
        assertThat(run("-t-1", sda1, "/dev/x")).isZero();
        assertThat(err()).contains("ezio: can't write report " + report.get() + ": no such file\n");
    }

    @Test
    void theLogGetsACopyOfAllOutput() {
        Path log = directory.resolve("log");
        assertThat(run("-t-1", "-l", log.toString(), sda1, "/dev/x")).isZero();
        assertThat(read(log)).isEqualTo(out());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
