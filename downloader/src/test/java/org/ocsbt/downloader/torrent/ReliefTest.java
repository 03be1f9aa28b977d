package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Message;
import bt.protocol.Unchoke;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.ocsbt.downloader.peer.PeerConnection;
import org.ocsbt.downloader.peer.PeerEvents;
import org.ocsbt.downloader.peer.PeerLoop;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.PieceGeometry;

/** Peers that have unchoked us and send nothing; times are given. */
@Timeout(30)
class ReliefTest {
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", 64 * 1024, 4 * 64 * 1024);
    private static final PieceGeometry GEOMETRY = TORRENT.metainfo().geometry();

    private final LinkedBlockingQueue<String> returned = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> unchoked = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final Map<Integer, BegunPiece> begun = new LinkedHashMap<>();
    private final List<Peer> peers = new ArrayList<>();
    private final Relief relief = new Relief(begun, peers);
    private PeerLoop loop;
    private long now;

    private final class Events implements PeerEvents {
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
            return false;
        }

        @Override
        public void lend(int piece, int offset, int length, ByteBuffer scratch, Consumer<Optional<PieceStore.Loan>> reply) {}

        @Override
        public void opened(PeerConnection connection) {}

        @Override
        public void received(PeerConnection connection, Message message) {
            if (message instanceof Unchoke) {
                unchoked.add("unchoked");
            }
        }

        @Override
        public void hungry(PeerConnection connection) {}

        @Override
        public void returned(PeerConnection connection, BlockRun run) {
            returned.add(run.download().pieceIndex() + ": " + run.fromBlock() + "-" + run.endBlock());
        }

        @Override
        public void sent(PeerConnection connection, int pieceIndex, int lengthBytes) {}

