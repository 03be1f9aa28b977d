package org.ocsbt.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.disk.PieceBufferPool.PieceKey;

class PieceBufferPoolTest {
    private static final int PIECE = 64 * 1024;
    private static final Object TORRENT = new Object();

    private int releases;
    private final PieceBufferPool pool = new PieceBufferPool(3L * PIECE, () -> releases++);

    private static PieceKey key(int piece) {
        return new PieceKey(TORRENT, piece);
    }

    private PieceBuffer[] takeAll() {
        return new PieceBuffer[] {pool.take(PIECE), pool.take(PIECE), pool.take(PIECE)};
    }

    @Test
    void givesNoMoreThanItsBound() {
        PieceBuffer[] all = takeAll();
        assertThat(all).doesNotContainNull();
        assertThat(pool.take(1)).isNull();
        assertThat(pool.isShort()).isTrue();
        pool.release(all[1]);
        assertThat(releases).isEqualTo(1);
        assertThat(pool.take(PIECE)).isSameAs(all[1]);
        assertThat(pool.isShort()).isFalse();
    }

    @Test
    void memoryIsAlignedAndAsLongAsAskedFor() {
        PieceBuffer buffer = pool.take(5000);
        assertThat(buffer.bytes(5000).alignmentOffset(0, 4096)).isZero();
        assertThat(buffer.bytes(5000).remaining()).isEqualTo(5000);
        assertThat(buffer.bytes(100).isDirect()).isTrue();
    }

    /** A piece that is shared, and written: only the pool holds it. */
    private void keep(PieceKey key, PieceBuffer buffer) {
        pool.share(key, buffer);
        pool.release(buffer);
    }

    @Test
    void aWrittenPieceStaysUntilItsMemoryIsNeeded() {
        PieceBuffer[] all = takeAll();
        for (int piece = 0; piece < 3; piece++) {
            keep(key(piece), all[piece]);
        }
        pool.release(pool.borrow(key(0)));
        // Piece 1 was not used for the longest time.
        assertThat(pool.take(PIECE)).isSameAs(all[1]);
        assertThat(pool.borrow(key(1))).isNull();
        assertThat(pool.borrow(key(0))).isSameAs(all[0]);
        assertThat(pool.borrow(key(2))).isSameAs(all[2]);
    }

    @Test
    void aSharedPieceIsLentAndStaysUntilItIsWritten() {
        PieceBuffer[] all = takeAll();
        pool.share(key(0), all[0]);
        PieceBuffer lent = pool.borrow(key(0));
        assertThat(lent).isSameAs(all[0]);
        pool.release(lent);
        assertThat(pool.take(PIECE)).isNull();
        pool.release(all[0]);
        assertThat(pool.take(PIECE)).isSameAs(all[0]);
    }

    @Test
    void whatIsLentIsNotUsedForAnythingElse() {
        PieceBuffer[] all = takeAll();
        keep(key(0), all[0]);
        PieceBuffer lent = pool.borrow(key(0));
        assertThat(pool.take(PIECE)).isNull();
        pool.release(lent);
        assertThat(pool.take(PIECE)).isSameAs(lent);
    }

    @Test
    void memoryOfAForgottenPieceIsUsedBeforeNewMemory() {
        PieceBuffer first = pool.take(PIECE);
        keep(key(0), first);
        pool.forget(key(0));
        pool.forget(key(0));
        assertThat(pool.borrow(key(0))).isNull();
        assertThat(pool.take(PIECE)).isSameAs(first);
    }

    @Test
    void aForgottenPieceThatIsLentIsNotUsedForAnythingElse() {
        PieceBuffer first = pool.take(PIECE);
        keep(key(0), first);
        PieceBuffer lent = pool.borrow(key(0));
        pool.forget(key(0));
        assertThat(pool.take(PIECE)).isNotSameAs(first);
        pool.release(lent);
        assertThat(pool.take(PIECE)).isSameAs(first);
    }

