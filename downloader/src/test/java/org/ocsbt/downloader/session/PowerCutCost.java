package org.ocsbt.downloader.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.ocsbt.downloader.session.FaultRun.Restore;
import org.ocsbt.storage.FaultyMedium.Fault;

/**
 * {@code PIECES SECONDS PERCENT}: a restore that takes so long, whose power goes when so much is done: each sector
 * that was written since the last flush is lost with even odds. Prints how many of the verified pieces that has
 * destroyed, and how many are fetched when the client is started again. Started by {@code tests/faults/power-cut}.
 */
public final class PowerCutCost {
    private PowerCutCost() {}

    public static void main(String[] args) throws Exception {
        int pieces = Integer.parseInt(args[0]);
        long bytesPerSecond = (long) pieces * FaultRun.PIECE / Integer.parseInt(args[1]);
        int least = pieces * Integer.parseInt(args[2]) / 100;
        Path directory = Files.createTempDirectory("power-cut");
        try (FaultRun run = new FaultRun(System.nanoTime(), directory, pieces)) {
            Room.Client seeder = run.room.client(limited(bytesPerSecond));
            seeder.seed(run.torrent);
            Restore first = run.restore(Fault.NONE, 1);
            Room.await(() -> first.status().verifiedPieces() >= least);
            first.medium.vanish();
            int verified = first.status().verifiedPieces();
            first.client.close();
            first.medium.cutPower();
            int here = run.wholePieces(first.target);
            run.room.client().seed(run.torrent);
            Restore second = run.restoreAgain(first.target);
            Room.awaitFinished(second.client);
            second.client.close();
            FaultRun.require(second.holdsAll(), "WRONG BYTE: finished, but the data differ");
            System.out.printf("of %d pieces %d were verified; the power cut left %d; %d were fetched again, %d in vain%n",
                    pieces, verified, here, fetched(second) - (pieces - verified), fetched(second) - (pieces - here));
        }
        Files.delete(directory);
        System.exit(0);
    }

    private static long fetched(Restore restore) {
        return (restore.status().downloadedBytes() + FaultRun.PIECE - 1) / FaultRun.PIECE;
    }

    private static SessionOptions limited(long bytesPerSecond) {
        SessionOptions usual = new SessionOptions(0, Room.MEMORY_BYTES);
        return new SessionOptions(Optional.empty(), 0, 0, Optional.empty(), usual.peerIdPrefix(), usual.cacheBytes(),
                OptionalInt.empty(), false, 0, bytesPerSecond, Optional.empty(), false);
    }
}
