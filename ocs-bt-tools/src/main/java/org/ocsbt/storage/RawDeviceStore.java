package org.ocsbt.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.ocsbt.extent.ExtentMap;
import org.ocsbt.extent.SliceNames;

/**
 * A torrent whose slices lie at their offsets on one device or image file.
 *
 * <p>Writes to a device go around the page cache where offset, length and memory are aligned: measured,
 * that halves a client's CPU time (docs/dependencies.md). What isn't aligned goes through the cache; the
 * kernel keeps the two views of a device equal. Reads go through the cache.
 */
public final class RawDeviceStore implements BlockStore {
    private static final int ALIGNMENT_BYTES = DirectIo.ALIGNMENT_BYTES;

    /** A torrent.info of 100,000 extents has 8 MB. */
    private static final int MAX_UNPLACED_BYTES = 64 * 1024 * 1024;

    private final Path path;
    private final ExtentMap extents;
    /** The bytes behind the last extent, which have no place on the device: kept to serve them on. */
    private final ByteBuffer unplaced;
    private final FileChannel channel;
    private final Optional<FileChannel> direct;
    private final Optional<ExclusiveClaim> claim;
    private final String medium;

    private RawDeviceStore(
            Path path, SliceNames.Layout layout, FileChannel channel, Optional<FileChannel> direct,
            Optional<ExclusiveClaim> claim, String medium) {
        this.path = path;
        this.extents = layout.extents();
        this.unplaced = ByteBuffer.allocate((int) layout.unplacedBytes());
        this.channel = channel;
        this.direct = direct;
        this.claim = claim;
        this.medium = medium;
    }

    /**
     * Opens a device or image file to be written. Nothing on it is changed.
     *
     * @throws MediumException it is missing, too small, read-only, mounted, swapped on or held by another
     */
    public static RawDeviceStore openForWriting(Path path, SliceNames.Layout layout) throws MediumException {
        return openForWriting(path, layout, FileOpener.SYSTEM);
    }

    static RawDeviceStore openForWriting(Path path, SliceNames.Layout layout, FileOpener files)
            throws MediumException {
        return Reappearance.await(path, () -> openNowForWriting(path, layout, files));
    }

    private static RawDeviceStore openNowForWriting(Path path, SliceNames.Layout layout, FileOpener files)
            throws MediumException {
        Optional<BlockDevice> device = deviceAt(path);
        Optional<String> inUse = device.flatMap(BlockDevice::inUse);
        if (inUse.isPresent()) {
            throw new MediumException("cannot write to " + path + ": it " + inUse.get());
        }
        Optional<ExclusiveClaim> claim =
                device.isPresent() ? Optional.of(ExclusiveClaim.of(path)) : Optional.empty();
        try {
            return open(path, layout, device, claim, true, files);
        } catch (MediumException e) {
            claim.ifPresent(ExclusiveClaim::close);
            throw e;
        }
    }

    /**
     * Opens a device or image file whose data are complete, to be read only.
     *
     * @throws MediumException it is missing or too small, or the torrent holds bytes that lie on no device
     */
    public static RawDeviceStore openForReading(Path path, SliceNames.Layout layout) throws MediumException {
        return openForReading(path, layout, FileOpener.SYSTEM);
    }

    static RawDeviceStore openForReading(Path path, SliceNames.Layout layout, FileOpener files)
            throws MediumException {
        if (layout.unplacedBytes() > 0) {
            throw new MediumException("cannot serve from " + path
                    + ": the torrent holds the file torrent.info, which is not on a device");
        }
        return Reappearance.await(
                path, () -> open(path, layout, deviceAt(path), Optional.empty(), false, files));
    }

    private static RawDeviceStore open(
            Path path, SliceNames.Layout layout, Optional<BlockDevice> device,
            Optional<ExclusiveClaim> claim, boolean writable, FileOpener files) throws MediumException {
        if (layout.unplacedBytes() > MAX_UNPLACED_BYTES) {
            throw new MediumException("the torrent's torrent.info has " + layout.unplacedBytes()
                    + " bytes, at most " + MAX_UNPLACED_BYTES + " are taken");
        }
        try {
            String medium = device.isPresent()
                    ? device.get().disk() : BlockDevice.fileSystemOf(path);
            FileChannel channel = writable ? files.open(path, READ, WRITE) : files.open(path, READ);
            long size = channel.size();
            if (size < layout.extents().targetEnd()) {
                channel.close();
                throw new MediumException(path + " is too small: the image needs "
                        + layout.extents().targetEnd() + " bytes, it has " + size);
            }
            Optional<FileChannel> direct = writable ? DirectIo.open(files, path, READ, WRITE) : Optional.empty();
            return new RawDeviceStore(path, layout, channel, direct, claim, medium);
        } catch (MediumException e) {
            throw e;
        } catch (IOException e) {
            throw new AwayException("cannot open", path.toString(), e);
        }
    }

