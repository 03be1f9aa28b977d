package org.ocsbt.downloader.torrent;

import java.util.ArrayList;
import java.util.List;
import org.ocsbt.downloader.peer.PeerConnection;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.Choker;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.Bitfield;

/** What a torrent knows of one connected client. Owned by the torrent's loop. */
final class Peer implements Choker.Candidate {
    final PeerConnection connection;
    /** What the client has. */
    final Bitfield pieces;
    final RateMeter downloadRate = new RateMeter();
    final RateMeter uploadRate = new RateMeter();
    /** We want something of it, and it knows. */
    boolean weAreInterested;
    boolean chokesUs = true;
    /** It can be asked for more. */
    boolean hungry;
    private final List<BlockRun> runs = new ArrayList<>();
    private boolean interested;
    private boolean served;
    private long waitingSinceMillis;
    private long turnStartBytes;
    private long turnStartMillis;

    Peer(PeerConnection connection, int pieceCount) {
        this.connection = connection;
        this.pieces = new Bitfield(pieceCount);
    }

    void setInterested(boolean nowInterested, long nowMillis) {
        interested = nowInterested;
        waitingSinceMillis = nowMillis;
    }

    void setServed(boolean nowServed, long nowMillis) {
        served = nowServed;
        waitingSinceMillis = nowMillis;
        turnStartMillis = nowMillis;
        turnStartBytes = connection.uploadedBytes();
    }

    /** Runs of blocks it is to deliver. */
    List<BlockRun> runs() {
        return runs;
    }

    void addRun(BlockRun run) {
        runs.add(run);
    }

    /** It won't deliver {@code gone}, which is the end of one of its runs. */
    void cutRun(BlockRun gone) {
        for (int i = 0; i < runs.size(); i++) {
            BlockRun run = runs.get(i);
            if (run.download() == gone.download() && run.fromBlock() <= gone.fromBlock()
                    && gone.endBlock() <= run.endBlock()) {
                runs.remove(i);
                if (run.fromBlock() < gone.fromBlock()) {
                    runs.add(i, new BlockRun(run.download(), run.fromBlock(), gone.fromBlock()));
                }
                return;
            }
        }
    }

    void forget(PieceDownload download) {
        runs.removeIf(run -> run.download() == download);
    }

    void sampleRates(long nowMillis) {
        downloadRate.sample(connection.downloadedBytes(), nowMillis);
        uploadRate.sample(connection.uploadedBytes(), nowMillis);
    }

    @Override
    public boolean isInterested() {
        return interested;
    }

    @Override
    public boolean isServed() {
        return served;
    }

    @Override
    public long waitingSinceMillis() {
        return waitingSinceMillis;
    }

    @Override
    public long bytesInThisTurn() {
        return connection.uploadedBytes() - turnStartBytes;
    }

    @Override
    public long lastActiveMillis() {
        return Math.max(turnStartMillis, connection.lastServedMillis());
    }
}
