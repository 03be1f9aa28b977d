package org.ocsbt.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.ocsbt.extent.SliceNames;

/**
 * A disk, in a file, that fails as disks do, below a {@link RawDeviceStore}. It also remembers what each
 * write has replaced since the last flush, so that the power can be cut.
 */
public final class FaultyMedium {
    private static final int SECTOR_BYTES = 4096;
    private static final int MOST_SLOW_MILLIS = 20;

    /** What it does from the chosen call of that kind on. */
    public enum Fault {
        NONE, WRITE_ERROR, FULL, READ_ERROR, FLUSH_ERROR, VANISHES,
        /** Every transfer takes or gives only some of the bytes. */
        SHORT,
        /** Every transfer takes a while. */
        SLOW,
        /** The chosen write takes until {@link #release}. */
        STUCK,
        /** The chosen write leaves one wrong bit behind. */
        FLIP
    }

    private record Replaced(long offset, byte[] bytes) {}

    private final Path path;
    private final Random random;
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch struck = new CountDownLatch(1);
    /** Since the last flush, the latest last. */
    private final Deque<Replaced> unflushed = new ArrayDeque<>();
    private volatile Fault fault;
    private int callsLeft;

    /** @param fromCall 1 or more */
    public FaultyMedium(Path path, Fault fault, int fromCall, Random random) {
        this.path = path;
        this.fault = fault;
        this.callsLeft = fromCall;
        this.random = random;
    }

    public RawDeviceStore openForWriting(SliceNames.Layout layout) throws MediumException {
        return RawDeviceStore.openForWriting(path, layout, this::open);
    }

    public RawDeviceStore openForReading(SliceNames.Layout layout) throws MediumException {
        return RawDeviceStore.openForReading(path, layout, this::open);
    }

    private FileChannel open(Path file, OpenOption... options) throws IOException {
        return new FaultyChannel(this, FileChannel.open(file, options), List.of(options).contains(ExtendedOpenOption.DIRECT));
    }

    /** Waits until the fault has happened at least once. */
    public void awaitStruck() throws InterruptedException {
        struck.await();
    }

    /** Whether the fault has happened. */
    public boolean hasStruck() {
        return struck.getCount() == 0;
    }

    /** Lets a stuck write go on. */
    public void release() {
        released.countDown();
    }

    /** From now on there is no such device. */
    public synchronized void vanish() {
        fault = Fault.VANISHES;
        callsLeft = 0;
    }

    /** The power goes: each sector written since the last flush is on the disk, or isn't. The store must be closed. */
    public synchronized void cutPower() throws IOException {
        try (FileChannel file = FileChannel.open(path, WRITE)) {
            while (!unflushed.isEmpty()) {
                Replaced entry = unflushed.removeLast();
                for (int from = 0; from < entry.bytes.length; from += SECTOR_BYTES) {
                    if (random.nextBoolean()) {
                        int length = Math.min(SECTOR_BYTES, entry.bytes.length - from);
                        file.write(ByteBuffer.wrap(entry.bytes, from, length), entry.offset + from);
                    }
                }
            }
            file.force(false);
        }
    }

    /** Counts a call of this kind; whether the fault is due. */
    private boolean isDue() {
        callsLeft = Math.max(0, callsLeft - 1);
        if (callsLeft == 0) {
            struck.countDown();
        }
        return callsLeft == 0;
    }

    /** @return how many bytes this transfer may move */
    private int begin(Fault failing, int wanted, boolean direct) throws IOException {
        synchronized (this) {
            if (fault == Fault.VANISHES && isDue()) {
                throw new IOException("No such device or address");
            }
            if (fault == failing && isDue()) {
                throw new IOException("Input/output error");
            }
            if (fault == Fault.SHORT && isDue() && wanted > 1) {
                int some = 1 + random.nextInt(wanted - 1);
                return direct ? Math.max(SECTOR_BYTES, some / SECTOR_BYTES * SECTOR_BYTES) : some;
            }
        }
        if (fault == Fault.SLOW) {
            struck.countDown();
            pause(1 + random.nextInt(MOST_SLOW_MILLIS));
        }
        return wanted;
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    int read(FileChannel file, ByteBuffer target, long position, boolean direct) throws IOException {
        int allowed = begin(Fault.READ_ERROR, target.remaining(), direct);
        int limit = target.limit();
        try {
            return file.read(target.limit(target.position() + allowed), position);
        } finally {
            target.limit(limit);
        }
    }

    int write(FileChannel file, ByteBuffer source, long position, boolean direct) throws IOException {
        int allowed = begin(Fault.WRITE_ERROR, source.remaining(), direct);
        boolean flips = false;
        synchronized (this) {
            if (fault == Fault.FULL && isDue()) {
                throw new IOException("No space left on device");
            }
            flips = fault == Fault.FLIP && callsLeft > 0 && isDue();
            if (fault == Fault.STUCK && callsLeft > 0 && isDue()) {
                awaitRelease();
            }
            remember(position, allowed);
        }
        int limit = source.limit();
        int from = source.position();
        try {
            int count = file.write(source.limit(from + allowed), position);
            if (flips) {
                flip(position + random.nextInt(count));
            }
            return count;
        } finally {
            source.limit(limit);
        }
    }

    private void awaitRelease() throws IOException {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private void remember(long position, int length) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(length);
        try (FileChannel file = FileChannel.open(path, READ)) {
            while (before.hasRemaining() && file.read(before, position + before.position()) > 0) {
                // until all is here
            }
        }
        unflushed.addLast(new Replaced(position, before.array()));
    }

    private void flip(long position) throws IOException {
        try (FileChannel file = FileChannel.open(path, READ, WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8))).rewind();
            file.write(one, position);
            file.force(false);
        }
    }

    void flush(FileChannel file) throws IOException {
        begin(Fault.FLUSH_ERROR, 0, false);
        file.force(false);
        synchronized (this) {
            unflushed.clear();
        }
    }
}
