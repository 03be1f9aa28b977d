package org.ocsbt.tracker.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {
    private static final String EVIL = "</td><script>alert(1)</script>\"'&\n\u202e\u0007x\\";
    private static final DeploymentView VIEW = new DeploymentView(EVIL, "group", List.of(new PartitionView(
            "ab".repeat(20), EVIL, 2000, 6969, List.of(new ClientRow("10.0.0.1", 6881, ClientState.FAILED, 500, 2000,
                    0, 3, EVIL)), 4)));

    @Test
    void nothingAClientSaysBecomesMarkup() throws Exception {
        String page = HtmlPage.of(VIEW, PageAssets.load());
        assertThat(page).doesNotContain("alert(1)</script>").doesNotContain("\u202e").doesNotContain("\u0007")
                .contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;???x\\");
        assertThat(page.split("<script>", -1)).hasSize(2);
        assertThat(page).contains("and 4 more", "75.0 %");
    }

    @Test
    void thePolicyAllowsOurStyleAndScriptAlone() throws Exception {
        assertThat(PageAssets.load().policy())
                .matches("default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self';.*");
    }

    @Test
    void jsonEscapesAllThatIsNotPlain() {
        assertThat(JsonText.of(VIEW)).matches("[ -~]+\n").contains(
                "\"error\":\"\\u003c/td\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\\\"'\\u0026\\u000a"
                + "\\u202e\\u0007x\\\\\"").contains("\"progress\":0.7500", "\"secondsLeft\":null");
    }

    @Test
    void metricsEscapeLabelsAndKeepOneSampleALine() {
        String metrics = MetricsText.of(VIEW, 7);
        assertThat(metrics.lines()).allMatch(line -> line.startsWith("# ") || line.matches(
                "[a-z_]+(\\{([a-z_]+=\"([^\"\\\\]|\\\\.)*\",?)*\\})? [0-9.]+"));
        assertThat(metrics).contains("ocsbt_tracker_announces_total 7\n", "state=\"failed\"} 1\n");
    }

    @Test
    void trackersTellEachOtherEverything() {
        assertThat(ViewCodec.read(ViewCodec.write(VIEW))).isEqualTo(VIEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de", "le", "<html>", "d5:group1:g5:image1:i10:partitionsli1eee",
        "d5:group1:g5:image1:i10:partitionsll2:ab1:xi1ei99999999999eleeee"})
    void whatIsNoDeploymentIsRefused(String text) {
        assertThatThrownBy(() -> ViewCodec.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTrackersOfTheSameImageAreShownTogether() {
        DeploymentView other = new DeploymentView("x", "other group", VIEW.partitions());
        assertThat(VIEW.with(List.of(VIEW, other)).partitions()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "99949, 99.9 kB", "99950, 100 kB", "999499, 999 kB",
        "999500, 1.0 MB", "9223372036854775807, 9223 PB", "-1, 0 B"})
    void bytesAreReadable(long count, String words) {
        assertThat(Words.bytes(count)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"-1, –", "0, 0 s", "59, 59 s", "60, 1 min 0 s", "3599, 59 min 59 s", "3600, 1 h 0 min",
        "172799, 47 h 59 min", "172800, 2 days"})
    void durationsAreReadable(long seconds, String words) {
        assertThat(Words.duration(seconds)).isEqualTo(words);
    }

    @Test
    void aHundredPercentMeansNothingIsMissing() {
        assertThat(Words.percent(0.99999)).isEqualTo("99.9 %");
        assertThat(Words.percent(1)).isEqualTo("100.0 %");
    }
}
