package org.ocsbt.downloader.peer;

import bt.protocol.Cancel;
import bt.protocol.Message;
import bt.protocol.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What one end of a simulated connection has to send. It keeps the precedence of {@link MessageWriter}: short messages
 * before blocks, until they are in the system's send buffer.
 */
final class SimulatedSendQueue {
    /** Headers of what is sent at once. */
    private static final int PACKET_BYTES = 55;
    private static final int HAVE_BYTES = 9;
    private static final int BLOCK_HEADER_BYTES = 13;

    /** What goes over the line at once: a block, or short messages. */
    record Parcel(List<? extends Message> messages, Request block) {
        int lengthBytes() {
            return PACKET_BYTES + (block == null ? messages.size() * HAVE_BYTES : block.getLength() + BLOCK_HEADER_BYTES);
        }
    }

    private final Deque<List<? extends Message>> messages = new ArrayDeque<>();
    private final Deque<Request> asked = new ArrayDeque<>();
    private final Deque<Parcel> sendBuffer = new ArrayDeque<>();
    private int sendBufferBytes;
    private int onTheWayBytes;

    void add(List<? extends Message> together) {
        messages.add(together);
    }

    void ask(Request request) {
        asked.add(request);
    }

    void cancel(Cancel cancel) {
        asked.removeIf(r -> r.getPieceIndex() == cancel.getPieceIndex() && r.getOffset() == cancel.getOffset());
    }

    /** Forgets the blocks that were asked for and are not in the send buffer yet. */
    void forgetAsked() {
        asked.clear();
    }

    void forgetAll() {
        messages.clear();
        asked.clear();
    }

    boolean isAsked() {
        return !asked.isEmpty();
    }

    /** Which blocks can be sent now. */
    interface Stock {
        boolean isHere(int pieceIndex, int offset);
    }

    /** Moves the next parcel into the send buffer; null if there is none, or no room. */
    Parcel buffer(int sendBytes, Stock stock) {
        if (sendBufferBytes >= sendBytes) {
            return null;
        }
        Parcel parcel = messages.isEmpty() ? nextBlock(stock) : new Parcel(messages.poll(), null);
        if (parcel == null) {
            return null;
        }
        sendBuffer.add(parcel);
        sendBufferBytes += parcel.lengthBytes();
        return parcel;
    }

    private Parcel nextBlock(Stock stock) {
        for (Iterator<Request> all = asked.iterator(); all.hasNext();) {
            Request next = all.next();
            if (stock.isHere(next.getPieceIndex(), next.getOffset())) {
                all.remove();
                return new Parcel(null, next);
            }
        }
        return null;
    }

    boolean maySend(int windowBytes) {
        return !sendBuffer.isEmpty() && onTheWayBytes < windowBytes;
    }

    Parcel take() {
        Parcel parcel = sendBuffer.poll();
        onTheWayBytes += parcel.lengthBytes();
        return parcel;
    }

    /** The receiver's end has it. */
    void delivered(Parcel parcel) {
        sendBufferBytes -= parcel.lengthBytes();
        onTheWayBytes -= parcel.lengthBytes();
    }
}
