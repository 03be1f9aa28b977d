package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.peer.SimulatedLink;
import org.ocsbt.piece.PieceGeometry;

/** What rooms do under a virtual clock: the same on every machine, so its bounds may be narrow. */
@Timeout(120)
class RoomSimulationTest {
    private static final int PIECE_BYTES = 128 * 1024;
    private static final SimulatedLink.Buffers BUFFERS = new SimulatedLink.Buffers(32 * 1024, 64 * 1024);

    private static SimulatedRoom.Outcome room(int clients, int pieces, int connections, int uploads) {
        return room(clients, pieces, connections, uploads, SimulatedRoom.Special.NONE);
    }

    private static SimulatedRoom.Outcome room(
            int clients, int pieces, int connections, int uploads, SimulatedRoom.Special special) {
        return new SimulatedRoom(plan(clients, pieces, connections, uploads, special), 1).run();
    }

    private static SimulatedRoom.Plan plan(
            int clients, int pieces, int connections, int uploads, SimulatedRoom.Special special) {
        PieceGeometry geometry = new PieceGeometry((long) pieces * PIECE_BYTES, PIECE_BYTES);
        return new SimulatedRoom.Plan(clients, geometry, 20, connections, uploads, BUFFERS, 200_000, 2000, special);
    }

    @Test
    void aLoneClientTakesWhatItsLineAllows() {
        SimulatedRoom.Outcome outcome = room(1, 100, 6, 4);
        assertThat(outcome.last()).isLessThan(1.05);
        assertThat(outcome.seederInAll()).isEqualTo(1);
        assertThat(outcome.duplicates()).isZero();
    }

    @Test
    void fourClientsTakeHardlyLongerThanOne() {
        SimulatedRoom.Outcome outcome = room(4, 200, 6, 4);
        assertThat(outcome.last()).isLessThan(1.08);
        assertThat(outcome.duplicates()).isLessThan(0.005);
    }

    @Test
    void theSeederHandsOutEachPieceOnceBeforeAnyTwice() {
        assertThat(room(12, 384, 6, 4).seederAtFirstCopy()).isLessThan(1.02);
        assertThat(room(38, 384, 6, 5).seederAtFirstCopy()).isLessThan(1.02);
    }

    @Test
    void fewConnectionsDoForManyClients() {
        assertThat(room(30, 200, 6, 5).last()).isLessThan(1.4);
    }

    @Test
    void manyConnectionsAreNoWorseThanFew() {
        assertThat(room(30, 200, 50, 50).last()).isLessThan(1.5);
    }

    @Test
    void fewSlotsDoWhereAsFewAreAsked() {
        assertThat(room(12, 200, 6, 2).last()).isLessThan(1.25);
    }

    /** The middle one of seven: with six connections each, one room in fourteen had a client with bad luck in its neighbours. */
    private static double usualLast(SimulatedRoom.Plan plan) {
        return LongStream.rangeClosed(1, 7).mapToDouble(seed -> new SimulatedRoom(plan, seed).run().last())
                .sorted().skip(3).findFirst().orElseThrow();
    }

    @Test
    void aSlowClientHardlyHoldsUpTheOthers() {
        double without = usualLast(plan(30, 200, 6, 5, SimulatedRoom.Special.NONE));
        assertThat(usualLast(plan(31, 200, 6, 5, SimulatedRoom.Special.slow(1))))
                .isLessThan(1.05 * without);
    }

    @Test
    void theSeederDoesNotWaitForTheOneSlowClientOfASmallRoom() {
        assertThat(room(4, 200, 6, 4, SimulatedRoom.Special.slow(1)).last()).isLessThan(1.2);
    }

    @Test
    void manySlowClientsTakeLittleFromTheOthers() {
        assertThat(usualLast(plan(30, 200, 50, 50, SimulatedRoom.Special.slow(8)))).isLessThan(1.3);
    }

    @Test
    void aSlowDiskStallsItsOwnClientOnly() {
        double without = usualLast(plan(4, 200, 6, 4, SimulatedRoom.Special.NONE));
        assertThat(usualLast(plan(4, 200, 6, 4, SimulatedRoom.Special.slowDisks(1)))).isLessThan(1.03 * without);
    }

    @Test
    void aPieceLeavesMemoryWhenNobodyLacksItAnyMore() {
        SimulatedRoom room = new SimulatedRoom(plan(4, 200, 6, 4, SimulatedRoom.Special.NONE), 1);
        room.run();
        assertThat(room.clients()).allSatisfy(client -> assertThat(client.mostInMemory()).isBetween(1, 60));
    }

    @Test
    void aClientThatJoinsHalfwayTakesHardlyLongerThanALoneOne() {
        long halfwayMicros = 5_500_000;
        assertThat(room(13, 100, 6, 5, SimulatedRoom.Special.late(12, halfwayMicros)).lastLatecomer())
                .isLessThan(1.15);
    }

    @Test
    void stagingIsNeverFasterThanAllAtOnce() {
        assertThat(room(12, 100, 6, 5, SimulatedRoom.Special.late(3, 0)).last())
                .isGreaterThan(room(12, 100, 6, 5).last());
    }

    @Test
    void theSameChanceGivesTheSameRoom() {
        assertThat(room(8, 50, 6, 4)).isEqualTo(room(8, 50, 6, 4));
    }
}
