package org.ocsbt.tracker.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.announce.AnnounceEvent;
import org.ocsbt.announce.AnnounceRequest;
import org.ocsbt.announce.CompactPeers.Family;
import org.ocsbt.announce.PeerId;
import org.ocsbt.announce.UdpCodec;
import org.ocsbt.announce.UdpRequest;
import org.ocsbt.announce.UdpResponse;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.tracker.os.CannotConfineException;

/** BEP 15 over real datagrams (contracts/tracker.md, part B). */
@Timeout(60)
class OpentrackerUdpTest {
    private static final InfoHash HASH = InfoHash.ofHex("aa".repeat(20));

    @TempDir
    private static Path directory;
    private RunningTracker tracker;
    private DatagramSocket socket;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(directory.resolve("list"), HASH.hex() + "\n");
        tracker = RunningTracker.start((args, out, err) -> OpentrackerMain.run(args, (dir, user) -> {
            throw new CannotConfineException("not in a test");
        }, out, err), "-p", "PORT", "-P", "PORT", "-d", directory.toString(), "-w", "/list");
        socket = new DatagramSocket();
        socket.setSoTimeout((int) RunningTracker.LIMIT.toMillis());
    }

    @AfterEach
    void stop() {
        socket.close();
        tracker.close();
    }

    private ByteBuffer exchange(ByteBuffer question) throws Exception {
        socket.send(new DatagramPacket(question.array(), question.remaining(),
                InetAddress.getLoopbackAddress(), tracker.port));
        DatagramPacket answer = new DatagramPacket(new byte[UdpCodec.MAX_BYTES], UdpCodec.MAX_BYTES);
        socket.receive(answer);
        return ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
    }

    private UdpResponse ask(UdpRequest request) throws Exception {
        ByteBuffer question = ByteBuffer.allocate(UdpCodec.MAX_BYTES);
        UdpCodec.write(request, question);
        UdpResponse response = UdpCodec.readResponse(exchange(question.flip()), Family.IPV4);
        assertThat(response.transactionId()).isEqualTo(request.transactionId());
        return response;
    }

    private long connect() throws Exception {
        return ((UdpResponse.Connected) ask(new UdpRequest.Connect(11))).connectionId();
    }

    private static UdpRequest announce(long id, InfoHash hash, int port, long left, AnnounceEvent event) {
        return new UdpRequest.Announce(id, 12, new AnnounceRequest(hash, PeerId.ofText("p".repeat(20)), port, 0, 0,
                left, event, AnnounceRequest.NUM_WANT_UNSAID, Optional.empty(), Optional.empty()));
    }

    @Test
    void announceAndScrapeAgreeWithHttp() throws Exception {
        long id = connect();
        UdpResponse.Announced first =
                (UdpResponse.Announced) ask(announce(id, HASH, 7001, 5, AnnounceEvent.STARTED));
        assertThat(first.incomplete()).isEqualTo(1);
        assertThat(first.complete()).isZero();
        assertThat(first.intervalSeconds()).isBetween(1620, 1980);
        assertThat(first.peers().addresses()).extracting(a -> a.getPort()).containsExactly(7001);
        ask(announce(id, HASH, 7001, 0, AnnounceEvent.COMPLETED));
        assertThat(ask(new UdpRequest.Scrape(id, 13, List.of(HASH, InfoHash.ofHex("bb".repeat(20))))))
                .isEqualTo(new UdpResponse.Scraped(13, List.of(
                        new UdpResponse.Counts(1, 1, 0), new UdpResponse.Counts(0, 0, 0))));
        assertThat(tracker.body("/scrape")).contains("8:completei1e10:downloadedi1e10:incompletei0e");
    }

    @Test
    void aTorrentThatIsNotListedGetsAWholeErrorNotAStump() throws Exception {
        assertThat(ask(announce(connect(), InfoHash.ofHex("bb".repeat(20)), 7001, 5, AnnounceEvent.STARTED)))
                .isEqualTo(new UdpResponse.Refused(
                        12, "Requested download is not authorized for use with this tracker."));
    }

    @Test
    void anInventedConnectionIdGetsNoMoreBytesThanItSent() throws Exception {
        UdpRequest spoofed = announce(0x1234, HASH, 7001, 5, AnnounceEvent.STARTED);
        assertThat(ask(spoofed)).isInstanceOf(UdpResponse.Refused.class);
        ByteBuffer small = ByteBuffer.allocate(36);
        UdpCodec.write(new UdpRequest.Scrape(0x1234, 5, List.of(HASH)), small);
        assertThat(exchange(small.flip()).remaining()).isLessThanOrEqualTo(36);
        assertThat(tracker.body("/scrape")).isEqualTo("d5:filesdee");
    }

    @Test
    void noiseGetsNoAnswer() throws Exception {
        socket.setSoTimeout(300);
        for (int length : new int[] {0, 1, 15, 16, 97}) {
            assertThat(catchThrowable(
                    () -> exchange(ByteBuffer.allocate(length)))).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