        @Override
        public void closed(PeerConnection connection, String reason) {
            closed.add(reason);
        }
    }

    @BeforeEach
    void openLoop() throws Exception {
        loop = new PeerLoop("test loop");
        now = Torrent.nowMillis();
    }

    @AfterEach
    void close() throws Exception {
        loop.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** A connected peer that has these pieces and has unchoked us. */
    private Peer peer(int... pieces) throws Exception {
        PeerConnection connection;
        Socket socket;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connection = PeerConnection.connect(loop,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), new Events());
            socket = listener.accept();
        }
        sockets.add(socket);
        socket.getOutputStream().write(ByteBuffer.allocate(73).put((byte) 19)
                .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII)).position(28)
                .put(TORRENT.metainfo().infoHash().bytes()).position(68).putInt(1).put((byte) 1).array());
        new DataInputStream(socket.getInputStream()).readFully(new byte[68]);
        assertThat(unchoked.poll(20, TimeUnit.SECONDS)).isNotNull();
        Peer peer = new Peer(connection, GEOMETRY.pieceCount(), true, 0, 0);
        peer.chokesUs = false;
        for (int piece : pieces) {
            peer.pieces.set(piece);
        }
        peers.add(peer);
        return peer;
    }

    private BegunPiece begin(int piece, Peer source) {
        ByteBuffer memory = ByteBuffer.allocateDirect(GEOMETRY.pieceLength(piece));
        BegunPiece begunPiece = new BegunPiece(new PieceDownload(GEOMETRY, piece, memory, d -> { }), false);
        begun.put(piece, begunPiece);
        BlockRun run = begunPiece.download.giveFreeRun(Integer.MAX_VALUE);
        begunPiece.sources.add(source);
        source.addRun(run, now);
        source.connection.assign(run);
        return begunPiece;
    }

    /** Waits until the loop has done what it was told to. */
    private void awaitLoop() throws InterruptedException {
        LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();
        loop.execute(() -> loop.execute(() -> done.add("done")));
        assertThat(done.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    private String nextReturned() throws InterruptedException {
        return returned.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void aSilentPeerIsRelievedAfterThreeSecondsAndRests() throws Exception {
        Peer silent = peer(0, 1, 2);
        peer(0, 2);
        begin(0, silent);
        begin(1, silent);
        relief.relieve(false, now + 3000);
        awaitLoop();
        assertThat(returned).isEmpty();
        assertThat(silent.canDeliver(now + 3000)).isTrue();
        relief.relieve(false, now + 3001);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
        awaitLoop();
        // Nobody else has piece 1.
        assertThat(returned).isEmpty();
        assertThat(silent.canDeliver(now + 3001)).isFalse();
        assertThat(silent.canDeliver(now + 13_001)).isTrue();
    }

    @Test
    void whoStallsAgainRestsTwiceAsLong() throws Exception {
        Peer silent = peer(0);
        for (long restMillis : new long[] {10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000}) {
            silent.rest(now);
            silent.rest(now + 1);
            assertThat(silent.canDeliver(now + restMillis - 1)).isFalse();
            now += restMillis;
            assertThat(silent.canDeliver(now)).isTrue();
        }
    }

    @Test
    void anotherThatChokesUsOrIsSilentTooIsNoRelief() throws Exception {
        Peer silent = peer(0, 1);
        Peer choking = peer(0, 1);
        choking.chokesUs = true;
        Peer alsoSilent = peer(0, 1);
        begin(0, silent);
        begin(1, alsoSilent);
        relief.relieve(false, now + 5000);
        awaitLoop();
        assertThat(returned).isEmpty();
    }

    @Test
    void whereMemoryIsShortASilentPeerGivesAllBack() throws Exception {
        Peer silent = peer(0, 1);
        begin(0, silent);
        begin(1, silent);
        relief.relieve(true, now + 3001);
        assertThat(List.of(nextReturned(), nextReturned())).containsExactlyInAnyOrder("0: 0-4", "1: 0-4");
    }

    @Test
    void theOnlySourceIsAskedAgainAfterHalfAMinute() throws Exception {
        Peer silent = peer(0);
        begin(0, silent);
        relief.relieve(false, now + 30_000);
        awaitLoop();
        assertThat(returned).isEmpty();
        relief.relieve(false, now + 30_001);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
        assertThat(silent.canDeliver(now + 30_001)).isTrue();
    }

    @Test
    void aPeerStuckInABlockIsLeft() throws Exception {
        Peer stuck = peer(0);
        peer(0);
        begin(0, stuck);
        relief.relieve(false, now + 6001);
        assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo("it stopped in the middle of a block");
    }

    @Test
    void ofASlowSourceEvenASecondIsTakenOver() throws Exception {
        Peer slow = peer(0);
        Peer idle = peer(0);
        BegunPiece piece = begin(0, slow);
        int bytesPerSecond = GEOMETRY.pieceLength(0);
        slow.downloadRate.sample(0, now);
        slow.downloadRate.sample(bytesPerSecond, now + 1000);
        relief.takeOver(idle, now + 2001);
        assertThat(piece.heir).isNull();
        slow.judge(0, 0, 17 * bytesPerSecond, now + 2001);
        assertThat(slow.isSlowSource()).isTrue();
        relief.takeOver(idle, now + 2001);
        assertThat(piece.heir).isSameAs(idle);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
    }

    @Test
    void anIdlePeerTakesOverWhatWouldBeWaitedForLongest() throws Exception {
        Peer slow = peer(0, 1);
        Peer idle = peer(0, 1);
        begin(0, slow);
        BegunPiece longest = begin(1, slow);
        begun.get(0).download.received(0);
        relief.takeOver(idle, now + 500);
        assertThat(longest.heir).isNull();
        relief.takeOver(idle, now + 1500);
        // Neither has shown a rate in all that time: all of it goes to the idle one.
        assertThat(nextReturned()).isEqualTo("1: 0-4");
        assertThat(longest.heir).isSameAs(idle);
        relief.takeOver(idle, now + 1600);
        assertThat(nextReturned()).isEqualTo("0: 1-4");
    }

    @Test
    void whoSentNothingTheLastTimeTakesNothingOver() throws Exception {
        Peer silent = peer(0, 1);
        Peer alsoSilent = peer(0, 1);
        BegunPiece first = begin(0, silent);
        relief.takeOver(alsoSilent, now + 1500);
        assertThat(nextReturned()).isEqualTo("0: 0-4");
        silent.cutRun(new BlockRun(first.download, 0, 4));
        first.download.giveFreeRun(Integer.MAX_VALUE);
        alsoSilent.addRun(new BlockRun(first.download, 0, 4), now + 1500);
        relief.takeOver(silent, now + 3000);
        awaitLoop();
        assertThat(returned).isEmpty();
        Peer idle = peer(0);
        relief.takeOver(idle, now + 3000);
        assertThat(first.heir).isSameAs(idle);
    }

    @Test
    void aSuspectPieceStaysWithItsOneSource() throws Exception {
        Peer source = peer(0);
        Peer idle = peer(0);
        PieceDownload download = new PieceDownload(GEOMETRY, 0, ByteBuffer.allocate(64 * 1024), d -> { });
        BegunPiece suspect = new BegunPiece(download, true);
        assertThat(suspect.mayJoin(idle)).isTrue();
        suspect.sources.add(source);
        assertThat(suspect.mayJoin(idle)).isFalse();
        assertThat(suspect.mayJoin(source)).isTrue();
        assertThat(suspect.isStranded(peers, now)).isFalse();
        source.chokesUs = true;
        assertThat(suspect.isStranded(peers, now)).isTrue();
        download.giveFreeRun(Integer.MAX_VALUE);
        assertThat(suspect.isStranded(peers, now)).isFalse();
    }

    @Test
    void aPeerThatHasNothingIsNeverAskedToTakeOver() throws Exception {
        Peer slow = peer(0);
        Peer poor = peer(1);
        begin(0, slow);
        relief.takeOver(poor, now + 1000);
        awaitLoop();
        assertThat(returned).isEmpty();
    }
}
