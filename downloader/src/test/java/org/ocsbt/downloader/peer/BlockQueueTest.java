package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.wire.WireException;
import org.ocsbt.piece.PieceGeometry;

@Timeout(30)
class BlockQueueTest {
    private static final int BLOCK = PieceGeometry.BLOCK_LENGTH_BYTES;
    /** The last piece is three blocks and a bit. */
    private static final SampleTorrent TORRENT = SampleTorrent.ofFile("disk", 40 * BLOCK, 43 * BLOCK + 100);

    private final Lender lender = new Lender(TORRENT);
    private int ready;
    private int sent;
    private final List<Integer> lost = new ArrayList<>();
    private final BlockQueue queue = new BlockQueue(lender, Runnable::run, () -> ready++, (piece, bytes) -> sent += bytes,
            lost::add);

    private void ask(int piece, int... blocks) throws WireException {
        for (int block : blocks) {
            queue.ask(piece, block * BLOCK, TORRENT.metainfo().geometry().blockLength(piece, block));
        }
    }

    /** Sends everything that is asked for and returns the bytes on the wire. */
    private byte[] sendAll() throws Exception {
        return sendAll(Long.MAX_VALUE);
    }

    private byte[] sendAll(long portionBytes) throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel out = SocketChannel.open(listener.getLocalAddress());
                SocketChannel in = listener.accept()) {
            out.configureBlocking(false);
            in.configureBlocking(false);
            queue.prepare();
            while (!lender.orders.isEmpty() || ready > 0) {
                if (!lender.orders.isEmpty()) {
                    lender.serve();
                }
                for (BlockBatch batch = queue.next(); batch != null; batch = queue.next()) {
                    while (!batch.isSent()) {
                        assertThat(batch.writeTo(out, portionBytes)).isLessThanOrEqualTo(portionBytes);
                        drain(in, wire);
                    }
                    queue.done(batch);
                }
                ready = 0;
            }
            out.shutdownOutput();
            in.configureBlocking(true);
            drain(in, wire);
        }
        return wire.toByteArray();
    }

    private static void drain(SocketChannel in, ByteArrayOutputStream wire) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        while (in.read(bytes) > 0) {
            wire.write(bytes.array(), 0, bytes.position());
            bytes.clear();
        }
    }

    @Test
    void everyBlockGetsItsHeader() throws Exception {
        ask(0, 0, 1, 2, 7, 8, 3);
        ask(1, 0, 1, 2, 3);
        assertThat(sendAll()).isEqualTo(new WireStream(TORRENT).block(0, 0).block(0, 1).block(0, 2).block(0, 7)
                .block(0, 8).block(0, 3).block(1, 0).block(1, 1).block(1, 2).block(1, 3).bytes());
        assertThat(lender.lent).isZero();
        assertThat(sent).isEqualTo(9 * BLOCK + 100);
    }

    /** Portions that end within a header, at the end of one, and within blocks. */
    @ParameterizedTest
    @ValueSource(longs = {7, 13, 10_000, BLOCK + 13, 3 * BLOCK})
    void portionsMakeUpTheSameBytes(long portionBytes) throws Exception {
        ask(1, 0, 1, 2, 3);
        assertThat(sendAll(portionBytes)).isEqualTo(
                new WireStream(TORRENT).block(1, 0).block(1, 1).block(1, 2).block(1, 3).bytes());
    }

    @Test
    void neighboursAreReadAtOnceUpToALimit() throws Exception {
        ask(0, IntStream.range(0, 40).toArray());
        sendAll();
        assertThat(lender.lengths.get(0)).isEqualTo(8 * BLOCK);
        assertThat(lender.lengths).allSatisfy(length -> assertThat(length).isLessThanOrEqualTo(32 * BLOCK));
        assertThat(lender.lengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40 * BLOCK);
    }

    /** A last block that is longer than those before it: some clients ask for all that is left at once. */
    @Test
    void blocksOfOtherLengthsAreSentAsAskedFor() throws Exception {
        queue.ask(1, 0, BLOCK);
        queue.ask(1, BLOCK, 2 * BLOCK + 100);
        queue.ask(1, 5, 7);
        queue.ask(1, 12, 7);
        queue.ask(0, 0, 128 * 1024);
        queue.ask(0, 128 * 1024, BLOCK);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int[] asked : new int[][] {{1, 0, BLOCK}, {1, BLOCK, 2 * BLOCK + 100}, {1, 5, 7}, {1, 12, 7},
                {0, 0, 128 * 1024}, {0, 128 * 1024, BLOCK}}) {
            byte[] payload = new byte[asked[2]];
            TORRENT.piece(asked[0]).get(asked[1], payload);
            expected.writeBytes(ByteBuffer.allocate(13 + payload.length).putInt(9 + payload.length).put((byte) 7)
                    .putInt(asked[0]).putInt(asked[1]).put(payload).array());
        }
        assertThat(sendAll()).isEqualTo(expected.toByteArray());
    }

    @Test
    void cancelledBlocksAreNotSent() throws Exception {
        ask(0, 0, 5, 9);
        queue.cancel(0, 5 * BLOCK, BLOCK);
        queue.cancel(0, 30 * BLOCK, BLOCK);
        assertThat(sendAll()).isEqualTo(new WireStream(TORRENT).block(0, 0).block(0, 9).bytes());
    }

    /** A peer drops what comes after a choke: it would cost the link twice. */
    @Test
    void nothingAskedBeforeAChokeIsSentAfterIt() throws Exception {
        ask(0, 0, 5);
        queue.prepare();
        lender.serve();
        assertThat(ready).isEqualTo(1);
        queue.clear();
        assertThat(queue.next()).isNull();
        assertThat(lender.lent).isZero();
        ask(0, 7, 11);
        queue.prepare();
        // Choked while the medium is being read, unchoked and asked again before the read ends.
        queue.clear();
        ask(0, 20);
        lender.serve();
        assertThat(sendAll()).isEqualTo(new WireStream(TORRENT).block(0, 20).bytes());
        assertThat(lender.lent).isZero();
    }

    @Test
    void theNextBatchIsReadWhileOneIsSent() throws Exception {
        ask(0, 0, 5, 9);
        queue.prepare();
        lender.serve();
        BlockBatch first = queue.next();
        assertThat(first).isNotNull();
        lender.serve();
        // Two batches have memory; the third waits for one of them.
        assertThat(lender.orders).isEmpty();
        queue.done(first);
        assertThat(queue.next()).isNotNull();
        assertThat(lender.orders).hasSize(1);
    }

    @Test
    void whatArrivesIsWaitedForAndHoldsUpNothingElse() throws Exception {
        lender.hereBytes = BLOCK;
        ask(0, 0, 1, 2, 3);
        ask(1, 2);
        assertThat(sendAll()).isEqualTo(new WireStream(TORRENT).block(0, 0).block(1, 2).bytes());
        assertThat(queue.isIdle()).isFalse();
        assertThat(lender.waiting).hasSize(1);
        lender.hereBytes = 3 * BLOCK + 1;
        lender.waiting.forEach(Runnable::run);
        assertThat(sendAll()).isEqualTo(new WireStream(TORRENT).block(0, 1).block(0, 2).bytes());
    }

    @Test
    void whatCameToNothingIsForgotten() throws Exception {
        lender.hereBytes = 0;
        ask(0, 0, 1);
        ask(1, 0);
        queue.cancel(1, 0, BLOCK);
        queue.prepare();
        lender.hereBytes = -1;
        lender.waiting.forEach(Runnable::run);
        assertThat(queue.isIdle()).isTrue();
        assertThat(lost).isEmpty();
    }

    /** Unlike a piece that was here, which ends the connection. */
    @Test
    void whatCameToNothingWhileItWasLentIsNotLost() throws Exception {
        ask(0, 0);
        queue.prepare();
        lender.hereBytes = -1;
        lender.refuse();
        assertThat(lost).isEmpty();
        ask(1, 0);
        queue.prepare();
        lender.refuse();
        assertThat(lost).containsExactly(1);
    }

    @Test
    void whatWasLentGoesBackWhenTheConnectionEnds() throws Exception {
        ask(0, 0, 5);
        queue.prepare();
        lender.serve();
        queue.close();
        assertThat(lender.lent).isZero();
    }

    @Test
    void aLoanThatComesAfterTheEndGoesBackToo() throws Exception {
        ask(0, 0, 5);
        queue.prepare();
        queue.close();
        lender.serve();
        assertThat(lender.lent).isZero();
        assertThat(queue.next()).isNull();
        assertThat(lender.orders).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 1", "-1, 0, 1", "1, 49252, 1", "0, -1, 5", "0, 0, 0", "0, 0, -1", "0, 0, 131073", "0, 655359, 2"})
    void refusesRangesOutsideThePieces(int piece, int offset, int length) {
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> queue.ask(piece, offset, length));
    }

    @Test
    void refusesPiecesThatAreNotHere() {
        lender.missingPiece = 1;
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> queue.ask(1, 0, 1));
    }

    @Test
    void refusesRequestsWithoutEnd() throws Exception {
        for (int i = 0; i < 2000; i++) {
            queue.ask(0, 0, 1);
        }
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> queue.ask(0, 0, 1));
    }
}
