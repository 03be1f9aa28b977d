package org.ocsbt.downloader.torrent;

import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.piece.PieceGeometry;

/** Prints what a simulated room does; see {@code tests/bench/simulation}. */
public final class RoomSimulationMain {
    private RoomSimulationMain() {}

    /** CLIENTS MBIT MIB PIECE_KIB CONNECTIONS UPLOADS SEND_KIB WINDOW_KIB START_SPREAD_MS WRITE_MS SEEDS */
    public static void main(String[] args) {
        int[] n = new int[args.length];
        for (int i = 0; i < args.length; i++) {
            n[i] = Integer.parseInt(args[i]);
        }
        for (int seed = 1; seed <= n[10]; seed++) {
            SimulatedRoom room = new SimulatedRoom(new SimulatedRoom.Plan(n[0],
                    new PieceGeometry(n[2] * 1024L * 1024, n[3] * 1024), n[1], n[4], n[5],
                    new SimulatedLink.Buffers(n[6] * 1024, n[7] * 1024), n[8] * 1000L, n[9] * 1000L), seed);
            System.out.println(n[0] + " clients: " + room.run());
        }
    }
}
