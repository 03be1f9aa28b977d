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
    /** Who has asked for a block or taken a part of one in so long wants more, in milliseconds. */
    private static final long ASKING_MILLIS = 500;
    /** After so long without a block a peer counts as one without a rate, in milliseconds. */
    private static final long RATE_MILLIS = 1000;
    /** What our own kind is given at once lasts this long, so a whole piece unless it is slow, in milliseconds. */
    private static final long RUN_OF_KIN_MILLIS = 1000;
    /** For others: they may stop to serve at any time, and then somebody else can help with the rest, in milliseconds. */
    private static final long RUN_OF_OTHERS_MILLIS = 150;
    private static final int LEAST_RUN_BLOCKS = 4;
    private static final int MAX_RUN_BLOCKS = 1024;
    /** Who delivers less than this part of the best rate of another one is slow. */
    private static final int SLOWNESS = 16;
    /** Its rate tells nothing before, in milliseconds. */
    private static final long TRIAL_MILLIS = 2000;

    final PeerLink connection;
    /** What the client has. */
    final Bitfield pieces;
    /** Those, and what it has promised: see {@link Promises}. */
    final Bitfield offered;
    final RateMeter downloadRate = new RateMeter();
    final RateMeter uploadRate = new RateMeter();
    final TakingRate takingRate;
    final PieceNews news;
    /** It is a program like this one. */
    final boolean kin;
    final long sinceMillis;
    /** We want something of it, and it knows. */
    boolean weAreInterested;
    boolean chokesUs = true;
    /** It can be asked for more. */
    boolean hungry;
    /** It sent wrong data once, when nobody else could be asked. */
    boolean warned;
    /** Something that it promised was wrong, and it did not say so. */
    boolean distrusted;
    private final int lot;
    private final List<BlockRun> runs = new ArrayList<>();
    private boolean interested;
    private boolean served;
    private boolean hasWanted;
    private boolean slow;
    private boolean slowSource;
    private boolean favoured;
    private int piece = -1;
    private int bytesOfPiece;
    private boolean betweenPieces = true;
    private long turnStartMillis;
    private long owesSinceMillis;
    private long restSinceMillis;
    private long restUntilMillis;
    private int restsInVain;

    /**
     * @param kin whether it is a program like this one
     * @param lot see {@link Choker.Candidate#lot}
     */
    Peer(PeerLink connection, int pieceCount, boolean kin, int lot, long nowMillis) {
        this.sinceMillis = nowMillis;
        this.takingRate = new TakingRate(nowMillis);
        this.kin = kin;
        this.lot = lot;
        this.connection = connection;
        this.news = new PieceNews(connection);
        this.pieces = new Bitfield(pieceCount);
        this.offered = new Bitfield(pieceCount);
    }

    void setInterested(boolean nowInterested) {
        interested = nowInterested;
        hasWanted |= nowInterested;
    }

    /** It never wanted anything, so that it has no line to share with others: a seeder, as far as we know. */
    boolean isSeed() {
        return !hasWanted;
    }

    void setServed(boolean nowServed, long nowMillis) {
        served = nowServed;
        turnStartMillis = nowMillis;
        betweenPieces = true;
        piece = -1;
    }

    /** Payload of a piece went to it. */
    void sent(int pieceIndex, int lengthBytes, int pieceLengthBytes) {
        bytesOfPiece = pieceIndex == piece ? bytesOfPiece + lengthBytes : lengthBytes;
        piece = pieceIndex;
        betweenPieces = bytesOfPiece >= pieceLengthBytes;
    }

    /**
     * Finds out whether it takes or delivers what was asked for much slower than others did: pauses don't count.
     *
     * @param usualTaking see {@link TakingRate#usual}
     * @param usualPieces see {@link Neighbours#usualPieces}
     * @param bestDownload see {@link Neighbours#bestDownload}
     */
    void judge(double usualTaking, double usualPieces, long bestDownload, long nowMillis) {
        // Who takes little of us and has as much as the others has only bad luck with this one connection.
        slow = takingRate.isSlow(usualTaking) && pieces.count() < usualPieces / 2;
        if (owesBlocks() && nowMillis - owesSinceMillis > TRIAL_MILLIS) {
            slowSource = downloadRate.bytesPerSecond() * SLOWNESS < bestDownload;
        }
    }

    /** It gets twice the others' share of our line, or no longer. */
    void favour(boolean nowFavoured) {
        if (nowFavoured != favoured) {
            favoured = nowFavoured;
            connection.favour(favoured);
        }
    }

    /** What it was asked for came much slower than from others: its line leaves room for more of them. */
    boolean isSlowSource() {
        return slowSource;
    }

    /** Runs of blocks it is to deliver. */
    List<BlockRun> runs() {
        return runs;
    }

    /** How many blocks to give it in one go: what it delivers in a second, or in a part of one. */
    int blocksAtOnce() {
        long millis = kin ? RUN_OF_KIN_MILLIS : RUN_OF_OTHERS_MILLIS;
        long blocks = downloadRate.bytesPerSecond() * millis / 1000 / PieceGeometry.BLOCK_LENGTH_BYTES;
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
        // Asked for each message, and mostly interpreted: a stream costs a multiple of this loop.
        for (BlockRun run : runs) {
            if (run.download().firstMissing(run) < run.endBlock()) {
                return true;
            }
        }
        return false;
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
        takingRate.sample(isAsking(nowMillis), connection.uploadedBytes(), nowMillis);
    }

    /** What a slow peer asks for fits into a send buffer, so that it often waits for nothing here, but on its line. */
    private boolean isAsking(long nowMillis) {
        return served && interested && nowMillis - connection.lastServedMillis() < ASKING_MILLIS;
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
    public boolean isSlow() {
        return slow;
    }

    @Override
    public boolean isBetweenPieces() {
        return kin ? betweenPieces : !connection.waitsForBlocks();
    }

    @Override
    public boolean waitsForBlocks() {
        return connection.waitsForBlocks();
    }

    @Override
    public int lot() {
        return lot;
    }

    @Override
    public long lastActiveMillis() {
        return Math.max(turnStartMillis, connection.lastServedMillis());
    }
}
