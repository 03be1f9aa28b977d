package org.ocsbt.downloader.peer;

import bt.protocol.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.ocsbt.downloader.peer.RequestPipeline.Expected;
import org.ocsbt.downloader.wire.PeerMessages;
import org.ocsbt.downloader.wire.WireException;
import org.ocsbt.piece.PieceGeometry;

/**
 * Reads what a peer sends. Block payload goes straight into piece memory: peers answer requests in order,
 * so each read scatters over {@code [13-byte header][16 KiB]...} as if only the expected blocks came.
 * Whatever turns out to be something else (a {@code have}, a block out of order) is gathered again behind
 * the last true header and parsed from there; what strayed into piece memory lies in blocks that are
 * still owed by this same peer and will be overwritten.
 *
 * <pre>
 *   between messages --(expected header)--> in a block --(its last byte)--> between messages
 *        |  ^                                  ^
 *        |  '---- parse(control) --------------'
 *        '--(anything else)--> control: part of a message, gathered until it is whole
 *        '--(block nobody owes)--> discarding
 * </pre>
 *
 * Owned by the connection's loop.
 */
final class MessageReader {
    /** Scattered over by one read: 512 KiB. */
    private static final int MAX_EXPECTED = 32;
    private static final int FIRST_EXPECTED = 4;
    private static final int CONTROL_BYTES = 16 * 1024;

    /** What the reader finds. */
    interface Sink {
        void message(Message message) throws WireException;

        /** A whole block is in piece memory. */
        void block(Expected expected);

        /** Payload came that nobody asked for, or not any more. */
        void discarded(int lengthBytes);
    }

    private final RequestPipeline pipeline;
    private final Sink sink;
    private final int maxMessageBytes;
    private final ByteBuffer[] headers = new ByteBuffer[MAX_EXPECTED];
    /** What a header is compared with: kept, as this is done for each block. */
    private final ByteBuffer wantedHeader = ByteBuffer.allocate(PeerMessages.BLOCK_HEADER_BYTES);
    private final ByteBuffer[] vector = new ByteBuffer[1 + 2 * MAX_EXPECTED];
    /** Bytes of messages that are not whole yet; from 0 to its position. */
    private ByteBuffer control = ByteBuffer.allocateDirect(CONTROL_BYTES);
    /** The block that is being received and what is missing of it, or null. */
    private Expected current;
    private ByteBuffer currentRest;
    private int discardBytes;
    /** Prepared for the next read: on a slow line most of {@value #MAX_EXPECTED} would be in vain each time. */
    private int expectedBlocks = FIRST_EXPECTED;
    private boolean drained;

    MessageReader(RequestPipeline pipeline, Sink sink, int maxMessageBytes) {
        this.pipeline = pipeline;
        this.sink = sink;
        this.maxMessageBytes = maxMessageBytes;
        ByteBuffer memory = ByteBuffer.allocateDirect(MAX_EXPECTED * PeerMessages.BLOCK_HEADER_BYTES);
        for (int i = 0; i < MAX_EXPECTED; i++) {
            headers[i] = memory.slice(i * PeerMessages.BLOCK_HEADER_BYTES, PeerMessages.BLOCK_HEADER_BYTES);
        }
    }

    /** The block of which a part is here, or null. */
    Expected current() {
        return current;
    }

    /** Whether the last read left room, so that another one would find nothing yet. */
    boolean hasDrained() {
        return drained;
    }

    /**
     * Reads once.
     *
     * @return bytes read, 0 if there are none now, -1 at the end of the stream
     */
    int read(SocketChannel channel) throws IOException, WireException {
        drained = false;
        if (discardBytes > 0) {
            return discard(channel);
        }
        List<Expected> expected = control.position() > 0 ? List.of() : pipeline.expected(expectedBlocks, current);
        if (expected.isEmpty() && current == null) {
            headers[0].flip();
            control.put(headers[0]);
            headers[0].clear();
            int count = channel.read(control);
            drained = control.hasRemaining();
            parseControl();
            return count;
        }
        return scatter(channel, expected);
    }

    private int discard(SocketChannel channel) throws IOException {
        ByteBuffer scratch = control.duplicate().position(control.position());
        scratch.limit(Math.min(scratch.capacity(), scratch.position() + discardBytes));
        int count = channel.read(scratch);
        discardBytes -= Math.max(0, count);
        return count;
    }

    private int scatter(SocketChannel channel, List<Expected> expected) throws IOException, WireException {
        int filled = 0;
        if (current != null) {
            vector[filled++] = currentRest;
        }
        for (int i = 0; i < expected.size(); i++) {
            vector[filled++] = headers[i];
            vector[filled++] = expected.get(i).download().block(expected.get(i).block());
        }
        long count = channel.read(vector, 0, filled);
        drained = vector[filled - 1].hasRemaining();
        if (count > 0) {
            adapt((int) (count / PieceGeometry.BLOCK_LENGTH_BYTES));
            settle(expected, filled);
        }
        Arrays.fill(vector, 0, filled, null);
        return (int) count;
    }

