package org.ocsbt.downloader.peer;

import bt.protocol.Cancel;
import bt.protocol.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.PieceGeometry;

/**
 * The blocks that one peer is to deliver: assigned, then requested in order and always a window ahead,
 * then received. Owned by the connection's loop.
 */
final class RequestPipeline {
    /** 512 KiB: fills a fast link at first, and is a fraction of a second on a slow one. */
    private static final int FIRST_WINDOW_BLOCKS = 32;
    /**
     * How far ahead to ask: what the peer delivers in this time, but no less than some blocks.
     *
     * @param millis how long that lasts
     * @param leastBlocks the least for a slow peer
     * @param mostBlocks the most for a fast one
     */
    record Ahead(long millis, int leastBlocks, int mostBlocks) {
        /** For our own kind: more would only keep blocks from those who could deliver them sooner. */
        static final Ahead OF_KIN = new Ahead(100, 6, 1000);
        /**
         * For others: transmission answers every half second what has been asked by then, so that its rate looks
         * like zero in between; a shorter window would shrink the rate, and that the window. Some drop requests
         * beyond 250.
         */
        static final Ahead OF_OTHERS = new Ahead(1000, 32, 250);
    }

    /** One assigned run. */
    private static final class Part {
        private final PieceDownload download;
        private int nextRequest;
        private int end;
        /** Requested blocks that are here, and where the first missing one is. */
        private final BitSet received = new BitSet();
        private int firstMissing;

        private Part(BlockRun run) {
            download = run.download();
            nextRequest = run.fromBlock();
            firstMissing = run.fromBlock();
            end = run.endBlock();
        }

        private boolean isOutstanding(int block) {
            return block >= firstMissing && block < nextRequest && !received.get(block);
        }
    }

    /** A block that the peer owes us. */
    record Expected(PieceDownload download, int block) {
        int offset() {
            return PieceGeometry.blockOffset(block);
        }

        int lengthBytes() {
            return download.blockLength(block);
        }

        private boolean is(PieceDownload otherDownload, int otherBlock) {
            return download == otherDownload && block == otherBlock;
        }
    }

    private final Deque<Part> parts = new ArrayDeque<>();
    private int outstanding;
    private int unrequested;
    private final Ahead ahead;
    private int windowBlocks = FIRST_WINDOW_BLOCKS;

    RequestPipeline(Ahead ahead) {
        this.ahead = ahead;
    }

    void assign(BlockRun run) {
        parts.add(new Part(run));
        unrequested += run.endBlock() - run.fromBlock();
    }

    /** Adapts the window to what the peer delivers. */
    void setRate(long bytesPerSecond) {
        long blocks = bytesPerSecond * ahead.millis() / 1000 / PieceGeometry.BLOCK_LENGTH_BYTES;
        windowBlocks = (int) Math.max(ahead.leastBlocks(), Math.min(ahead.mostBlocks(), blocks));
    }

    boolean isHungry() {
        return unrequested + outstanding < windowBlocks;
    }

    /** Requests to send now: none until the window is half empty, then all at once, so that they come in runs. */
    void refill(Consumer<Request> send) {
        if (outstanding > windowBlocks / 2) {
            return;
        }
        for (Part part : parts) {
            while (part.nextRequest < part.end && outstanding < windowBlocks) {
                int block = part.nextRequest++;
                outstanding++;
                unrequested--;
                send.accept(new Request(part.download.pieceIndex(), PieceGeometry.blockOffset(block),
                        part.download.blockLength(block)));
            }
        }
    }

    /**
     * The next blocks in the order of their requests, at most {@code max}.
     *
     * @param underWay left out, as a part of it is here already; may be null
     */
    List<Expected> expected(int max, Expected underWay) {
        List<Expected> next = new ArrayList<>(max);
        for (Part part : parts) {
            for (int block = part.firstMissing; block < part.nextRequest && next.size() < max; block++) {
                if (!part.received.get(block) && (underWay == null || !underWay.is(part.download, block))) {
                    next.add(new Expected(part.download, block));
                }
            }
        }
        return next;
    }

    /** The outstanding block with these coordinates, or null: then nobody asked for it, or not any more. */
    Expected find(int pieceIndex, int offset, int lengthBytes) {
        int block = offset / PieceGeometry.BLOCK_LENGTH_BYTES;
        for (Part part : parts) {
            if (part.download.pieceIndex() == pieceIndex && part.isOutstanding(block)
                    && PieceGeometry.blockOffset(block) == offset && part.download.blockLength(block) == lengthBytes) {
                return new Expected(part.download, block);
            }
        }
        return null;
    }

    /** The block is here, whole. */
    void received(Expected expected) {
        outstanding--;
        for (Iterator<Part> all = parts.iterator(); all.hasNext();) {
            Part part = all.next();
            if (part.download == expected.download() && part.isOutstanding(expected.block())) {
                part.received.set(expected.block());
                part.firstMissing = part.received.nextClearBit(part.firstMissing);
                if (part.firstMissing >= part.end) {
                    all.remove();
                }
                break;
            }
        }
        expected.download().received(expected.block());
    }

    /**
     * Gives blocks from {@code fromBlock} on back, requested or not, but not {@code kept}, of which a part is
     * here already.
     */
    void withdraw(PieceDownload download, int fromBlock, Expected kept, Consumer<Cancel> send, Consumer<BlockRun> back) {
        for (Iterator<Part> all = parts.iterator(); all.hasNext();) {
            Part part = all.next();
            if (part.download != download) {
                continue;
            }
            int from = Math.max(fromBlock, part.firstMissing);
            if (kept != null && kept.download() == download && kept.block() >= from && kept.block() < part.end) {
                from = kept.block() + 1;
            }
            if (from < part.end) {
                cutOff(part, from, send);
                back.accept(giveBack(part, from));
                if (part.firstMissing >= part.end) {
                    all.remove();
                }
            }
        }
    }

    private void cutOff(Part part, int from, Consumer<Cancel> send) {
        for (int block = from; block < part.nextRequest; block++) {
            if (part.isOutstanding(block)) {
                send.accept(new Cancel(part.download.pieceIndex(), PieceGeometry.blockOffset(block),
                        part.download.blockLength(block)));
            }
        }
    }

    private BlockRun giveBack(Part part, int from) {
        for (int block = from; block < part.nextRequest; block++) {
            outstanding -= part.isOutstanding(block) ? 1 : 0;
        }
        unrequested -= part.end - Math.max(from, part.nextRequest);
        BlockRun run = new BlockRun(part.download, from, part.end);
        part.download.takeBack(from, part.end);
        part.end = from;
        part.nextRequest = Math.min(part.nextRequest, from);
        return run;
    }

    /** Gives everything back: the peer choked us and forgets our requests, or is gone. */
    void clear(Consumer<BlockRun> back) {
        while (!parts.isEmpty()) {
            Part part = parts.poll();
            if (part.firstMissing < part.end) {
                back.accept(giveBack(part, part.firstMissing));
            }
        }
        outstanding = 0;
        unrequested = 0;
    }
}
