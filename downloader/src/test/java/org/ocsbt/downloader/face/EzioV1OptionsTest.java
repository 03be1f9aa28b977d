package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.session.TorrentOptions.Layout;

class EzioV1OptionsTest {
    @Test
    void defaultsAreTheOriginals() throws UsageException {
        EzioV1Options options = parse("a.torrent", "/dev/x");
        assertThat(options.ratio()).isEqualTo(3);
        assertThat(options.idleMinutes()).isEqualTo(15);
        assertThat(options.maxUploads()).isEqualTo(4);
        assertThat(options.maxConnections()).isEqualTo(6);
        assertThat(options.sequential()).isFalse();
        assertThat(options.layout()).isEqualTo(Layout.RAW_DEVICE);
        assertThat(options.seed()).isFalse();
        assertThat(options.cacheBytes()).isEmpty();
        assertThat(options.listen()).isEmpty();
        assertThat(options.log()).isEmpty();
    }

    /** Clonezilla 3.35.2, {@code start_bt_srv}. */
    @Test
    void debian11SeederLineIsUnderstood() throws UsageException {
        EzioV1Options options = parse("-t", "3", "-k", "60", "-U", "-f", "--cache", "2048",
                "-T", "Z/I/sda1.torrent", "-L", "Z/I", "-T", "Z/I/sda2.torrent", "-L", "Z/I");
        assertThat(options.idleMinutes()).isEqualTo(3);
        assertThat(options.seed()).isTrue();
        assertThat(options.layout()).isEqualTo(Layout.SLICE_DIRECTORY);
        assertThat(options.cacheBytes()).hasValue(2048 * 1024);
        assertThat(options.torrents()).containsExactly("Z/I/sda1.torrent", "Z/I/sda2.torrent");
        assertThat(options.targets()).containsExactly(Path.of("Z/I"), Path.of("Z/I"));
    }

    /** Clonezilla 3.35.2, {@code do_bittorrent_restore}. */
    @Test
    void debian11LeecherLineIsUnderstood() throws UsageException {
        EzioV1Options options = parse("-t", "1", "Z/I/sda1.torrent", "/dev/sda1");
        assertThat(options.idleMinutes()).isEqualTo(1);
        assertThat(options.torrents()).containsExactly("Z/I/sda1.torrent");
        assertThat(options.targets()).containsExactly(Path.of("/dev/sda1"));
        assertThat(options.isPaired()).isTrue();
    }

    @Test
    void thePairOfWordsComesLast() throws UsageException {
        EzioV1Options options = parse("w.torrent", "/w", "-T", "a.torrent", "-L", "/a");
        assertThat(options.torrents()).containsExactly("a.torrent", "w.torrent");
        assertThat(options.targets()).containsExactly(Path.of("/a"), Path.of("/w"));
    }

    @Test
    void legacyOptionsAreTheTwoWords() throws UsageException {
        EzioV1Options options = parse("--legacy_t", "a.torrent", "--legacy_save_path", "/a");
        assertThat(options.torrents()).containsExactly("a.torrent");
        assertThat(options.targets()).containsExactly(Path.of("/a"));
    }

    @Test
    void bundlesGluedValuesAndPrefixesWork() throws UsageException {
        EzioV1Options options = parse("-Uft1", "--ca", "5", "--tor", "a.torrent", "--sav", "b");
        assertThat(options.seed()).isTrue();
        assertThat(options.layout()).isEqualTo(Layout.SLICE_DIRECTORY);
        assertThat(options.idleMinutes()).isEqualTo(1);
        assertThat(options.cacheBytes()).hasValue(5 * 1024);
    }

    @Test
    void aNegativeCacheIsUnset() throws UsageException {
        assertThat(parse("--cache", "-1").cacheBytes()).isEmpty();
    }

    @Test
    void aCacheOfTerabytesDoesNotOverflow() throws UsageException {
        assertThat(parse("--cache", "2147483647").cacheBytes()).hasValue(2147483647L * 1024);
    }

    @Test
    void noPairsAndUnequalPairsAreUnpaired() throws UsageException {
        assertThat(parse().isPaired()).isFalse();
        assertThat(parse("a.torrent").isPaired()).isFalse();
        assertThat(parse("-T", "a.torrent", "-T", "b.torrent", "-L", "x").isPaired()).isFalse();
    }

    @Test
    void limitsOfZeroOrLessMeanNone() throws UsageException {
        assertThat(parse("-m", "0").maxUploads()).isEqualTo(EzioV1Options.UNLIMITED);
        assertThat(parse("-c-1").maxConnections()).isEqualTo(EzioV1Options.UNLIMITED);
        assertThat(parse("-c", "5000").maxConnections()).isEqualTo(EzioV1Options.UNLIMITED);
    }

    @Test
    void aThirdWordIsRefused() {
        assertThatThrownBy(() -> parse("a.torrent", "/dev/x", "y")).isInstanceOf(UsageException.class)
                .hasMessage("unexpected word 'y'");
    }

    @Test
    void aBadNumberIsRefusedEvenWhereItHasNoEffect() {
        assertThatThrownBy(() -> parse("-k", "many")).isInstanceOf(UsageException.class)
                .hasMessageContaining("-k");
    }

    @Test
    void theOptionListNamesEveryOption() {
        for (Option option : EzioV1Options.syntax().getOptions()) {
            String name = option.getLongOpt() == null ? "  -" + option.getOpt() + " " : "--" + option.getLongOpt() + " ";
            assertThat(EzioUsage.TEXT).contains(name);
        }
    }

    private static EzioV1Options parse(String... args) throws UsageException {
        return EzioV1Options.of(Arguments.parse(EzioV1Options.syntax(), args));
    }
}
