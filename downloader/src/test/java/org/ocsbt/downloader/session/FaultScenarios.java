package org.ocsbt.downloader.session;

import static org.ocsbt.downloader.session.FaultRun.PIECE;
import static org.ocsbt.downloader.session.FaultRun.require;
import static org.ocsbt.downloader.session.FaultRun.sleep;

import org.ocsbt.SampleTorrent;
import org.ocsbt.downloader.session.FaultRun.Restore;
import org.ocsbt.storage.FaultyMedium.Fault;

/** What happens in a run for each cause, and what must come of it. */
final class FaultScenarios {
    private static final String PLACE = " at offset ";

    /**
     * What a client pays for being started again, in pieces.
     *
     * @param verified that it had before
     * @param lost of those, not on the target any more
     * @param inVain fetched although they were on the target
     */
    record Cost(int verified, int lost, int inVain) {
        static final Cost NONE = new Cost(0, 0, 0);

        Cost plus(Cost other) {
            return new Cost(verified + other.verified, lost + other.lost, inVain + other.inVain);
        }
    }

    private final FaultRun run;

    FaultScenarios(FaultRun run) {
        this.run = run;
    }

    /**
     * Plays it to its end.
     *
     * @return what being started again has cost; nothing where that means nothing
     * @throws FaultRun.Wrong it did not end as it must
     */
    Cost play(FaultCause cause) throws Exception {
        switch (cause) {
            case WRITE_ERROR -> brokenMedium(Fault.WRITE_ERROR, run.anyPiece(), "Input/output error", PLACE, " bytes");
            case DISK_FULL -> brokenMedium(Fault.FULL, run.anyPiece(), "No space left on device", PLACE, " bytes");
            case FLUSH_ERROR -> brokenMedium(Fault.FLUSH_ERROR, 1, "cannot flush", "Input/output error");
            case DEVICE_VANISHES -> brokenMedium(Fault.VANISHES, run.anyPiece(), "No such device or address");
            case BIT_FLIP -> bitFlip();
            case SHORT_TRANSFERS -> goodEnough(Fault.SHORT);
            case SLOW_DISK -> goodEnough(Fault.SLOW);
            case STUCK_DISK -> stuckDisk();
            case SEEDER_READ_ERROR -> badSeeder(run.seedFrom(Fault.READ_ERROR, run.anyPiece(), false), "Input/output error");
            case SEEDER_DATA_CHANGED -> badSeeder(run.seedFrom(Fault.NONE, 1, true), "not the data that the torrent says");
            case LIAR -> badPeer(BadScripts.liar());
            case ONCE_A_LIAR -> onceALiar();
            case STALLER -> badPeer(BadScripts.staller(run.random.nextInt(20), run.random.nextInt(10_000)));
            case LEAVER -> badPeer(BadScripts.leaver(run.random.nextInt(20), run.random.nextInt(10_000)));
            case GARBAGE -> badPeer(BadScripts.garbage(run.random.nextLong()));
            case FLOOD -> badPeer(BadScripts.flood(run.pieceCount));
            case SEEDER_RESTARTS -> seederRestarts();
            case TRACKER_DOWN -> trackerDown();
            case NETWORK_CUT -> networkCut();
            case KILLED -> {
                return startedAgain(false);
            }
            case POWER_CUT -> {
                return startedAgain(true);
            }
            case CHANGED_IMAGE -> {
                return changedImage();
            }
        }
        return Cost.NONE;
    }

    private void brokenMedium(Fault fault, int fromCall, String... words) throws Exception {
        run.room.client().seed(run.torrent);
        Restore sound = run.restore(Fault.NONE, 1);
        Restore broken = run.restore(fault, fromCall);
        broken.requireFailed(words);
        broken.requireServes();
        sound.requireWhole();
        require(broken.status().error().isPresent() && !broken.status().finished(), "the error is forgotten");
    }

    private void bitFlip() throws Exception {
        run.room.client().seed(run.torrent);
        Restore broken = run.restoreAndReadBack(Fault.FLIP, run.anyPiece());
        broken.requireFailed("not the data that the torrent says", PLACE, " bytes");
        broken.requireServes();
    }

    private void goodEnough(Fault fault) throws Exception {
        run.room.client().seed(run.torrent);
        run.restoreAndReadBack(fault, 1).requireWhole();
    }

