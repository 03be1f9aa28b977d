package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Unchoke;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.metainfo.InfoHash;

/** What ends a connection, what follows from its end, and what must not end it. */
@Timeout(30)
class PeerConnectionEndTest extends PeerConnectionStage {
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
