package org.ocsbt.storage;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another store whose medium breaks at a chosen call. Calls are counted from 1; from the chosen one on
 * all calls of that kind fail.
 */
public final class FaultyBlockStore implements BlockStore {
    /** What can fail. */
    public enum Fault {
        READ, WRITE, FLUSH, CLOSE,
        /** The chosen write alone leaves one wrong bit behind, and says nothing. */
        FLIP
    }

    private final BlockStore below;
    private final Fault fault;
    private final int fromCall;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    public FaultyBlockStore(BlockStore below, Fault fault, int fromCall) {
        this.below = below;
        this.fault = fault;
        this.fromCall = fromCall;
    }

    private void count(Fault kind) throws MediumException {
        if (kind == fault && calls.incrementAndGet() >= fromCall) {
            throw new MediumException("cannot " + kind.name().toLowerCase(Locale.ROOT)
                    + " broken medium: Input/output error");
        }
    }

    @Override
    public void read(long torrentOffset, ByteBuffer target) throws MediumException {
        count(Fault.READ);
        below.read(torrentOffset, target);
    }

    @Override
    public void readMedium(long torrentOffset, ByteBuffer target) throws MediumException {
        count(Fault.READ);
        below.readMedium(torrentOffset, target);
    }

    @Override
    public String place(long torrentOffset, long lengthBytes) {
        return below.place(torrentOffset, lengthBytes);
    }

    @Override
    public void write(long torrentOffset, ByteBuffer source) throws MediumException {
        writes.incrementAndGet();
        count(Fault.WRITE);
        ByteBuffer written = source.duplicate();
        below.write(torrentOffset, source);
        if (fault == Fault.FLIP && calls.incrementAndGet() == fromCall) {
            below.write(torrentOffset, ByteBuffer.wrap(new byte[] {(byte) (written.get() ^ 1)}));
        }
    }

    @Override
    public void flush() throws MediumException {
        count(Fault.FLUSH);
        below.flush();
    }

    @Override
    public String medium() {
        return below.medium();
    }

    @Override
    public void close() throws MediumException {
        count(Fault.CLOSE);
        below.close();
    }

    /** How often somebody tried to write. */
    public int writes() {
        return writes.get();
    }
}
