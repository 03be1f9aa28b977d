package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Message;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.peer.RequestPipeline.Expected;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;
import org.ocsbt.piece.PieceGeometry;

/** A reader at one end of a socket pair, with all pieces of a torrent asked for. */
final class Arriving implements MessageReader.Sink, Closeable {
    final SampleTorrent torrent;
    final RequestPipeline pipeline = new RequestPipeline(RequestPipeline.Ahead.OF_KIN);
    final List<PieceDownload> downloads = new ArrayList<>();
    final List<ByteBuffer> memory = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final MessageReader reader;
    int discardedBytes;
    private final SocketChannel from;
    private final SocketChannel to;

    Arriving(SampleTorrent torrent) throws IOException {
        this.torrent = torrent;
        PieceGeometry geometry = torrent.metainfo().geometry();
        reader = new MessageReader(pipeline, this, PeerMessages.maxLength(geometry));
        for (int piece = 0; piece < geometry.pieceCount(); piece++) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(geometry.pieceLength(piece));
            PieceDownload download = new PieceDownload(geometry, piece, bytes, d -> { });
            memory.add(bytes);
            downloads.add(download);
            pipeline.assign(download.giveFreeRun(Integer.MAX_VALUE));
        }
        pipeline.setRate(Long.MAX_VALUE / 1_000_000);
        pipeline.refill(request -> { });
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            from = SocketChannel.open(listener.getLocalAddress());
            to = listener.accept();
        }
    }

    /** Sends these bytes and reads until all of them have been taken. */
    void feed(byte[] stream, int fromByte, int endByte) throws IOException, WireException {
        int sent = fromByte;
        while (sent < endByte) {
            // No more than a socket's buffers hold.
            int part = Math.min(endByte - sent, 64 * 1024);
            from.write(ByteBuffer.wrap(stream, sent, part));
            sent += part;
            int left = part;
            while (left > 0) {
                left -= reader.read(to);
            }
        }
    }

    @Override
    public void message(Message message) {
        messages.add(message);
    }

    @Override
    public void block(Expected expected) {
        pipeline.received(expected);
    }

    @Override
    public void discarded(int lengthBytes) {
        discardedBytes += lengthBytes;
    }

    void assertComplete() {
        for (PieceDownload download : downloads) {
            assertThat(download.isComplete()).as("piece %d", download.pieceIndex()).isTrue();
            assertThat(memory.get(download.pieceIndex())).isEqualTo(torrent.piece(download.pieceIndex()));
        }
        assertThat(pipeline.expected(100, null)).isEmpty();
    }

    @Override
    public void close() throws IOException {
        from.close();
        to.close();
    }
}
