package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocsbt.SampleTorrent;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;

class CtorrentOptionsTest {
    private static CtorrentOptions parse(String line) throws UsageException {
        return CtorrentOptions.of(Arguments.parse(
                CtorrentOptions.syntax(), CtorrentOptions.gluePrefix(line.split(" "))));
    }

    @Test
    void defaultsAreTheOriginals() throws Exception {
        CtorrentOptions options = parse("dir/sda1.torrent");
        assertThat(options.torrent()).isEqualTo("dir/sda1.torrent");
        assertThat(options.bitfield()).isEqualTo(Path.of("dir/sda1.torrent.bf"));
        assertThat(options.leaving()).isEqualTo(new LeavingRule(Duration.ofHours(72), 0));
        assertThat(options.maxPeers()).isEqualTo(100);
        assertThat(options.trusted()).isFalse();
        assertThat(options.session().firstListenPort()).isEqualTo(2706);
        assertThat(options.session().lastListenPort()).isEqualTo(2106);
        assertThat(options.session().cacheBytes()).isEqualTo(16L << 20);
        assertThat(options.session().peerIdPrefix()).isEqualTo("-CD0303-");
        assertThat(options.session().uploadLimit()).isZero();
        assertThat(options.unsupported()).isEmpty();
        assertThat(options.targetFor(SampleTorrent.ofFile("sda1", 1000, 5000).metainfo())).isEqualTo(Path.of("sda1"));
    }

    @Test
    void clonezillasSeederIsUnderstood() throws Exception {
        CtorrentOptions options = parse("-f -d -M 4 -m 4 -s Z/I/sda1 Z/I/sda1.torrent");
        assertThat(options.trusted()).isTrue();
        assertThat(options.maxPeers()).isEqualTo(4);
        assertThat(options.savedAs()).contains(Path.of("Z/I/sda1"));
    }

    @Test
    void bundlesGluedValuesAndRepeatsAreReadAsGetoptDoes() throws Exception {
        CtorrentOptions options = parse("-fdd -e0 -E1.5 -D10 -U 20 -U 30 t -p1000");
        assertThat(options.leaving()).isEqualTo(new LeavingRule(Duration.ZERO, 1.5));
        assertThat(options.session().downloadLimit()).isEqualTo(10 * 1024);
        assertThat(options.session().uploadLimit()).isEqualTo(30 * 1024);
        assertThat(options.session().lastListenPort()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-P -AB0100- t", "-P-AB0100- t"})
    void aPeerIdPrefixMayBeginWithAHyphen(String line) throws Exception {
        assertThat(parse(line).session().peerIdPrefix()).isEqualTo("-AB0100-");
    }

    @ParameterizedTest
    @CsvSource({
        "-M 3 t,-M argument must be between 4 and 1000",
        "-M 1001 t,-M argument must be between 4 and 1000",
        "-m 0 t,-m argument must be between 1 and 1000",
        "-z 129 t,-z argument must be between 1 and 128",
        "-e -1 t,-e argument must not be below 0",
        "-P 123456789 t,-P arg must be 8 or less characters",
        "-E x t,'option -E needs a number that is not negative, not ''x'''",
        "-I somewhere t,'option -I needs an IP address, not ''somewhere'''",
        "-n all t,'option -n needs numbers of files such as 1,4-6, not ''all'''",
        "-x,'one torrent is needed, 0 are given; use -h for help'",
        "t u,'one torrent is needed, 2 are given; use -h for help'"})
    void whatCantBeFollowedIsRefused(String line, String message) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(line)).withMessage(message);
    }

    @Test
    void eachUnsupportedOptionIsNamed() throws Exception {
        assertThat(parse("-z 32 -S h:1 -A x -T t").unsupported())
                .extracting(line -> line.substring(0, 2)).containsExactly("-z", "-S", "-A", "-T");
        assertThat(parse("-z 16 t").unsupported()).isEmpty();
    }
}
