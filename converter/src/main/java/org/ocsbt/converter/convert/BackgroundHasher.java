package org.ocsbt.converter.convert;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.metainfo.PieceHashes;

/**
 * Hashes pieces in a thread of its own. Buffers go round: who has data takes an empty one, fills it and
 * hands it over; when all are full it waits.
 */
final class BackgroundHasher implements Closeable {
    private static final int BUFFERS = 4;
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final PieceHasher hasher;
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final Thread thread;

    BackgroundHasher(int pieceLengthBytes, int bufferBytes) {
        hasher = new PieceHasher(pieceLengthBytes);
        for (int i = 0; i < BUFFERS; i++) {
            empty.add(new byte[bufferBytes]);
        }
        thread = new Thread(this::hash, "piece-hasher");
        thread.setDaemon(true);
        thread.start();
    }

    private void hash() {
        try {
            for (ByteBuffer data = full.take(); data != END; data = full.take()) {
                byte[] buffer = data.array();
                hasher.update(data);
                empty.put(buffer);
            }
        } catch (InterruptedException e) {
            // closed: nobody wants the hashes
        }
    }

    /** A buffer to fill; it is to be given back with {@link #submit}. */
    byte[] takeBuffer() throws InterruptedException {
        return empty.take();
    }

    /** Hands over a buffer of which the first {@code length} bytes are what comes next. */
    void submit(byte[] buffer, int length) throws InterruptedException {
        full.put(ByteBuffer.wrap(buffer, 0, length));
    }

    /** The hashes of all that was handed over. */
    PieceHashes finish() throws InterruptedException {
        full.put(END);
        thread.join();
        return hasher.finish();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