    /** Room for twice what just came, so that it doubles while more comes than there is room for. */
    private void adapt(int blocks) {
        expectedBlocks = Math.min(MAX_EXPECTED, Math.max(FIRST_EXPECTED, 2 * blocks));
    }

    /** Goes through what a scattered read has filled. */
    private void settle(List<Expected> expected, int filled) throws WireException {
        int next = 0;
        if (current != null) {
            if (currentRest.hasRemaining()) {
                return;
            }
            finishCurrent();
            next = 1;
        }
        for (Expected candidate : expected) {
            ByteBuffer header = vector[next];
            if (!couldBe(header, candidate)) {
                gather(next, filled);
                parseControl();
                return;
            }
            if (header.hasRemaining()) {
                keepPartial(header);
                return;
            }
            header.clear();
            current = candidate;
            currentRest = vector[next + 1];
            if (currentRest.hasRemaining()) {
                return;
            }
            finishCurrent();
            next += 2;
        }
    }

    private void finishCurrent() {
        Expected done = current;
        current = null;
        currentRest = null;
        sink.block(done);
    }

    /** Whether the header, as far as it is here, is the one of this block. */
    private boolean couldBe(ByteBuffer header, Expected expected) {
        PeerMessages.writeBlockHeader(
                expected.download().pieceIndex(), expected.offset(), expected.lengthBytes(), wantedHeader.clear());
        int here = header.position();
        boolean same = header.flip().equals(wantedHeader.flip().limit(here));
        header.limit(header.capacity()).position(here);
        return same;
    }

    private void keepPartial(ByteBuffer header) {
        if (header != headers[0]) {
            headers[0].clear().put(header.flip());
            header.clear();
        }
    }

    /** Puts what strayed over headers and blocks back in line. */
    private void gather(int from, int filled) {
        int bytes = 0;
        for (int i = from; i < filled; i++) {
            bytes += vector[i].position();
        }
        reserve(bytes);
        for (int i = from; i < filled; i++) {
            control.put(vector[i].flip());
            vector[i].clear();
        }
    }

    private void reserve(int bytes) {
        if (control.remaining() < bytes) {
            control = ByteBuffer.allocateDirect(control.position() + bytes).put(control.flip());
        }
    }

    private void parseControl() throws WireException {
        control.flip();
        while (control.hasRemaining() && parseOne()) {
            // each round takes one message, or the part of a block that is here
        }
        control.compact();
    }

    /** Takes one message off {@code control}; false if more bytes are needed first. */
    private boolean parseOne() throws WireException {
        if (control.remaining() < Integer.BYTES) {
            return false;
        }
        int length = Integer.BYTES + control.getInt(control.position());
        if (length < Integer.BYTES || length > maxMessageBytes) {
            throw new WireException("a message of " + (length - (long) Integer.BYTES) + " bytes");
        }
        if (length == Integer.BYTES) {
            control.getInt();
            return true;
        }
        if (control.remaining() < PeerMessages.PREFIX_BYTES) {
            return false;
        }
        int id = control.get(control.position() + Integer.BYTES);
        if (id == PeerMessages.PIECE_ID) {
            return parseBlock(length);
        }
        if (!PeerMessages.isKnown(id, length)) {
            discard(length);
            return true;
        }
        return parseMessage(length);
    }

    private boolean parseMessage(int length) throws WireException {
        if (control.remaining() < length) {
            control.compact();
            reserve(length - control.position());
            control.flip();
            return false;
        }
        ByteBuffer whole = control.slice(control.position(), length);
        control.position(control.position() + length);
        sink.message(PeerMessages.read(whole));
        return true;
    }

    private boolean parseBlock(int length) throws WireException {
        if (length < PeerMessages.BLOCK_HEADER_BYTES) {
            throw new WireException("a piece message of " + length + " bytes");
        }
        if (control.remaining() < PeerMessages.BLOCK_HEADER_BYTES) {
            return false;
        }
        int at = control.position() + PeerMessages.PREFIX_BYTES;
        int payload = length - PeerMessages.BLOCK_HEADER_BYTES;
        Expected owed = pipeline.find(control.getInt(at), control.getInt(at + Integer.BYTES), payload);
        if (owed == null) {
            sink.discarded(payload);
            discard(length);
            return true;
        }
        control.position(control.position() + PeerMessages.BLOCK_HEADER_BYTES);
        int here = Math.min(payload, control.remaining());
        current = owed;
        currentRest = owed.download().block(owed.block());
        currentRest.put(control.slice(control.position(), here));
        control.position(control.position() + here);
        if (!currentRest.hasRemaining()) {
            finishCurrent();
        }
        return true;
    }

    private void discard(int length) {
        int here = Math.min(length, control.remaining());
        control.position(control.position() + here);
        discardBytes = length - here;
    }
}
