package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Message;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.InfoHash;
import org.ocsbt.piece.PieceGeometry;

/** A connection between this side's torrent, played by the test, and a peer on a plain socket. */
abstract class PeerConnectionStage {
    static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", 64 * 1024, 200_000);
    static final PieceGeometry GEOMETRY = TORRENT.metainfo().geometry();

    /** What the torrent hears, in order: {@code opened}, {@code hungry}, {@code returned 0-4} and so on. */
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    PeerLoop loop;
    PeerConnection connection;
    Socket peer;
    DataInputStream fromUs;

    final class Torrent extends QuietTorrent {
        Torrent() {
            super(TORRENT);
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

    void sendHandshake(InfoHash infoHash) throws IOException {
        peer.getOutputStream().write(QuietTorrent.handshake(infoHash));
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        loop.close();
    }

    void send(WireStream stream) throws IOException {
        peer.getOutputStream().write(stream.bytes());
    }

    void unchoke() throws Exception {
        assertHears("opened", "hungry");
        send(stream().message(1));
        assertHears("Unchoke");
    }

    static WireStream stream() {
        return new WireStream(TORRENT);
    }

    void assertHears(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(each);
        }
    }

    /** The id of the next message that we send; its body is skipped. */
    int nextId() throws IOException {
        int length = fromUs.readInt();
        int id = fromUs.readByte();
        fromUs.readFully(new byte[length - 1]);
        return id;
    }

    PieceDownload download(int piece) {
        return new PieceDownload(GEOMETRY, piece, ByteBuffer.allocateDirect(GEOMETRY.pieceLength(piece)),
                d -> heard.add("progress " + d.prefixBytes()));
    }
}
