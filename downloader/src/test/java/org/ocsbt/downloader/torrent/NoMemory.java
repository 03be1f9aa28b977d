package org.ocsbt.downloader.torrent;

import org.ocsbt.downloader.disk.PieceMemory;
import org.ocsbt.downloader.pick.PieceDownload;

/** Memory for no piece at all, so that none is begun. */
final class NoMemory implements PieceMemory {
    @Override
    public PieceDownload begin(int pieceIndex) {
        return null;
    }

    @Override
    public void abandon(PieceDownload download) {
        throw new UnsupportedOperationException("nothing was begun");
    }

    @Override
    public void release(int pieceIndex) {
        throw new UnsupportedOperationException("nothing was written");
    }
}
