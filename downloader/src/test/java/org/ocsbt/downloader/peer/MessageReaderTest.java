package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import bt.protocol.Have;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.wire.WireException;

@Timeout(120)
class MessageReaderTest {
    /** Eight pieces of one short block, so that every position of a stream can be tried. */
    private static final SampleTorrent SMALL = SampleTorrent.ofFile("small", 20, 8 * 20 - 3);
    /** Whole blocks, more of them than one read scatters over. */
    private static final SampleTorrent LARGE = SampleTorrent.ofFile("large", 20 * 16 * 1024 + 5, 900_001);

    static List<WireStream> streams() {
        WireStream inOrder = new WireStream(SMALL);
        WireStream mixed = new WireStream(SMALL).message(1).have(3);
        WireStream backwards = new WireStream(SMALL);
        WireStream strays = new WireStream(SMALL).stray(2, 5, 10);
        for (int piece = 0; piece < 8; piece++) {
            inOrder.piece(piece);
            mixed.piece(piece).have(piece).keepAlive();
            backwards.piece(7 - piece);
            // Twice the same, and ranges that were never asked for.
            strays.piece(piece).stray(piece, 0, 20).stray(7 - piece, 1, 3).message(20, new byte[30]);
        }
        return List.of(inOrder, mixed, backwards, strays.stray(100, 0, 20).message(9, new byte[2]),
                new WireStream(SMALL).message(5, new byte[] {1}).piece(1).piece(0).message(0).piece(3).have(1).piece(2)
                        .keepAlive().keepAlive().piece(6).piece(5).message(21).piece(4).piece(7).have(0).have(2));
    }

    private static void assertArrived(Arriving arriving, WireStream stream) {
        arriving.assertComplete();
        assertThat(arriving.messages.stream().filter(Have.class::isInstance)).hasSize(stream.haves());
        assertThat(arriving.discardedBytes).isEqualTo(stream.strayPayload());
        assertThat(arriving.reader.current()).isNull();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamMayBeCutAnywhere(WireStream stream) throws Exception {
        byte[] bytes = stream.bytes();
        for (int cut = 0; cut <= bytes.length; cut++) {
            try (Arriving arriving = new Arriving(SMALL)) {
                arriving.feed(bytes, 0, cut);
                arriving.feed(bytes, cut, bytes.length);
                assertArrived(arriving, stream);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamMayComeByteByByte(WireStream stream) throws Exception {
        byte[] bytes = stream.bytes();
        try (Arriving arriving = new Arriving(SMALL)) {
            for (int at = 0; at < bytes.length; at++) {
                arriving.feed(bytes, at, at + 1);
            }
            assertArrived(arriving, stream);
        }
    }

    private static WireStream shuffled(Random random) {
        List<int[]> blocks = new ArrayList<>();
        for (int piece = 0; piece < LARGE.metainfo().geometry().pieceCount(); piece++) {
            int index = piece;
            IntStream.range(0, LARGE.metainfo().geometry().blockCount(piece)).forEach(b -> blocks.add(new int[] {index, b}));
        }
        // Mostly in order, as peers send: some neighbours change places.
        for (int i = random.nextInt(4); i + 1 < blocks.size(); i += 1 + random.nextInt(10)) {
            Collections.swap(blocks, i, i + 1);
        }
        WireStream stream = new WireStream(LARGE);
        for (int[] block : blocks) {
            stream.block(block[0], block[1]);
            switch (random.nextInt(8)) {
                case 0 -> stream.have(random.nextInt(3));
                case 1 -> stream.keepAlive();
                case 2 -> stream.stray(block[0], block[1] * 16 * 1024, 16 * 1024 - 1);
                case 3 -> stream.message(20, new byte[random.nextInt(50_000)]);
                default -> { }
            }
        }
        return stream;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void wholeBlocksMayBeMixedAndCutAtRandom(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            WireStream stream = shuffled(random);
            byte[] bytes = stream.bytes();
            try (Arriving arriving = new Arriving(LARGE)) {
                for (int at = 0; at < bytes.length;) {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 40 : 200_000));
                    arriving.feed(bytes, at, end);
                    at = end;
                }
                assertArrived(arriving, stream);
            }
        }
    }

    /**
     * Blocks taken away from a peer may be given to another at once, whose loop writes them. What the first
     * one still sends of them must not touch that memory any more.
     */
    @ParameterizedTest
    @MethodSource("streams")
    void withdrawnBlocksAreNotWrittenAnyMore(WireStream stream) throws Exception {
        byte[] bytes = stream.bytes();
        for (int cut = 0; cut <= bytes.length; cut++) {
            try (Arriving arriving = new Arriving(SMALL)) {
                arriving.feed(bytes, 0, cut);
                List<PieceDownload> withdrawn = new ArrayList<>();
                for (PieceDownload download : arriving.downloads) {
                    arriving.pipeline.withdraw(
                            download, 0, arriving.reader.current(), c -> { }, run -> withdrawn.add(run.download()));
                }
                for (PieceDownload download : withdrawn) {
                    ByteBuffer memory = arriving.memory.get(download.pieceIndex()).duplicate().clear();
                    memory.put(arriving.torrent.piece(download.pieceIndex()));
                }
                arriving.feed(bytes, cut, bytes.length);
                for (int piece = 0; piece < 8; piece++) {
                    assertThat(arriving.memory.get(piece)).isEqualTo(SMALL.piece(piece));
                }
            }
        }
    }

    private static void assertRefused(byte[] bytes) throws IOException {
        try (Arriving arriving = new Arriving(SMALL)) {
            assertThatExceptionOfType(WireException.class).isThrownBy(() -> arriving.feed(bytes, 0, bytes.length));
        }
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(9).putInt(length).put((byte) 20).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 128 * 1024 + 10, 1 << 24})
    void refusesAMessageLongerThanAnybodyHasReasonToSend(int length) throws Exception {
        assertRefused(length(length));
    }

    @Test
    void takesTheLongestBlockMessage() throws Exception {
        WireStream stream = new WireStream(SMALL).stray(0, 0, 128 * 1024).piece(0).piece(1).piece(2).piece(3).piece(4)
                .piece(5).piece(6).piece(7);
        try (Arriving arriving = new Arriving(SMALL)) {
            arriving.feed(stream.bytes(), 0, stream.bytes().length);
            assertArrived(arriving, stream);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void refusesAPieceMessageWithoutRoomForItsHeader(int bodyLength) throws Exception {
        assertRefused(new WireStream(SMALL).message(7, new byte[bodyLength]).bytes());
    }

    @Test
    void refusesMessagesWhoseLengthDoesNotFitTheirKind() throws Exception {
        assertRefused(new WireStream(SMALL).message(4, new byte[3]).bytes());
        assertRefused(new WireStream(SMALL).message(6, new byte[11]).bytes());
        assertRefused(new WireStream(SMALL).message(4, new byte[] {-1, 0, 0, 0}).bytes());
    }

    /** Whatever a peer sends: it is read, or the connection ends; nothing else. */
    @Test
    void noiseIsReadOrRefused() throws Exception {
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            WireStream stream = new WireStream(SMALL);
            for (int i = 0; i < 5; i++) {
                byte[] body = new byte[random.nextInt(20)];
                random.nextBytes(body);
                stream.message(random.nextInt(12), body);
            }
            try (Arriving arriving = new Arriving(SMALL)) {
                arriving.feed(stream.bytes(), 0, stream.bytes().length);
            } catch (WireException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 2000);
    }
}
