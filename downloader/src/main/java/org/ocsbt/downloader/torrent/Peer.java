package org.ocsbt.downloader.torrent;

import java.util.ArrayList;
import java.util.List;
import org.ocsbt.downloader.peer.PeerLink;
import org.ocsbt.downloader.pick.BlockRun;
import org.ocsbt.downloader.pick.Choker;
import org.ocsbt.downloader.pick.PieceDownload;
import org.ocsbt.piece.Bitfield;
import org.ocsbt.piece.PieceGeometry;

/** What a torrent knows of one connected client. Owned by the torrent's loop. */
final class Peer implements Choker.Candidate {
    /** Several times what a busy disk or switch makes a peer pause, in milliseconds. */
    private static final long STALLED_MILLIS = 3000;
    private static final long STUCK_MILLIS = 2 * STALLED_MILLIS;
    private static final long DEAF_MILLIS = 10 * STALLED_MILLIS;
    /** How long a peer rests that stalls; twice as long each time that it has sent nothing since, up to 5 minutes. */
    private static final long REST_MILLIS = 10_000;
    private static final int MOST_DOUBLINGS = 5;
    private static final long MUTE_MILLIS = 10_000;
    /** After so long without a block a peer counts as one without a rate, in milliseconds. */
    private static final long RATE_MILLIS = 1000;
    /** What it is given at once lasts this long: others can help with the rest of the piece, in milliseconds. */
    private static final long RUN_MILLIS = 150;
    private static final int LEAST_RUN_BLOCKS = 4;
    private static final int MAX_RUN_BLOCKS = 1024;

    final PeerLink connection;
    /** What the client has. */
    final Bitfield pieces;
    final RateMeter downloadRate = new RateMeter();
    final RateMeter uploadRate = new RateMeter();
    /** We want something of it, and it knows. */
    boolean weAreInterested;
    boolean chokesUs = true;
    /** It can be asked for more. */
    boolean hungry;
    /** It sent wrong data once, when nobody else could be asked. */
    boolean warned;
    private final long sinceMillis;
    private final List<BlockRun> runs = new ArrayList<>();
    private boolean interested;
    private boolean served;
    private long waitingSinceMillis;
    private long turnStartBytes;
    private long turnStartMillis;
    private long owesSinceMillis;
    private long restSinceMillis;
    private long restUntilMillis;
    private int restsInVain;

    Peer(PeerLink connection, int pieceCount, long nowMillis) {
        this.sinceMillis = nowMillis;
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

    /** How many blocks to give it in one go: what it delivers in a fraction of a second. */
    int blocksAtOnce() {
        long blocks = downloadRate.bytesPerSecond() * RUN_MILLIS / 1000 / PieceGeometry.BLOCK_LENGTH_BYTES;
        return (int) Math.max(LEAST_RUN_BLOCKS, Math.min(MAX_RUN_BLOCKS, blocks));
    }

    void addRun(BlockRun run, long nowMillis) {
        if (!owesBlocks()) {
            owesSinceMillis = nowMillis;
        }
        BlockRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.download() == run.download() && last.endBlock() == run.fromBlock()) {
            runs.set(runs.size() - 1, new BlockRun(run.download(), last.fromBlock(), run.endBlock()));
        } else {
            runs.add(run);
        }
    }

    /** Whether a block it was given is not here yet. */
    boolean owesBlocks() {
        return runs.stream().anyMatch(run -> run.download().firstMissing(run) < run.endBlock());
    }

    /** Whether its rate tells something, or it had the time to show one. */
    boolean hasShownItsRate(long nowMillis) {
        return downloadRate.bytesPerSecond() > 0 || silentMillis(nowMillis) > RATE_MILLIS;
    }

    /** Whether it may be asked for blocks. */
    boolean canDeliver(long nowMillis) {
        return !chokesUs && !rests(nowMillis);
    }

    /** It stalled, and has sent nothing since. */
    boolean rests(long nowMillis) {
        return nowMillis < restUntilMillis && connection.lastBlockMillis() < restSinceMillis;
    }

    /** Nothing has come since it was last given blocks, whether it still owes them or was relieved of them. */
    boolean hasNotAnswered() {
        return connection.lastBlockMillis() < owesSinceMillis;
    }

    /** It owes blocks and has sent none for so long that somebody else should. */
    boolean isStalled(long nowMillis) {
        return owesBlocks() && silentMillis(nowMillis) > STALLED_MILLIS;
    }

    /** It was relieved of its blocks, but one has begun to come and does not end. */
    boolean isStuck(long nowMillis) {
        return owesBlocks() && silentMillis(nowMillis) > STUCK_MILLIS;
    }

    /** It owes blocks for so long that it should be asked for them again. */
    boolean isDeaf(long nowMillis) {
        return owesBlocks() && silentMillis(nowMillis) > DEAF_MILLIS;
    }

    private long silentMillis(long nowMillis) {
        return nowMillis - Math.max(owesSinceMillis, connection.lastBlockMillis());
    }

    /** It has had time enough and neither has anything nor wants anything: others may have its place. */
    boolean isMute(long nowMillis) {
        return pieces.isEmpty() && !interested && nowMillis - sinceMillis > MUTE_MILLIS;
    }

    /** Nothing is asked of it for a while, unless something comes after all. */
    void rest(long nowMillis) {
        if (rests(nowMillis)) {
            return;
        }
        restsInVain = connection.lastBlockMillis() < restSinceMillis ? Math.min(restsInVain + 1, MOST_DOUBLINGS) : 0;
        restSinceMillis = nowMillis;
        restUntilMillis = nowMillis + (REST_MILLIS << restsInVain);
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
    public int pieceCount() {
        return pieces.count();
    }

    @Override
    public boolean waitsForBlocks() {
        return connection.waitsForBlocks();
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
