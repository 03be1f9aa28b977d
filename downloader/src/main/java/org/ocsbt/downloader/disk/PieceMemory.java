package org.ocsbt.downloader.disk;

import org.ocsbt.downloader.pick.PieceDownload;

/** Where pieces are put together before they are written. */
public interface PieceMemory {
    /** Begins a piece, or returns null while there is no memory for it. */
    PieceDownload begin(int pieceIndex);

    /** Gives a begun piece up, of which no peer is about to deliver a block and which isn't complete. */
    void abandon(PieceDownload download);

    /** Nobody needs this written piece in memory any more. Who asks for it after all gets it from the medium. */
    void release(int pieceIndex);
}
