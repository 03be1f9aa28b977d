package org.ocsbt.downloader.disk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.ocsbt.metainfo.Metainfo;
import org.ocsbt.metainfo.PieceHasher;
import org.ocsbt.storage.BlockStore;
import org.ocsbt.storage.MediumException;

/**
 * Reads for peers what lies on the medium, and hashes it on the way: data that became unreadable or others
 * since they were written, or since the torrent was made, are noticed here and not on every client. Peers fetch
 * a piece from its start; the read that completes it fails where the hash is wrong, so that nobody ever
 * gets all of such a piece. A read that does not follow the one before has the whole piece hashed first.
 */
final class ServedPieces {
    /** A piece found right is taken for right as long as this: every piece is looked at again at each round. */
    private static final int FRESH_SECONDS = 60;

    private final Metainfo metainfo;
    private final BlockStore store;
    /** When each piece was last found right, in seconds from 1 on; 0 for never. */
    private final AtomicIntegerArray rightAtSeconds;
    private final long startNanos = System.nanoTime();
    private final Map<Integer, Pass> passes = new ConcurrentHashMap<>();

    ServedPieces(Metainfo metainfo, BlockStore store) {
        this.metainfo = metainfo;
        this.store = store;
        this.rightAtSeconds = new AtomicIntegerArray(metainfo.geometry().pieceCount());
    }

    /** One way through a piece from its start. Guarded by the object. */
    private static final class Pass {
        private final MessageDigest sha1 = PieceHasher.sha1();
        private int hashedBytes;
    }

    /**
     * Fills {@code target} with a range of a piece.
     *
     * @throws MediumException the medium failed, or holds something else by now
     */
    void read(int pieceIndex, int offset, ByteBuffer target) throws MediumException {
        if (isFresh(pieceIndex)) {
            store.read(metainfo.geometry().pieceOffset(pieceIndex) + offset, target);
            return;
        }
        Pass pass = passes.computeIfAbsent(pieceIndex, piece -> new Pass());
        synchronized (pass) {
            readAndHash(pass, pieceIndex, offset, target);
        }
    }

    private void readAndHash(Pass pass, int pieceIndex, int offset, ByteBuffer target) throws MediumException {
        StoredPiece piece = new StoredPiece(store, metainfo, pieceIndex);
        if (pass.hashedBytes != offset && !isFresh(pieceIndex)) {
            conclude(pieceIndex, piece.isRight());
        }
        int from = target.position();
        store.read(metainfo.geometry().pieceOffset(pieceIndex) + offset, target);
        if (!isFresh(pieceIndex)) {
            pass.sha1.update(target.duplicate().flip().position(from));
            pass.hashedBytes += target.position() - from;
            if (pass.hashedBytes == metainfo.geometry().pieceLength(pieceIndex)) {
                conclude(pieceIndex, metainfo.hashes().matches(pieceIndex, pass.sha1.digest()));
            }
        }
    }

    private void conclude(int pieceIndex, boolean right) throws MediumException {
        passes.remove(pieceIndex);
        if (!right) {
            throw new StoredPiece(store, metainfo, pieceIndex).otherData();
        }
        rightAtSeconds.set(pieceIndex, nowSeconds());
    }

    private boolean isFresh(int pieceIndex) {
        int right = rightAtSeconds.get(pieceIndex);
        return right > 0 && nowSeconds() - right < FRESH_SECONDS;
    }

    private int nowSeconds() {
        return 1 + (int) ((System.nanoTime() - startNanos) / 1_000_000_000);
    }
}
