package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import bt.protocol.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.peer.RequestPipeline.Expected;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;

/**
 * Whatever a peer sends, cut anywhere, it means the same, or that connection ends with a reason. The first byte
 * says where the stream is cut. The test changes good streams a little; {@code tests/fuzz} has Jazzer look for more.
 */
public class PeerStreamFuzzTest {
    private static final int ROUNDS = 4_000;
    private static final int MOST_BYTES = 8192;
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("small", 20, 8 * 20 - 3);

    /** Two ends of one connection, used for all streams: a new one for each would use up the ports. */
    private static SocketChannel out;
    private static SocketChannel in;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (bytes.length < 2 || bytes.length > MOST_BYTES) {
            return;
        }
        connect();
        byte[] stream = Arrays.copyOfRange(bytes, 1, bytes.length);
        List<String> whole = heard(stream, stream.length);
        assertThat(heard(stream, Byte.toUnsignedInt(bytes[0]) * stream.length / 255)).isEqualTo(whole);
        try {
            PeerMessages.readHandshake(ByteBuffer.wrap(stream, 0, Math.min(68, stream.length)));
        } catch (WireException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static synchronized void connect() throws IOException {
        if (in == null) {
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                out = SocketChannel.open(listener.getLocalAddress());
                in = listener.accept();
                in.configureBlocking(false);
            }
        }
    }

    private static final class Heard implements MessageReader.Sink {
        private final RequestPipeline pipeline;
        private final List<String> heard = new ArrayList<>();
        private int discarded;

        private Heard(RequestPipeline pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public void message(Message message) {
            heard.add(message.getClass().getSimpleName());
        }

        @Override
        public void block(Expected expected) {
            heard.add("block of " + expected.download().pieceIndex());
            pipeline.received(expected);
        }

        @Override
        public void discarded(int lengthBytes) {
            discarded += lengthBytes;
        }
    }

    /** What a reader makes of a stream that comes in two parts. */
    private static List<String> heard(byte[] stream, int cut) throws IOException {
        RequestPipeline pipeline = new RequestPipeline(RequestPipeline.Ahead.OF_KIN);
        Heard heard = new Heard(pipeline);
        MessageReader reader = new MessageReader(pipeline, heard, PeerMessages.maxLength(TORRENT.metainfo().geometry()));
        for (int piece = 0; piece < TORRENT.metainfo().geometry().pieceCount(); piece++) {
            ByteBuffer memory = ByteBuffer.allocate(TORRENT.metainfo().geometry().pieceLength(piece));
            pipeline.assign(new PieceDownload(TORRENT.metainfo().geometry(), piece, memory, d -> { }).giveFreeRun(Integer.MAX_VALUE));
        }
        pipeline.setRate(Long.MAX_VALUE / 1_000_000);
        pipeline.refill(request -> { });
        try {
            feed(reader, stream, 0, cut);
            feed(reader, stream, cut, stream.length);
        } catch (WireException refused) {
            heard.heard.add("refused");
            drain();
        }
        heard.heard.add("discarded " + heard.discarded);
        return heard.heard;
    }

    private static void feed(MessageReader reader, byte[] stream, int from, int end) throws IOException, WireException {
        out.write(ByteBuffer.wrap(stream, from, end - from));
        for (int left = end - from; left > 0;) {
            left -= reader.read(in);
        }
    }

    private static void drain() throws IOException {
        ByteBuffer scratch = ByteBuffer.allocate(MOST_BYTES);
        while (in.read(scratch.clear()) > 0) {
            // the rest of a stream that was refused
        }
    }

    @Test
    @Timeout(60)
    void changedStreamsMeanTheSameHoweverTheyAreCut() throws Exception {
        Random random = new Random(1);
        WireStream good = new WireStream(TORRENT).piece(1).have(1).piece(0).keepAlive().message(0).piece(3)
                .stray(2, 5, 10).piece(2).message(20, new byte[30]).piece(6).piece(5).message(1).piece(4).piece(7);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] stream = good.bytes();
            byte[] input = new byte[1 + stream.length];
            System.arraycopy(stream, 0, input, 1, stream.length);
            input[0] = (byte) random.nextInt();
            for (int i = random.nextInt(3); i >= 0; i--) {
                input[1 + random.nextInt(stream.length)] = (byte) random.nextInt(24);
            }
            fuzzerTestOneInput(input);
        }
    }
}