    private void stuckDisk() throws Exception {
        run.room.client().seed(run.torrent);
        Restore stuck = run.restore(Fault.STUCK, run.anyPiece());
        Restore sound = run.restore(Fault.NONE, 1);
        stuck.medium.awaitStruck();
        sound.requireWhole();
        require(!stuck.status().finished(), "WRONG BYTE: finished while a write hangs");
        stuck.medium.release();
        stuck.requireWhole();
    }

    private void badSeeder(Room.Client seeder, String reason) throws Exception {
        Restore restore = run.restore(Fault.NONE, 1);
        run.awaitOr("the seeder notices nothing", () -> seeder.status().error().isPresent());
        String error = seeder.status().error().orElse("");
        require(error.contains(reason) && error.contains(PLACE) && error.startsWith("piece "), "the seeder says: " + error);
        run.awaitOr("the tracker hears nothing", () -> !run.room.tracker.errors().isEmpty());
        run.room.client().seed(run.torrent);
        restore.requireWhole();
    }

    private void badPeer(TestPeer.Script script) throws Exception {
        run.room.peer(run.torrent, "bad", script);
        Restore restore = run.restore(Fault.NONE, 1);
        sleep(run.random.nextInt(200));
        run.room.client().seed(run.torrent);
        restore.requireWhole();
    }

    private void onceALiar() throws Exception {
        run.room.peer(run.torrent, "loose cable", BadScripts.onceALiar(1));
        run.restore(Fault.NONE, 1).requireWhole();
    }

    private void seederRestarts() throws Exception {
        Room.Client first = run.room.client();
        first.seed(run.torrent);
        Restore restore = run.restore(Fault.SLOW, 1);
        int pieces = run.anyPiece() - 1;
        run.awaitOr("nothing comes", () -> restore.status().verifiedPieces() >= pieces);
        first.close();
        sleep(run.random.nextInt(1000));
        run.room.client().seed(run.torrent);
        restore.requireWhole();
    }

    private void trackerDown() throws Exception {
        int port = run.room.tracker.address().getPort();
        run.room.tracker.close();
        run.room.client().seed(run.torrent);
        Restore restore = run.restore(Fault.NONE, 1);
        sleep(500 + run.random.nextInt(2500));
        run.awaitOr("does not say that the tracker is down", () -> restore.status().trackerProblem().isPresent());
        run.room.keep(new TestTracker(port));
        restore.requireWhole();
    }

    private void networkCut() throws Exception {
        // The seeder is known by its cable only.
        Room.Client seeder = run.room.client();
        SampleTorrent untold = run.torrent.at();
        seeder.seed(untold);
        CuttableLink link = run.room.keep(new CuttableLink(seeder.session.port()));
        run.room.tracker.add(run.torrent.metainfo().infoHash(), link.port());
        Restore restore = run.restore(Fault.SLOW, 1);
        int pieces = run.anyPiece() - 1;
        run.awaitOr("nothing comes", () -> restore.status().verifiedPieces() >= pieces);
        link.cut();
        sleep(500 + run.random.nextInt(5000));
        link.heal(run.random.nextBoolean());
        restore.requireWhole();
    }

    private Cost startedAgain(boolean powerCut) throws Exception {
        run.room.client().seed(run.torrent);
        Restore first = run.restore(Fault.SLOW, 1);
        int pieces = run.anyPiece();
        run.awaitOr("nothing comes", () -> first.status().verifiedPieces() >= pieces || first.status().finished());
        // From here on nothing reaches the disk, as if the machine were off.
        first.medium.vanish();
        int verified = first.status().verifiedPieces();
        first.client.close();
        if (powerCut) {
            first.medium.cutPower();
        }
        int here = run.wholePieces(first.target);
        Restore second = run.restoreAgain(first.target);
        second.requireWhole();
        return new Cost(verified, Math.max(0, verified - here), Math.max(0, fetched(second) - (run.pieceCount - here)));
    }

    private static int fetched(Restore restore) {
        return (int) ((restore.status().downloadedBytes() + PIECE - 1) / PIECE);
    }

    private Cost changedImage() throws Exception {
        run.room.client().seed(run.torrent);
        int changed = run.random.nextInt(4);
        Restore restore = run.restoreAgain(run.almostWhole(changed));
        restore.requireWhole();
        require(fetched(restore) <= changed, changed + " pieces have changed, " + fetched(restore) + " were fetched");
        return Cost.NONE;
    }
}
