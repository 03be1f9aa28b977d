package org.ocsbt.downloader.torrent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.ocsbt.downloader.pick.BlockRun;

/**
 * Takes blocks from peers that are slow with them or send nothing at all, where another can deliver them.
 * Owned by the torrent's loop; times are given.
 */
final class Relief {
    /** Less waiting than this isn't worth what comes twice: the blocks on their way, in milliseconds. */
    private static final long LEAST_WAIT_MILLIS = 2000;
    /**
     * The same for a slow source: of three clients beside one with a tenth of their rate one was done a second later than the
     * others, as it waited for that one's piece.
     */
    private static final long LEAST_WAIT_ON_SLOW_MILLIS = 250;
    /** A piece isn't cut again before the answer to the last time can be here, in milliseconds. */
    private static final long CUT_PAUSE_MILLIS = 250;

    private final Map<Integer, BegunPiece> begun;
    private final Collection<Peer> peers;

    Relief(Map<Integer, BegunPiece> begun, Collection<Peer> peers) {
        this.begun = begun;
        this.peers = peers;
    }

    /**
     * An idle peer takes over the tail of the piece that would be waited for longest. Not one that has sent nothing the
     * last time: two of that kind would hand a piece to each other for ever, and none of them would be seen to stall.
     */
    void takeOver(Peer idle, long nowMillis) {
        if (idle.hasNotAnswered()) {
            return;
        }
        Peer victim = null;
        BlockRun victimRun = null;
        long longest = LEAST_WAIT_ON_SLOW_MILLIS;
        for (Peer peer : peers) {
            for (BlockRun run : peer.runs()) {
                BegunPiece piece = begun.get(run.download().pieceIndex());
                if (peer != idle && piece != null && piece.mayJoin(idle) && peer.hasShownItsRate(nowMillis)
                        && nowMillis - piece.lastCutMillis > CUT_PAUSE_MILLIS
                        && waitMillis(peer, run) > (peer.isSlowSource() ? longest : Math.max(longest, LEAST_WAIT_MILLIS))) {
                    victim = peer;
                    victimRun = run;
                    longest = waitMillis(peer, run);
                }
            }
        }
        if (victim != null) {
            BegunPiece piece = begun.get(victimRun.download().pieceIndex());
            piece.lastCutMillis = nowMillis;
            piece.heir = idle;
            victim.connection.withdraw(victimRun.download(), cut(victim, victimRun, idle));
        }
    }

    private static long waitMillis(Peer peer, BlockRun run) {
        long missingBlocks = run.endBlock() - run.download().firstMissing(run);
        return missingBlocks * run.download().blockLength(0) * 1000 / Math.max(1, peer.downloadRate.bytesPerSecond());
    }

    /** Where to cut so that both are done at the same time, as far as their rates tell; a slow source keeps nothing. */
    private static int cut(Peer victim, BlockRun run, Peer idle) {
        int firstMissing = run.download().firstMissing(run);
        double slow = victim.downloadRate.bytesPerSecond();
        double fast = Math.max(slow, idle.downloadRate.bytesPerSecond());
        double kept = fast == 0 || victim.isSlowSource() ? 0 : slow / (slow + fast);
        return firstMissing + (int) ((run.endBlock() - firstMissing) * kept);
    }

    /**
     * Takes from peers that send nothing what others can deliver, and all that they hold while memory is
     * short: those others may have other pieces to give. What nobody else has is waited for, and asked for
     * again after a long time: the request may have been dropped.
     */
    void relieve(boolean memoryIsShort, long nowMillis) {
        for (Peer peer : List.copyOf(peers)) {
            if (peer.isStalled(nowMillis)) {
                relieve(peer, memoryIsShort, nowMillis);
            }
        }
    }

    private void relieve(Peer stalled, boolean memoryIsShort, long nowMillis) {
        for (BlockRun run : List.copyOf(stalled.runs())) {
            int firstMissing = run.download().firstMissing(run);
            if (firstMissing == run.endBlock()) {
                continue;
            }
            if (memoryIsShort || othersHave(run.download().pieceIndex(), stalled, nowMillis)) {
                stalled.rest(nowMillis);
                if (stalled.isStuck(nowMillis)) {
                    stalled.connection.close("it stopped in the middle of a block");
                    return;
                }
                stalled.connection.withdraw(run.download(), firstMissing);
            } else if (stalled.isDeaf(nowMillis)) {
                stalled.connection.withdraw(run.download(), firstMissing);
            }
        }
    }

    private boolean othersHave(int pieceIndex, Peer stalled, long nowMillis) {
        return peers.stream().anyMatch(peer -> peer != stalled && peer.canDeliver(nowMillis)
                && !peer.isStalled(nowMillis) && peer.pieces.get(pieceIndex));
    }
}
