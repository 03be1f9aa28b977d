package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Choke;
import bt.protocol.Interested;
import bt.protocol.Message;
import bt.protocol.Unchoke;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.disk.PieceStore;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.PieceGeometry;

/** A connection between this side's torrent, played by the test, and a peer on a plain socket. */
@Timeout(30)
class PeerConnectionTest {
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", 64 * 1024, 200_000);
    private static final PieceGeometry GEOMETRY = TORRENT.metainfo().geometry();

    /** What the torrent hears, in order: {@code opened}, {@code hungry}, {@code returned 0-4} and so on. */
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private PeerLoop loop;
    private PeerConnection connection;
    private Socket peer;
    private DataInputStream fromUs;

    private final class Torrent implements PeerEvents {
        @Override
        public InfoHash infoHash() {
            return TORRENT.metainfo().infoHash();
        }

        @Override
        public byte[] peerId() {
            return "-OB0010-us us us us ".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public PieceGeometry geometry() {
            return GEOMETRY;
        }

        @Override
        public boolean has(int pieceIndex) {
            return true;
        }

        @Override
        public void lend(int piece, int offset, int length, ByteBuffer scratch, Consumer<Optional<PieceStore.Loan>> reply) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(length).put(TORRENT.piece(piece).slice(offset, length));
            reply.accept(Optional.of(new PieceStore.Loan(bytes.flip(), () -> { })));
        }

        @Override
        public void opened(PeerConnection opened) {
            heard.add("opened");
        }

        @Override
        public void received(PeerConnection from, Message message) {
            heard.add(message.getClass().getSimpleName());
        }

        @Override
        public void hungry(PeerConnection hungry) {
            heard.add("hungry");
        }

        @Override
        public void returned(PeerConnection from, BlockRun run) {
            heard.add("returned " + run.fromBlock() + "-" + run.endBlock());
        }

        @Override
        public void sent(PeerConnection to, int pieceIndex, int lengthBytes) {
            heard.add("sent " + lengthBytes);
        }

