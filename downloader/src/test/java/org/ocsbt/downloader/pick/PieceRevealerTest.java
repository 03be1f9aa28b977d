package org.ocsbt.downloader.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocsbt.piece.Bitfield;

class PieceRevealerTest {
    private static final Bitfield NOTHING = new Bitfield(5);

    private final PieceRevealer<String> revealer = new PieceRevealer<>(5);

    @Test
    void showsEachPieceToOnePeerOnly() {
        assertThat(revealer.show("a", NOTHING, 2)).containsExactly(0, 1);
        assertThat(revealer.show("b", NOTHING, 2)).containsExactly(2, 3);
        assertThat(revealer.show("a", NOTHING, 2)).isEmpty();
        assertThat(revealer.hasShownAll()).isFalse();
        assertThat(revealer.show("c", NOTHING, 2)).containsExactly(4);
        assertThat(revealer.hasShownAll()).isTrue();
    }

    @Test
    void isDoneWhenTheLastOfWhatWasShownIsDelivered() {
        revealer.show("a", NOTHING, 2);
        revealer.show("b", NOTHING, 3);
        for (int piece = 0; piece < 4; piece++) {
            revealer.delivered(piece);
        }
        assertThat(revealer.isDone()).isFalse();
        revealer.delivered(4);
        assertThat(revealer.isDone()).isTrue();
    }

    @Test
    void isNotDoneWhileWhatAGonePeerDidNotFetchIsToBeShownAgain() {
        revealer.show("a", NOTHING, 5);
        revealer.withdraw("a");
        assertThat(revealer.isDone()).isFalse();
    }

    @Test
    void showsTheNextWhenOneIsDelivered() {
        revealer.show("a", NOTHING, 2);
        revealer.delivered(1);
        assertThat(revealer.show("a", NOTHING, 2)).containsExactly(2);
    }

    @Test
    void doesNotShowWhatSomebodyHasAlready() {
        revealer.delivered(0);
        revealer.delivered(2);
        assertThat(revealer.show("a", NOTHING, 2)).containsExactly(1, 3);
    }

    @Test
    void doesNotShowAPeerWhatItHasButKeepsItForOthers() {
        Bitfield has = new Bitfield(5);
        has.set(0);
        assertThat(revealer.show("a", has, 1)).containsExactly(1);
        assertThat(revealer.show("b", NOTHING, 1)).containsExactly(0);
    }

    @Test
    void whatAGonePeerDidNotFetchIsShownToOthersFirst() {
        revealer.show("a", NOTHING, 3);
        revealer.delivered(1);
        revealer.withdraw("a");
        assertThat(revealer.show("b", NOTHING, 3)).isEqualTo(List.of(0, 2, 3));
    }

    @Test
    void aStrangerCanBeWithdrawn() {
        revealer.withdraw("nobody");
        assertThat(revealer.show("a", NOTHING, 1)).containsExactly(0);
    }

    @Test
    void isDoneWhenAllHasSpreadWithoutIt() {
        for (int piece = 0; piece < 5; piece++) {
            revealer.delivered(piece);
        }
        assertThat(revealer.show("a", NOTHING, 1)).isEmpty();
        assertThat(revealer.isDone()).isTrue();
    }
}