    private static Optional<BlockDevice> deviceAt(Path path) throws MediumException {
        if (!Files.exists(path)) {
            throw new AwayException("cannot open " + path + ": no such device or file");
        }
        if (Files.isDirectory(path)) {
            throw new MediumException("cannot open " + path + ": it is a directory, not a device or image file");
        }
        try {
            Optional<BlockDevice> device = BlockDevice.at(path);
            if (device.isEmpty() && !Files.isRegularFile(path)) {
                // A pipe would be waited for, a terminal has no offsets.
                throw new MediumException("cannot open " + path + ": it is neither a block device nor a file");
            }
            return device;
        } catch (MediumException e) {
            throw e;
        } catch (IOException e) {
            throw new AwayException("cannot open", path.toString(), e);
        }
    }

    @Override
    public void read(long torrentOffset, ByteBuffer target) throws MediumException {
        transfer(torrentOffset, target, (offset, part) -> PositionalIo.readFully(channel, offset, part, path.toString()),
                this::readUnplaced);
    }

    @Override
    public void readMedium(long torrentOffset, ByteBuffer target) throws MediumException {
        if (direct.isEmpty()) {
            read(torrentOffset, target);
            return;
        }
        transfer(torrentOffset, target,
                (offset, part) -> DirectIo.readFully(direct.get(), offset, part, path.toString()), this::readUnplaced);
    }

    private void readUnplaced(int offset, ByteBuffer part) {
        part.put(unplaced.duplicate().position(offset).limit(offset + part.remaining()));
    }

    @Override
    public String place(long torrentOffset, long lengthBytes) {
        if (torrentOffset >= extents.totalBytes()) {
            return "torrent.info, " + lengthBytes + " bytes";
        }
        ExtentMap.Segment first = extents.segment(
                torrentOffset, (int) Math.min(lengthBytes, extents.totalBytes() - torrentOffset));
        return path + " at offset " + first.targetOffset() + ", " + lengthBytes + " bytes"
                + (first.lengthBytes() < lengthBytes ? " (in several extents)" : "");
    }

    @Override
    public void write(long torrentOffset, ByteBuffer source) throws MediumException {
        transfer(torrentOffset, source, this::writePlaced,
                (offset, part) -> unplaced.duplicate().position(offset).put(part));
    }

    private void transfer(long torrentOffset, ByteBuffer buffer, Placed placed, Unplaced rest) throws MediumException {
        int end = buffer.limit();
        long position = torrentOffset;
        while (buffer.position() < end && position < extents.totalBytes()) {
            int wanted = (int) Math.min(end - buffer.position(), extents.totalBytes() - position);
            ExtentMap.Segment segment = extents.segment(position, wanted);
            buffer.limit(buffer.position() + segment.lengthBytes());
            placed.transfer(segment.targetOffset(), buffer);
            position += segment.lengthBytes();
            buffer.limit(end);
        }
        if (buffer.hasRemaining()) {
            rest.transfer(Math.toIntExact(position - extents.totalBytes()), buffer);
        }
    }

    private interface Placed {
        void transfer(long targetOffset, ByteBuffer part) throws MediumException;
    }

    private interface Unplaced {
        void transfer(int offset, ByteBuffer part);
    }

    private void writePlaced(long offset, ByteBuffer part) throws MediumException {
        int end = part.limit();
        if (direct.isPresent() && isCongruent(offset, part)) {
            int head = (int) Math.min(-offset & (ALIGNMENT_BYTES - 1), part.remaining());
            int body = (part.remaining() - head) & -ALIGNMENT_BYTES;
            offset = writePart(channel, offset, part, head);
            offset = writePart(direct.get(), offset, part, body);
        }
        writePart(channel, offset, part, end - part.position());
    }

    private long writePart(FileChannel to, long offset, ByteBuffer part, int lengthBytes) throws MediumException {
        if (lengthBytes > 0) {
            int end = part.limit();
            PositionalIo.writeFully(to, offset, part.limit(part.position() + lengthBytes), path.toString());
            part.limit(end);
        }
        return offset + lengthBytes;
    }

    /** Whether memory and device meet their alignment at the same byte. */
    private static boolean isCongruent(long offset, ByteBuffer part) {
        return part.isDirect()
                && part.alignmentOffset(part.position(), ALIGNMENT_BYTES) == (int) (offset % ALIGNMENT_BYTES);
    }

    @Override
    public void flush() throws MediumException {
        try {
            channel.force(false);
            if (direct.isPresent()) {
                direct.get().force(false);
            }
        } catch (IOException e) {
            throw new MediumException("cannot flush", path.toString(), e);
        }
    }

    @Override
    public String medium() {
        return medium;
    }

    @Override
    public void close() throws MediumException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MediumException("cannot close", path.toString(), e);
        } finally {
            closeDirect();
            claim.ifPresent(ExclusiveClaim::close);
        }
    }

    private void closeDirect() throws MediumException {
        try {
            if (direct.isPresent()) {
                direct.get().close();
            }
        } catch (IOException e) {
            throw new MediumException("cannot close", path.toString(), e);
        }
    }
}
