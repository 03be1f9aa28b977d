package org.ocsbt.downloader.torrent;

import java.util.Arrays;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.piece.PieceGeometry;

/** Prints what a simulated room does; see {@code tests/bench/simulation}. */
public final class RoomSimulationMain {
    private RoomSimulationMain() {}

    /** @param args CLIENTS MBIT MIB PIECE_KIB CONNECTIONS UPLOADS SEND_KIB WINDOW_KIB START_SPREAD_MS WRITE_MS RUNS
     *     SLOW SLOW_DISKS FIRST LATER_MS, the last four as in {@link SimulatedRoom.Special} */
    public static void main(String[] args) {
        int[] n = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        SimulatedRoom.Plan plan = new SimulatedRoom.Plan(n[0], new PieceGeometry(n[2] * 1024L * 1024, n[3] * 1024),
                n[1], n[4], n[5], new SimulatedLink.Buffers(n[6] * 1024, n[7] * 1024), n[8] * 1000L, n[9] * 1000L,
                new SimulatedRoom.Special(n[11], n[12], n[13], n[14] * 1000L));
        for (int seed = 1; seed <= n[10]; seed++) {
            System.out.println(n[0] + " clients: " + new SimulatedRoom(plan, seed).run());
        }
    }
}
