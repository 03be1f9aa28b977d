package org.ocsbt.downloader.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressBookTest {
    private static final InetSocketAddress A = new InetSocketAddress("10.0.0.1", 6881);
    private static final InetSocketAddress B = new InetSocketAddress("10.0.0.2", 6881);

    private final AddressBook book = new AddressBook();

    @Test
    void givesEachAddressOnceInTheOrderItWasLearnt() {
        book.add(List.of(A, B, A));
        assertThat(book.take(1, 0)).containsExactly(A);
        assertThat(book.take(5, 0)).containsExactly(B);
        book.add(List.of(A, B));
        assertThat(book.take(5, 0)).isEmpty();
    }

    @Test
    void waitsLongerAfterEachFailure() {
        book.add(List.of(A));
        long now = 0;
        for (long wait : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            assertThat(book.take(1, now)).containsExactly(A);
            book.ended(A, now);
            assertThat(book.take(1, now + wait - 1)).isEmpty();
            now += wait;
        }
        assertThat(book.take(1, now)).containsExactly(A);
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        book.add(List.of(A));
        book.take(1, 0);
        book.ended(A, 0);
        book.take(1, 500);
        book.succeeded(A);
        book.ended(A, 600);
        assertThat(book.take(1, 1099)).isEmpty();
        assertThat(book.take(1, 1100)).containsExactly(A);
    }

    @Test
    void whoIsConnectedOtherwiseIsTriedAgainSoonAfterItHasLeft() {
        book.add(List.of(A, B));
        book.take(2, 0);
        book.connectedOtherwise(A, 1000);
        book.ended(A, 1001);
        book.useless(B, 1000);
        book.ended(B, 1001);
        book.left(new InetSocketAddress("10.0.0.2", 40_000), 2000);
        assertThat(book.take(2, 10_000)).isEmpty();
        book.left(new InetSocketAddress("10.0.0.1", 40_000), 10_000);
        assertThat(book.take(2, 10_499)).isEmpty();
        assertThat(book.take(2, 10_500)).containsExactly(A);
    }

    @Test
    void leavesAUselessAddressAloneForAMinute() {
        book.add(List.of(A));
        book.take(1, 0);
        book.useless(A, 1000);
        book.ended(A, 1001);
        assertThat(book.take(1, 60_999)).isEmpty();
        assertThat(book.take(1, 61_000)).containsExactly(A);
    }

    @Test
    void avoidsABannedAddressUntilTheBanEnds() {
        book.add(List.of(A));
        book.take(1, 0);
        book.avoid(A, 60_000);
        book.avoid(B, 60_000);
        book.ended(A, 10);
        book.add(List.of(A));
        assertThat(book.take(5, 59_999)).isEmpty();
        assertThat(book.take(5, 60_000)).containsExactly(A);
    }

    @Test
    void takesNoPortZero() {
        book.add(List.of(new InetSocketAddress("10.0.0.1", 0)));
        assertThat(book.take(5, 0)).isEmpty();
    }

    @Test
    void remembersABoundedNumber() {
        book.add(IntStream.range(0, 3000).mapToObj(i -> new InetSocketAddress("10.0.0.1", i + 1)).toList());
        assertThat(book.take(5000, 0)).hasSize(AddressBook.MAX_ADDRESSES);
    }

    @Test
    void unknownAddressesDoNoHarm() {
        book.succeeded(A);
        book.useless(A, 0);
        book.ended(A, 0);
        assertThat(book.take(5, 0)).isEmpty();
    }
}
