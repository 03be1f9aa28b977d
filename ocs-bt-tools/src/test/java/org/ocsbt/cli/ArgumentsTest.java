package org.ocsbt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Options OPTIONS = new Options()
            .addOption("U", "upload", false, "")
            .addOption("f", "file", false, "")
            .addOption("t", "timeout", true, "")
            .addOption("c", "maxc", true, "")
            .addOption("T", "torrent", true, "")
            .addOption("L", "save_path", true, "")
            .addOption(Option.builder().longOpt("cache").hasArg().build())
            .addOption(Option.builder().longOpt("cache-size").hasArg().build());

    @Test
    void shortFlagsMayBeBundled() throws UsageException {
        Arguments arguments = parse("-Uf");
        assertThat(arguments.has("U")).isTrue();
        assertThat(arguments.has("file")).isTrue();
    }

    @Test
    void aFlagNotGivenIsAbsent() throws UsageException {
        assertThat(parse("-U").has("f")).isFalse();
    }

    @Test
    void valuesMayBeGlued() throws UsageException {
        assertThat(parse("-t1").integer("t", 15)).isEqualTo(1);
        assertThat(parse("-Uft-1").integer("t", 15)).isEqualTo(-1);
        assertThat(parse("--timeout=7").integer("t", 15)).isEqualTo(7);
    }

    @Test
    void aBundleMayEndInAnOptionWhoseValueFollows() throws UsageException {
        Arguments arguments = parse("-Ut", "9");
        assertThat(arguments.has("U")).isTrue();
        assertThat(arguments.integer("t", 15)).isEqualTo(9);
    }

    @Test
    void gluedValuesMayLookLikeAnything() throws UsageException {
        assertThat(parse("-L/dev/a=b").last("L")).contains("/dev/a=b");
        assertThat(parse("-T-U").last("T")).contains("-U");
        assertThat(parse("-L\"quoted\"").last("L")).contains("\"quoted\"");
        assertThat(parse("-cache").last("c")).contains("ache");
    }

    @Test
    void quotesInValuesAreKept() throws UsageException {
        assertThat(parse("-L", "\"a\"").last("L")).contains("\"a\"");
        assertThat(parse("--save_path=\"a\"").last("L")).contains("\"a\"");
    }

    @Test
    void longOptionsMayBeCutShort() throws UsageException {
        Arguments arguments = parse("--tor", "a.torrent", "--sav=b");
        assertThat(arguments.last("torrent")).contains("a.torrent");
        assertThat(arguments.last("save_path")).contains("b");
    }

    @Test
    void anExactLongNameWinsOverLongerOnes() throws UsageException {
        Arguments arguments = parse("--cache", "5");
        assertThat(arguments.last("cache")).contains("5");
        assertThat(arguments.has("cache-size")).isFalse();
    }

    @Test
    void anAmbiguousPrefixIsRefused() {
        assertThatThrownBy(() -> parse("--t", "5")).isInstanceOf(UsageException.class)
                .hasMessageContaining("--t could mean").hasMessageContaining("--timeout")
                .hasMessageContaining("--torrent");
    }

    @Test
    void negativeNumbersAreValues() throws UsageException {
        assertThat(parse("-t", "-1").integer("t", 15)).isEqualTo(-1);
        assertThat(parse("--timeout", "-20").integer("t", 15)).isEqualTo(-20);
    }

    @Test
    void ofRepeatedScalarsTheLastWins() throws UsageException {
        assertThat(parse("-t", "1", "-U", "-U", "--timeout", "2").integer("t", 15)).isEqualTo(2);
    }

    @Test
    void repeatedValuesKeepTheirOrder() throws UsageException {
        assertThat(parse("-T", "a", "-L", "x", "--torrent", "b").all("T")).containsExactly("a", "b");
        assertThat(parse("-U").all("T")).isEmpty();
    }

    @Test
    void otherWordsMayStandAnywhere() throws UsageException {
        assertThat(parse("a.torrent", "-t", "1", "/dev/x", "-U").words())
                .containsExactly("a.torrent", "/dev/x");
        assertThat(parse("-").words()).containsExactly("-");
    }

    @Test
    void twoHyphensEndTheOptions() throws UsageException {
        Arguments arguments = parse("-U", "--", "-f", "-t1");
        assertThat(arguments.words()).containsExactly("-f", "-t1");
        assertThat(arguments.has("f")).isFalse();
    }

    @Test
    void unknownOptionsAreNamed() {
        assertThatThrownBy(() -> parse("--bogus")).isInstanceOf(UsageException.class)
                .hasMessage("unknown option --bogus");
        assertThatThrownBy(() -> parse("-x")).hasMessage("unknown option -x");
        assertThatThrownBy(() -> parse("-Ux")).hasMessage("unknown option -x");
        assertThatThrownBy(() -> parse("-1")).hasMessage("unknown option -1");
    }

    @Test
    void aMissingValueIsNamed() {
        assertThatThrownBy(() -> parse("-U", "-t")).isInstanceOf(UsageException.class)
                .hasMessage("option -t needs a value");
        assertThatThrownBy(() -> parse("-T", "-U")).hasMessage("option -T needs a value");
        assertThatThrownBy(() -> parse("--cache")).hasMessage("option --cache needs a value");
    }

    @Test
    void aBadNumberIsNamed() throws UsageException {
        Arguments arguments = parse("--cache", "5x", "-t", "99999999999");
        assertThatThrownBy(() -> arguments.integer("cache", 0)).isInstanceOf(UsageException.class)
                .hasMessage("option --cache needs a whole number, not '5x'");
        assertThatThrownBy(() -> arguments.integer("t", 0)).isInstanceOf(UsageException.class)
                .hasMessage("option -t needs a whole number, not '99999999999'");
    }

    @Test
    void anAbsentNumberTakesTheProgramsOwn() throws UsageException {
        assertThat(parse().integer("t", 15)).isEqualTo(15);
    }

    @Test
    void optionsAreListedInTheOrderGiven() throws UsageException {
        assertThat(parse("-ff", "--cache=5", "-t1").inOrder()).containsExactly(
                new Arguments.Given("f", Optional.empty()),
                new Arguments.Given("f", Optional.empty()),
                new Arguments.Given("cache", Optional.of("5")),
                new Arguments.Given("t", Optional.of("1")));
    }

    @Test
    void oneParseLeavesNothingForTheNext() throws UsageException {
        parse("-T", "a");
        assertThat(parse("-T", "b").all("T")).containsExactly("b");
    }

    /** Whatever is typed is parsed or refused in words, never a stray exception. */
    @Test
    void randomWordsAreParsedOrRefused() {
        Random random = new Random(7);
        String alphabet = "-=-UftTLcx1 ache\"";
        for (int round = 0; round < 20_000; round++) {
            String[] words = new String[random.nextInt(4)];
            for (int i = 0; i < words.length; i++) {
                StringBuilder word = new StringBuilder();
                for (int n = random.nextInt(6); n > 0; n--) {
                    word.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                words[i] = word.toString();
            }
            try {
                assertThat(parse(words).words()).isNotNull();
            } catch (UsageException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private static Arguments parse(String... args) throws UsageException {
        return Arguments.parse(OPTIONS, args);
    }
}
