package org.ocsbt.downloader.session;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.ocsbt.SampleTorrent;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.HeapBlockStore;
import org.ocsbt.storage.MediumException;

/** A seeder's store that counts what is read until every byte has been read once. */
final class FirstRoundStore implements BlockStore {
    private final BlockStore below;
    private final BitSet unread = new BitSet();
    private long bytes;

    FirstRoundStore(SampleTorrent torrent) {
        below = new HeapBlockStore(torrent.content(), "heap");
        unread.set(0, torrent.content().length);
    }

    @Override
    public synchronized void read(long torrentOffset, ByteBuffer target) throws MediumException {
        if (!unread.isEmpty()) {
            bytes += target.remaining();
            unread.clear((int) torrentOffset, (int) torrentOffset + target.remaining());
        }
        below.read(torrentOffset, target);
    }

    @Override
    public void readMedium(long torrentOffset, ByteBuffer target) throws MediumException {
        read(torrentOffset, target);
    }

    @Override
    public String place(long torrentOffset, long lengthBytes) {
        return below.place(torrentOffset, lengthBytes);
    }

    synchronized long bytesOfFirstRound() {
        return bytes;
    }

    @Override
    public void write(long torrentOffset, ByteBuffer source) throws MediumException {
        throw new MediumException("a seeder writes nothing");
    }

    @Override
    public void flush() throws MediumException {
        below.flush();
    }

    @Override
    public String medium() {
        return below.medium();
    }

    @Override
    public void close() throws MediumException {
        below.close();
    }
}