        @Override
        public void closed(PeerConnection closed, String reason) {
            heard.add("closed: " + reason);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        loop = new PeerLoop("test loop");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connection = PeerConnection.connect(loop,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), new Torrent());
            peer = listener.accept();
        }
        fromUs = new DataInputStream(peer.getInputStream());
        fromUs.readFully(new byte[68]);
        sendHandshake(TORRENT.metainfo().infoHash());
    }

    private void sendHandshake(InfoHash infoHash) throws IOException {
        peer.getOutputStream().write(ByteBuffer.allocate(68).put((byte) 19)
                .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII)).position(28)
                .put(infoHash.bytes()).put("-XX0000-them them th".getBytes(StandardCharsets.US_ASCII)).array());
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        loop.close();
    }

    private void send(WireStream stream) throws IOException {
        peer.getOutputStream().write(stream.bytes());
    }

    private void unchoke() throws Exception {
        assertHears("opened", "hungry");
        send(stream().message(1));
        assertHears("Unchoke");
    }

    private static WireStream stream() {
        return new WireStream(TORRENT);
    }

    private void assertHears(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(each);
        }
    }

    /** The id of the next message that we send; its body is skipped. */
    private int nextId() throws IOException {
        int length = fromUs.readInt();
        int id = fromUs.readByte();
        fromUs.readFully(new byte[length - 1]);
        return id;
    }

    private PieceDownload download(int piece) {
        return new PieceDownload(GEOMETRY, piece, ByteBuffer.allocateDirect(GEOMETRY.pieceLength(piece)),
                d -> heard.add("progress " + d.prefixBytes()));
    }

    @Test
    void saysThatItIsOpenAndHasNothingToDo() throws Exception {
        assertHears("opened", "hungry");
        assertThat(connection.remotePeerId()).isEqualTo("-XX0000-them them th".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void asksForWhatItIsAssignedAndReportsWhatArrives() throws Exception {
        unchoke();
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        for (int i = 0; i < 4; i++) {
            assertThat(nextId()).isEqualTo(6);
        }
        assertHears("hungry");
        send(stream().piece(0));
        String last = heard.poll(20, TimeUnit.SECONDS);
        while (!"progress 65536".equals(last)) {
            assertThat(last).startsWith("progress");
            last = heard.poll(20, TimeUnit.SECONDS);
        }
        assertThat(piece.isComplete()).isTrue();
        assertThat(connection.downloadedBytes()).isEqualTo(64 * 1024);
    }

    /** The torrent assigns before it has heard of a choke: the peer would drop these requests silently. */
    @Test
    void whatIsAssignedDuringAChokeComesBack() throws Exception {
        unchoke();
        send(stream().message(0));
        assertHears("Choke");
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("returned 0-4", "hungry");
        assertThat(piece.isIdle()).isTrue();
        connection.send(Interested.instance());
        assertThat(nextId()).isEqualTo(2);
    }

    @Test
    void aChokeGivesBackWhatIsNotHere() throws Exception {
        unchoke();
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        send(stream().block(0, 0));
        assertHears("progress 16384");
        send(stream().message(0));
        assertHears("returned 1-4", "Choke");
        assertThat(piece.giveFreeRun(Integer.MAX_VALUE)).isEqualTo(new BlockRun(piece, 1, 4));
    }

    @Test
    void isHungryAgainWhenAllIsWithdrawn() throws Exception {
        unchoke();
        PieceDownload piece = download(0);
        PieceDownload next = download(1);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        connection.assign(next.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        connection.withdraw(piece, 0);
        connection.withdraw(next, 0);
        assertHears("returned 0-4", "returned 0-4");
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
    }

    @Test
    void theLastBlockCountsAlsoWhenThePeerLeavesWithIt() throws Exception {
        unchoke();
        connection.assign(download(0).giveFreeRun(Integer.MAX_VALUE));
        assertHears("hungry");
        // Unread requests would turn the end of the stream into a reset, which may overtake data.
        for (int i = 0; i < 4; i++) {
            assertThat(nextId()).isEqualTo(6);
        }
        send(stream().piece(0));
        peer.close();
        String last = heard.poll(20, TimeUnit.SECONDS);
        while (!"progress 65536".equals(last)) {
            assertThat(last).startsWith("progress");
            last = heard.poll(20, TimeUnit.SECONDS);
        }
        assertThat(heard.poll(20, TimeUnit.SECONDS)).startsWith("closed: ");
    }

    @Test
    void whatIsAssignedAfterTheEndComesBack() throws Exception {
        assertHears("opened", "hungry");
        connection.close("enough");
        assertHears("closed: enough");
        PieceDownload piece = download(0);
        connection.assign(piece.giveFreeRun(Integer.MAX_VALUE));
        assertHears("returned 0-4");
        assertThat(piece.isIdle()).isTrue();
    }

    @Test
    void servesOnlyWhenUnchoked() throws Exception {
        assertHears("opened", "hungry");
        byte[] request = ByteBuffer.allocate(12).putInt(1).putInt(16 * 1024).putInt(16 * 1024).array();
        send(stream().message(6, request).have(0));
        assertHears("Have");
        connection.choke(false, Unchoke.instance());
        assertThat(nextId()).isEqualTo(1);
        send(stream().message(6, request));
        assertThat(fromUs.readNBytes(13 + 16 * 1024)).isEqualTo(stream().block(1, 1).bytes());
        connection.choke(true, Choke.instance());
        assertHears("sent 16384");
        assertThat(nextId()).isEqualTo(0);
        assertThat(connection.uploadedBytes()).isEqualTo(16 * 1024);
    }

    /** What was lent for it would never come back otherwise. */
    @Test
    void aPeerThatDoesNotReadIsLeft() throws Exception {
        assertHears("opened", "hungry");
        connection.choke(false, Unchoke.instance());
        byte[] request = ByteBuffer.allocate(12).putInt(0).putInt(0).putInt(64 * 1024).array();
        WireStream requests = stream();
        for (int i = 0; i < 1000; i++) {
            requests.message(6, request);
        }
        send(requests);
        String reason = null;
        while (reason == null || !reason.startsWith("closed")) {
            loop.execute(() -> {
                try {
                    connection.tick(System.nanoTime() / 1_000_000 + 31_000);
                } catch (IOException e) {
                    connection.failed(e.getMessage());
                }
            });
            reason = heard.poll(20, TimeUnit.MILLISECONDS);
        }
        assertThat(reason).isEqualTo("closed: it does not read what it is sent");
    }

    @Test
    void aRequestOutsideThePiecesEndsTheConnection() throws Exception {
        assertHears("opened", "hungry");
        connection.choke(false, Unchoke.instance());
        assertThat(nextId()).isEqualTo(1);
        send(stream().message(6, ByteBuffer.allocate(12).putInt(4).putInt(0).putInt(1).array()));
        assertHears("closed: protocol error: a request for piece 4, 0+1");
        assertThat(fromUs.read()).isEqualTo(-1);
    }

    @Test
    void aHandshakeForAnotherTorrentEndsTheConnection() throws Exception {
        assertHears("opened", "hungry");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PeerConnection.connect(loop,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), new Torrent());
            peer.close();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).startsWith("closed: ");
            peer = listener.accept();
            sendHandshake(InfoHash.of(new byte[20]));
            assertHears("closed: protocol error: the handshake names another torrent");
        }
    }

    @Test
    void whereNobodyListensTheConnectionEnds() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertHears("opened", "hungry");
        PeerConnection.connect(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Torrent());
        assertHears("closed: Connection refused");
    }

    @Test
    void theLoopsEndIsTheConnectionsEnd() throws Exception {
        assertHears("opened", "hungry");
        loop.close();
        assertHears("closed: closing");
    }

    /** Else the slow limit of this side would pass for a peer that sends nothing. */
    @Test
    void aPeerThatOurLimitHoldsBackIsNotSilent() throws Exception {
        assertHears("opened", "hungry");
        try (PeerLoop slow = new PeerLoop("slow loop", RateLimit.of(1), RateLimit.NONE);
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PeerConnection held = PeerConnection.connect(slow,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), new Torrent());
            peer.close();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).startsWith("closed: ");
            peer = listener.accept();
            sendHandshake(TORRENT.metainfo().infoHash());
            send(stream().message(1).piece(0));
            assertHears("opened");
            while (held.lastBlockMillis() == 0) {
                Thread.onSpinWait();
            }
            assertThat(held.downloadedBytes()).isZero();
        }
    }

    @Test
    void aFaultInOneTaskDoesNotEndTheLoop() throws Exception {
        assertHears("opened", "hungry");
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> heard.add(String.valueOf(fault.getMessage())));
        try {
            loop.execute(() -> {
                throw new IllegalStateException("fault");
            });
            assertHears("fault");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        send(stream().have(1));
        assertHears("Have");
    }
}
