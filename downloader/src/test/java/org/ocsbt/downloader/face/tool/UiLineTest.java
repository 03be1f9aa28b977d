package org.ocsbt.downloader.face.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ocsbt.downloader.face.tool.UiLine.Style;

class UiLineTest {
    @Test
    void aBarIsFilledInProportion() {
        assertThat(done(0, 10)).isZero();
        assertThat(done(0.5, 10)).isEqualTo(5);
        assertThat(done(0.999, 10)).isEqualTo(9);
        assertThat(done(1, 10)).isEqualTo(10);
    }

    @Test
    void aBarShowsItsPercentage() {
        assertThat(UiLine.bar(0.5, 9).plain()).isEqualTo("   50%   ");
        assertThat(UiLine.bar(1, 2).plain()).isEqualTo("100%");
    }

    @Test
    void theLeftEndGivesWay() {
        assertThat(UiLine.ends(Style.TEXT, "abcdef", "xyz", 12).plain()).isEqualTo("abcdef   xyz");
        assertThat(UiLine.ends(Style.TEXT, "abcdef", "xyz", 8).plain()).isEqualTo("abc~ xyz");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(UiLine.text("a\033[2Jb\n").plain()).isEqualTo("a?[2Jb?");
    }

    private static int done(double progress, int width) {
        return UiLine.bar(progress, width).parts().get(0).text().length();
    }
}
