package org.ocsbt.downloader.face;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.cli.Arguments;
import org.ocsbt.downloader.face.rpc.AddRequest;
import org.ocsbt.downloader.face.rpc.EZIOGrpc.EZIOBlockingStub;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.Torrent;
import org.ocsbt.downloader.face.rpc.UpdateRequest;
import org.ocsbt.downloader.session.Sessions;

/** What a confused or hostile program on the same machine may send to the daemon's control service. */
@Timeout(60)
class HostileControlTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;
    private RunningDaemon daemon;

    @AfterEach
    void stopDaemon() {
        if (daemon != null) {
            daemon.close();
        }
    }

    private EZIOBlockingStub start() throws InterruptedException {
        daemon = new RunningDaemon(Sessions::open, "-p", "0");
        return daemon.connect();
    }

    private static void assertFails(EZIOBlockingStub stub, AddRequest request, Code code, String reason) {
        EzioV2Stage.assertFails(stub, request, code, reason);
        assertAnswers(stub);
    }

    private static void assertAnswers(EZIOBlockingStub stub) {
        assertThat(stub.getVersion(Empty.getDefaultInstance()).getVersion()).isEqualTo(EzioVersion.TEXT);
    }

    @Test
    void itListensOnLoopbackUnlessAskedOtherwise() throws Exception {
        InetAddress usual = EzioV2Options.of(Arguments.parse(EzioV2Options.syntax())).listen().getAddress();
        assertThat(usual.isLoopbackAddress()).isTrue();
        InetAddress asked = EzioV2Options.of(Arguments.parse(EzioV2Options.syntax(), "-l", "0.0.0.0:50051")).listen().getAddress();
        assertThat(asked.isAnyLocalAddress()).isTrue();
    }

    @Test
    void aTorrentOfAHundredMegabytesIsRefusedBeforeItIsRead() throws Exception {
        EZIOBlockingStub stub = start();
        AddRequest request = AddRequest.newBuilder().setTorrent(ByteString.copyFrom(new byte[100 * MIB]))
                .setSavePath("/dev/x").build();
        // The call is cut off; by which status it fails is up to the caller's library.
        assertThatThrownBy(() -> stub.addTorrent(request)).isInstanceOf(StatusRuntimeException.class);
        // Its own connection may be clogged by what was on the way; nobody else's is.
        EZIOBlockingStub another = daemon.connect();
        assertAnswers(another);
        assertThat(another.getTorrentStatus(UpdateRequest.getDefaultInstance()).getTorrentsMap()).isEmpty();
    }

    @Test
    void theLargestMessageThatIsTakenMayStillBeNoTorrent() throws Exception {
        EZIOBlockingStub stub = start();
        byte[] nested = new byte[24 * MIB];
        Arrays.fill(nested, (byte) 'l');
        assertFails(stub, AddRequest.newBuilder().setTorrent(ByteString.copyFrom(nested)).build(), Code.UNAVAILABLE, "not a torrent");
    }

    @Test
    void longHeadersAreRefused() throws Exception {
        EZIOBlockingStub stub = start();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(100_000));
        EZIOBlockingStub talkative = stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThatThrownBy(() -> talkative.getVersion(Empty.getDefaultInstance())).isInstanceOf(StatusRuntimeException.class);
        assertAnswers(stub);
    }

    @Test
    void noiseAndSilenceOnThePortDoNotKeepOthersOut() throws Exception {
        EZIOBlockingStub stub = start();
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler listening = new Listening(logged);
        Logger.getLogger("").addHandler(listening);
        List<Socket> sockets = new ArrayList<>();
        try {
            Random random = new Random(1);
            for (int i = 0; i < 60; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
                sockets.add(socket);
                send(socket, switch (i % 4) {
                    case 0 -> new byte[0];
                    case 1 -> "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
                    case 2 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0".getBytes(US_ASCII);
                    default -> noise(random);
                });
            }
            assertAnswers(stub);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            Logger.getLogger("").removeHandler(listening);
        }
        assertAnswers(stub);
        // Their bytes must not get to a terminal.
        assertThat(logged).isEmpty();
    }

    private static final class Listening extends Handler {
        private final List<String> heard;

        Listening(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public void publish(LogRecord line) {
            heard.add(line.getLoggerName() + ": " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[5000];
        random.nextBytes(noise);
        return noise;
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException hungUp) {
            // It need not listen to the end.
        }
    }

    @Test
    void whatIsNoDiskIsNotOpened() throws Exception {
        EZIOBlockingStub stub = start();
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path toFolder = Files.createSymbolicLink(directory.resolve("to-folder"), folder);
        Path toNothing = Files.createSymbolicLink(directory.resolve("to-nothing"), directory.resolve("nothing"));
        Path circle = directory.resolve("circle");
        Files.createSymbolicLink(circle, circle);
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Path small = Files.write(directory.resolve("small"), new byte[10]);
        for (Path path : List.of(folder, toFolder, toNothing, circle, pipe, small, Path.of("/dev/null"), Path.of("/dev/zero"),
                Path.of("/dev/tty"), Path.of("/proc/self/mem"), Path.of("/"), Path.of("/nowhere/at/all"), Path.of(""),
                directory.resolve("x".repeat(300)))) {
            assertFails(stub, add(path.toString()), Code.FAILED_PRECONDITION, path.toAbsolutePath().toString());
            Torrent refused = stub.getTorrentStatus(UpdateRequest.getDefaultInstance()).getTorrentsMap().values().iterator().next();
            assertThat(refused.getError()).contains(path.toAbsolutePath().toString());
            assertThat(refused.getIsFinished()).isFalse();
        }
        assertThat(Files.list(directory)).hasSize(6);
        assertThat(small).hasBinaryContent(new byte[10]);
    }

    /** A link is what names most disks: it leads where its maker says, as for any other program. */
    @Test
    void aLinkToADiskIsTheDisk() throws Exception {
        Path disk = Files.write(directory.resolve("disk"), new byte[TestTorrent.LENGTH_BYTES]);
        Path link = Files.createSymbolicLink(directory.resolve("link"), disk);
        EZIOBlockingStub stub = start();
        assertThat(stub.addTorrent(add(link.toString())).getResult()).isTrue();
    }

    private static AddRequest add(String path) {
        return AddRequest.newBuilder().setTorrent(ByteString.copyFrom(TestTorrent.bytes("0"))).setSavePath(path).build();
    }
}