    @Test
    void whoWasRefusedMemoryIsToldOfAllThatBecomesFreeAndNobodyElse() {
        PieceBuffer[] all = takeAll();
        keep(key(0), all[0]);
        pool.forget(key(0));
        pool.release(pool.take(PIECE));
        assertThat(releases).isZero();
        keep(key(1), all[1]);
        PieceBuffer lent = pool.borrow(key(1));
        pool.take(PIECE);
        assertThat(pool.take(PIECE)).isNull();
        keep(key(2), all[2]);
        pool.forget(key(2));
        pool.release(lent);
        assertThat(releases).isEqualTo(3);
    }

    @Test
    void torrentsDoNotSeeEachOthersPieces() {
        keep(key(0), pool.take(PIECE));
        assertThat(pool.borrow(new PieceKey(new Object(), 0))).isNull();
    }

    @Test
    void memoryOfOneLengthMakesRoomForAnother() {
        PieceBuffer[] all = takeAll();
        for (PieceBuffer buffer : all) {
            pool.release(buffer);
        }
        assertThat(pool.take(2 * PIECE)).isNotNull();
        assertThat(pool.take(PIECE)).isNotNull();
        assertThat(pool.take(4096)).isNull();
    }

    @Test
    void aPieceKeptTwiceTakesItsMemoryOnce() {
        PieceBuffer[] all = takeAll();
        keep(key(0), all[0]);
        keep(key(0), all[1]);
        assertThat(pool.take(PIECE)).isSameAs(all[0]);
        assertThat(pool.borrow(key(0))).isSameAs(all[1]);
    }

    @Test
    void theBoundCanOnlyBeRaised() {
        takeAll();
        pool.ensureBudget(PIECE);
        assertThat(pool.take(PIECE)).isNull();
        pool.ensureBudget(4L * PIECE);
        assertThat(pool.take(PIECE)).isNotNull();
    }

    @Test
    void whatTheSystemRefusesLowersTheBound() {
        int[] allocations = {0};
        PieceBufferPool poor = new PieceBufferPool(10L * PIECE, () -> { }, capacity -> {
            if (++allocations[0] > 2) {
                throw new OutOfMemoryError("direct buffer memory");
            }
            return ByteBuffer.allocateDirect(capacity);
        });
        PieceBuffer first = poor.take(PIECE);
        assertThat(poor.take(PIECE)).isNotNull();
        assertThat(poor.take(PIECE)).isNull();
        assertThat(poor.take(PIECE)).isNull();
        assertThat(allocations[0]).isEqualTo(3);
        poor.release(first);
        assertThat(poor.take(PIECE)).isSameAs(first);
    }

    @Test
    void aSystemWithoutMemoryIsAPlainError() {
        PieceBufferPool none = new PieceBufferPool(10L * PIECE, () -> { }, capacity -> {
            throw new OutOfMemoryError("direct buffer memory");
        });
        assertThatIllegalStateException().isThrownBy(() -> none.take(PIECE))
                .withMessage("no memory for a piece of 65536 bytes");
    }

    /** After any sequence of uses, all memory can be had again. */
    @Test
    void noMemoryIsEverLost() {
        Random random = new Random(3);
        int[] lengths = {PIECE, PIECE, PIECE / 2, 5000, 4096};
        List<PieceBuffer> taken = new ArrayList<>();
        for (int round = 0; round < 20_000; round++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    PieceBuffer buffer = pool.take(lengths[random.nextInt(lengths.length)]);
                    if (buffer != null) {
                        assertThat(taken).doesNotContain(buffer);
                        taken.add(buffer);
                    }
                }
                case 1 -> {
                    PieceBuffer lent = pool.borrow(key(random.nextInt(4)));
                    if (lent != null) {
                        assertThat(taken).doesNotContain(lent);
                        pool.release(lent);
                    }
                }
                case 2 -> pool.forget(key(random.nextInt(4)));
                default -> {
                    if (!taken.isEmpty()) {
                        PieceBuffer buffer = taken.remove(random.nextInt(taken.size()));
                        if (random.nextBoolean()) {
                            pool.release(buffer);
                        } else {
                            keep(key(random.nextInt(4)), buffer);
                        }
                    }
                }
            }
        }
        taken.forEach(pool::release);
        assertThat(takeAll()).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(pool.take(1)).isNull();
    }
}
