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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.peer.PeerConnection;
import org.ocsbt.downloader.peer.PeerLoop;
import org.ocsbt.downloader.peer.QuietTorrent;
import org.ocsbt.downloader.peer.WireStream;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.PieceGeometry;

/** Connected peers that have unchoked us and send nothing, and pieces begun from them; times are given. */
@Timeout(30)
abstract class ReliefStage {
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", 64 * 1024, 4 * 64 * 1024);
    private static final int UNCHOKE = 1;
    static final PieceGeometry GEOMETRY = TORRENT.metainfo().geometry();

    final LinkedBlockingQueue<String> returned = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> unchoked = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    final Map<Integer, BegunPiece> begun = new LinkedHashMap<>();
    final List<Peer> peers = new ArrayList<>();
    final Relief relief = new Relief(begun, peers);
    private PeerLoop loop;
    long now;

    private final class Events extends QuietTorrent {
        Events() {
            super(TORRENT);
        }

        @Override
        public void received(PeerConnection connection, Message message) {
            if (message instanceof Unchoke) {
                unchoked.add("unchoked");
            }
        }

        @Override
        public void returned(PeerConnection connection, BlockRun run) {
            returned.add(run.download().pieceIndex() + ": " + run.fromBlock() + "-" + run.endBlock());
        }

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
    Peer peer(int... pieces) throws Exception {
        PeerConnection connection;
        Socket socket;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connection = PeerConnection.connect(loop,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()), new Events());
            socket = listener.accept();
        }
        sockets.add(socket);
        socket.getOutputStream().write(QuietTorrent.handshake(TORRENT.metainfo().infoHash()));
        socket.getOutputStream().write(new WireStream(TORRENT).message(UNCHOKE).bytes());
        new DataInputStream(socket.getInputStream()).readFully(new byte[68]);
        assertThat(unchoked.poll(20, TimeUnit.SECONDS)).isNotNull();
        Peer peer = new Peer(connection, GEOMETRY.pieceCount(), true, 0, 0);
        peer.chokesUs = false;
        for (int piece : pieces) {
            peer.pieces.set(piece);
            peer.offered.set(piece);
        }
        peers.add(peer);
        return peer;
    }

    BegunPiece begin(int piece, Peer source) {
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
    void awaitLoop() throws InterruptedException {
        LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();
        loop.execute(() -> loop.execute(() -> done.add("done")));
        assertThat(done.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    String nextReturned() throws InterruptedException {
        return returned.poll(20, TimeUnit.SECONDS);
    }
}
