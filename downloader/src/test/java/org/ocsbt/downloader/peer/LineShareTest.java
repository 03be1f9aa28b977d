package org.ocsbt.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineShareTest {
    private final LineShare share = new LineShare();

    /** Four connections, one of them idle: a share is 400. */
    @BeforeEach
    void oneRound() {
        share.even(1000);
        share.even(150);
        share.even(50);
        share.even(0);
        share.roundEnded();
    }

    @Test
    void inTheFirstRoundEachRateStandsForItself() {
        assertThat(new LineShare().even(1000)).isEqualTo(1000);
    }

    @Test
    void whoHasLessMayHaveAnEqualShare() {
        assertThat(share.even(50)).isEqualTo(400);
    }

    @Test
    void whoHasMoreMayHaveTwoOfThem() {
        assertThat(share.even(700)).isEqualTo(700);
        assertThat(share.even(1000)).isEqualTo(800);
    }

    @Test
    void whoMovesNothingTakesNoShare() {
        assertThat(share.even(0)).isZero();
    }

    @Test
    void eachRoundCountsForTheNextOne() {
        share.even(100);
        share.roundEnded();
        assertThat(share.even(10)).isEqualTo(100);
    }

    @Test
    void aShareOfTheBestStaysWhenTheLineCarriesLess() {
        share.even(300);
        share.even(300);
        share.roundEnded();
        assertThat(share.ofBest(300, false)).isEqualTo(600);
    }

    @Test
    void whoIsFavouredMayHaveTwoSharesOfTheBest() {
        assertThat(share.ofBest(100, true)).isEqualTo(800);
    }

    @Test
    void beforeTheFirstRoundNoShareIsKnown() {
        assertThat(new LineShare().ofBest(300, true)).isEqualTo(300);
    }

    @Test
    void whoSendsNothingTakesNoShareOfTheBest() {
        assertThat(share.ofBest(0, true)).isZero();
        share.ofBest(400, false);
        share.roundEnded();
        assertThat(share.ofBest(400, false)).isEqualTo(1200);
    }
}
