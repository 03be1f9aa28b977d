package org.ocsbt.downloader.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ocsbt.downloader.face.rpc.Empty;
import org.ocsbt.downloader.face.rpc.Torrent;

/** The daemon from its command line to its end (contracts/ezio-v2.md). */
@Timeout(30)
class EzioV2Test extends EzioV2Stage {
    @Test
    void saysWhoItIsAndWhereItListens() throws Exception {
        start();
        assertThat(daemon.out().lines()).first().isEqualTo("ezio " + EzioVersion.TEXT);
        assertThat(daemon.out().lines().skip(1).findFirst().orElseThrow()).matches(
                "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}] \\[info] Server listening on 127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void answersItsVersion() throws Exception {
        assertThat(start().getVersion(Empty.getDefaultInstance()).getVersion()).isEqualTo(EzioVersion.TEXT);
    }

    @Test
    void shutdownAnswersAndEndsTheDaemon() throws Exception {
        start().shutdown(Empty.getDefaultInstance());
        assertThat(daemon.awaitStatus()).isZero();
        assertThat(session.closeLimits).isNotEmpty();
        assertThat(daemon.stop()).isFalse();
    }

    @Test
    void aSignalEndsTheDaemonInOrder() throws Exception {
        start();
        assertThat(daemon.stop()).isTrue();
        assertThat(daemon.awaitStatus()).isZero();
        assertThat(session.closeLimits).isNotEmpty();
    }

    @Test
    void aSecondDaemonOnTheSamePortIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            daemon = new RunningDaemon(session, "-l", "127.0.0.1:" + taken.getLocalPort());
            assertThat(daemon.awaitStatus()).isEqualTo(1);
            assertThat(daemon.err()).startsWith("ezio: can't listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .hasLineCount(1);
            assertThat(session.closeLimits).hasSize(1);
        }
    }

    @Test
    void helpAndVersionEndAtOnce() throws Exception {
        daemon = new RunningDaemon(session, "-h");
        assertThat(daemon.awaitStatus()).isZero();
        assertThat(daemon.out()).isEqualTo(EzioUsage.TEXT);
        daemon = new RunningDaemon(session, "-v");
        assertThat(daemon.awaitStatus()).isZero();
        assertThat(daemon.out()).isEqualTo("ezio " + EzioVersion.TEXT + "\n");
        assertThat(session.options).isNull();
    }

    @Test
    void badOptionsAreRefused() throws Exception {
        assertRefused("unknown option --bogus", "--bogus");
        assertRefused("option --cache-size needs a whole number, not 'much'", "--cache-size", "much");
        assertRefused("option --cache-size needs 0 or more MiB, not -1", "--cache-size", "-1");
        assertRefused("option -p needs a port from 0 to 65535, not 70000", "-p", "70000");
        assertRefused("'localhost' is no HOST:PORT", "-l", "localhost");
        assertRefused("'127.0.0.1:99999' has no port from 0 to 65535", "-l", "127.0.0.1:99999");
        assertThat(session.options).isNull();
    }

    @Test
    void whatChangesNothingIsSaid() throws Exception {
        start("--slow-start-period", "5", "--enable-dht", "stray");
        assertThat(daemon.out()).contains("[warning] --slow-start-period means nothing without --slow-start")
                .contains("[warning] --enable-dht has no effect").contains("[warning] 'stray' belongs to no option");
        assertThat(session.options.slowStartPeriod()).isEmpty();
    }

    @Test
    void slowStartAndThreadsReachTheEngine() throws Exception {
        start("--slow-start", "--slow-start-period", "7", "--aio-threads", "8");
        assertThat(session.options.slowStartPeriod()).contains(Duration.ofSeconds(7));
        assertThat(session.options.diskThreads()).hasValue(8);
        assertThat(daemon.out()).doesNotContain("[warning]");
    }

    @Test
    void aPeriodOfNothingIsTheUsualOne() throws Exception {
        start("--slow-start", "--slow-start-period", "0");
        assertThat(session.options.slowStartPeriod()).contains(Duration.ofSeconds(10));
        assertThat(session.options.diskThreads()).isEmpty();
    }

    @Test
    void localDiscoveryIsOffUnlessAskedFor() throws Exception {
        start();
        assertThat(session.options.localDiscovery()).isFalse();
        daemon.close();
        start("--enable-lsd");
        assertThat(session.options.localDiscovery()).isTrue();
    }

    @Test
    void theProgressLineHasTheOriginalsShape() {
        Torrent torrent = Torrent.newBuilder().setSavePath("/dev/sda1").setProgress(1).setDownloadRate(8_147_436)
                .setIsFinished(true).setActiveTime(3).setFinishedTime(2).setSeedingTime(2).build();
        assertThat(EzioV2.progress(torrent))
                .isEqualTo("[/dev/sda1][100%][D: 7.77MB/s][U: 0.00MB/s][ F][A: 3][F: 2][S: 2]");
    }

    private void assertRefused(String line, String... args) throws Exception {
        daemon = new RunningDaemon(session, args);
        assertThat(daemon.awaitStatus()).isEqualTo(1);
        assertThat(daemon.err()).isEqualTo("ezio: " + line + "\n");
    }
}
