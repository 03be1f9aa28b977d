package org.ocsbt.downloader.torrent;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.ocsbt.downloader.disk.PieceMemory;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.downloader.pick.PiecePicker;

/** Pieces that are being fetched, from the first block that is asked for until they are verified. Owned by the torrent's loop. */
final class BegunPieces {
    private final PieceMemory memory;
    private final PiecePicker picker;
    private final Collection<Peer> peers;
    /** By index, the oldest first. */
    private final Map<Integer, BegunPiece> begun = new LinkedHashMap<>();
    /** Pieces that were corrupt with several sources: from one source each time, to find the liar. */
    private final Set<Integer> suspect = new HashSet<>();

    BegunPieces(PieceMemory memory, PiecePicker picker, Collection<Peer> peers) {
        this.memory = memory;
        this.picker = picker;
        this.peers = peers;
    }

    /** Those pieces by index, as they are at any time; only to be read. */
    Map<Integer, BegunPiece> byIndex() {
        return begun;
    }

    /** A copy, to change something on the way. */
    List<BegunPiece> all() {
        return List.copyOf(begun.values());
    }

    /** Null if it isn't begun. */
    BegunPiece get(int piece) {
        return begun.get(piece);
    }

    /** Bytes of these pieces that are here. */
    long receivedBytes() {
        return begun.values().stream().mapToLong(b -> b.download.receivedBytes()).sum();
    }

    /** Begins a piece that was taken from the picker, and returns its first blocks; null if there is no memory for it. */
    BlockRun begin(int index, int maxBlocks) {
        PieceDownload download = memory.begin(index);
        if (download == null) {
            picker.putBack(index);
            return null;
        }
        begun.put(index, new BegunPiece(download, suspect.contains(index)));
        return download.giveFreeRun(maxBlocks);
    }

    /** The next blocks of the oldest such piece that this peer can help with; null if there are none. */
    BlockRun goOn(Predicate<BegunPiece> which, Peer peer, int maxBlocks) {
        for (BegunPiece piece : begun.values()) {
            if (piece.mayJoin(peer) && which.test(piece)) {
                BlockRun run = piece.download.giveFreeRun(maxBlocks);
                if (run != null) {
                    return run;
                }
            }
        }
        return null;
    }

    /** The piece's memory goes back; it is begun anew when somebody can deliver it. */
    void giveUp(BegunPiece piece) {
        forget(piece.index());
        picker.putBack(piece.index());
        memory.abandon(piece.download);
    }

    /** The piece is not on its way any more. */
    BegunPiece forget(int piece) {
        BegunPiece gone = begun.remove(piece);
        peers.forEach(peer -> peer.forget(gone.download));
        return gone;
    }

    /**
     * The piece's hash was wrong, so that it has to be begun anew.
     *
     * @return the peer all of it is from, or null if there were several or it took back what it had said of the piece
     */
    Peer corrupt(int index) {
        BegunPiece gone = forget(index);
        picker.putBack(index);
        if (gone.sources.size() > 1) {
            suspect.add(index);
        }
        return gone.sources.size() > 1 || gone.isSpoilt() ? null : gone.sources.iterator().next();
    }
}
