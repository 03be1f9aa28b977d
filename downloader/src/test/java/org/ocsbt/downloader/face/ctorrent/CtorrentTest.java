package org.ocsbt.downloader.face.ctorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocsbt.downloader.face.ScriptedSession;
import org.ocsbt.downloader.face.Status;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.session.SwarmView;
import org.ocsbt.downloader.session.TorrentOptions;
import org.ocsbt.piece.Bitfield;

@Timeout(20)
class CtorrentTest {
    private static final int PIECES = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream starter = new ByteArrayOutputStream();
    @TempDir
    private Path directory;
    private String torrent;
    private String data;

    @BeforeEach
    void makeTorrent() throws Exception {
        data = Files.write(directory.resolve("data"), new byte[PIECES * 65536]).toString();
        torrent = directory.resolve("t.torrent").toString();
        assertThat(ctorrent(ScriptedSession.always(Status.finished()))
                .run("-t", "-l", "65536", "-u", "http://10.0.0.1/announce", "-s", torrent, data)).isZero();
        out.reset();
    }

    private Ctorrent ctorrent(ScriptedSession session) {
        StartReport start = new StartReport(starter, err);
        return new Ctorrent(new Terminal(new PrintStream(out), new PrintStream(start), "ctorrent"), start,
                session::open, session, Clock.systemUTC());
    }

    private static ScriptedSession session(Status status, Bitfield here) {
        ScriptedSession session = ScriptedSession.always(status);
        session.swarm = Optional.of(new SwarmView(0, 0, 1, here.count(), 0, 1, here));
        return session;
    }

    @Test
    void trustedDataAreServedAsTheyAreForTheWholeTime() {
        ScriptedSession session = new ScriptedSession((t, time) -> Status.finished().seeding(time));
        session.swarm = Optional.of(new SwarmView(0, 0, 1, PIECES, 0, 1, Bitfield.full(PIECES)));
        assertThat(ctorrent(session).run("-f", "-M", "4", "-e", "1", "-s", data, torrent)).isZero();
        TorrentOptions added = session.torrents().get(0);
        assertThat(added.seed()).isTrue();
        assertThat(added.layout()).isEqualTo(TorrentOptions.Layout.OWN_PATH);
        assertThat(added.target()).isEqualTo(Path.of(data));
        assertThat(added.maxConnections()).isEqualTo(4);
        assertThat(session.now()).isEqualTo(Duration.ofHours(1));
        assertThat(session.closeLimits).hasSize(1);
        assertThat(starter).hasToString("ready\n");
        assertThat(out.toString()).contains("Listening on 0.0.0.0:2706\n", "Seed for others 1 hours\n")
                .doesNotContain("Check exist", "Download complete");
    }

    @Test
    void withoutTrustTheDataAreReadFirst() {
        ScriptedSession session = session(Status.finished(), Bitfield.full(PIECES));
        assertThat(ctorrent(session).run("-e", "0", "-s", data, torrent)).isZero();
        assertThat(session.torrents().get(0).seed()).isTrue();
        assertThat(out.toString()).contains("Check exist: 4/4\nChecking completed.\n", " 4/4 (100%)\n");
    }

    @Test
    void aSavedBitfieldIsTrustedWithF() throws Exception {
        Files.write(Path.of(torrent + ".bf"), new byte[] {0x40});
        ScriptedSession session = session(Status.finished().downloaded(1), Bitfield.full(PIECES));
        assertThat(ctorrent(session).run("-f", "-e", "0", "-s", data, torrent)).isZero();
        TorrentOptions added = session.torrents().get(0);
        assertThat(added.seed()).isFalse();
        assertThat(added.present().orElseThrow().toWire()).containsExactly(0x40);
        assertThat(Path.of(torrent + ".bf")).doesNotExist();
        assertThat(out.toString()).contains("Download complete.\nTotal time used: 0 minutes.\n");
    }

    @Test
    void missingFilesAreMadeAndNothingIsLookedFor() {
        Path target = directory.resolve("new/place");
        ScriptedSession session = session(Status.finished(), Bitfield.full(PIECES));
        assertThat(ctorrent(session).run("-e", "0", "-s", target.toString(), torrent)).isZero();
        assertThat(target).hasSize(PIECES * 65536);
        assertThat(session.torrents().get(0).present().orElseThrow().isEmpty()).isTrue();
        assertThat(out.toString()).contains("Creating file \"" + target + "\"\n").doesNotContain("Check exist");
    }

    @Test
    void aLongerFileIsNotCut() throws Exception {
        Path other = Files.write(directory.resolve("other"), new byte[PIECES * 65536 + 1]);
        ScriptedSession session = session(Status.finished(), Bitfield.full(PIECES));
        assertThat(ctorrent(session).run("-e", "0", "-s", other.toString(), torrent)).isEqualTo(1);
        assertThat(starter).hasToString(
                "ctorrent: " + other + " has 262145 bytes, the torrent says 262144\n");
        assertThat(other).hasSize(PIECES * 65536 + 1);
    }

    @Test
    void trustInMissingDataIsRefusedBeforeItIsReady() {
        ScriptedSession session = session(Status.finished(), Bitfield.full(PIECES));
        Path absent = directory.resolve("absent");
        assertThat(ctorrent(session).run("-f", "-s", absent.toString(), torrent)).isEqualTo(1);
        assertThat(starter).hasToString("ctorrent: cannot open " + absent + ": no such file\n");
        assertThat(absent).doesNotExist();
        assertThat(session.torrents()).isEmpty();
    }

    @Test
    void whatIsHereIsKeptWhenItIsStopped() {
        Bitfield here = new Bitfield(PIECES);
        here.set(2);
        ScriptedSession session = session(Status.downloading(), here);
        Ctorrent ctorrent = ctorrent(session);
        session.atEachSleep = ctorrent::stop;
        ctorrent.run("-s", data + ".new", torrent);
        assertThat(Path.of(torrent + ".bf")).hasBinaryContent(new byte[] {0x20});
        assertThat(session.closeLimits).hasSize(1);
        assertThat(session.closeLimits.get(0)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aFailedMediumEndsItWithTheReason() {
        ScriptedSession session = session(Status.finished().failed("cannot read x: Input/output error"), new Bitfield(PIECES));
        assertThat(ctorrent(session).run("-f", "-s", data, torrent)).isEqualTo(1);
        assertThat(err.toString()).contains("Input/output error");
    }

    @Test
    void aSeederThatLosesAPieceServesTheRestForItsHours() {
        ScriptedSession session = new ScriptedSession((torrent, time) -> time.toSeconds() < 5
                ? Status.finished()
                : Status.finished().pieces(2).failed("piece 1 is lost: cannot read x").seeding(time.multipliedBy(360)));
        session.swarm = session(Status.finished(), new Bitfield(PIECES)).swarm;
        assertThat(ctorrent(session).run("-f", "-e", "1", "-s", data, torrent)).isEqualTo(1);
        assertThat(err.toString().strip().lines()).containsExactly("ctorrent: data: piece 1 is lost: cannot read x",
                "ctorrent: FAILED: data: piece 1 is lost: cannot read x");
        assertThat(session.now().toSeconds()).isBetween(10L, 11L);
    }

    @Test
    void aClientWhoseDiskFailsServesWhatItHasVerifiedForItsHours() {
        Status failed = Status.downloading().pieces(2).failed("cannot write x: No space left on device");
        ScriptedSession session = new ScriptedSession((torrent, time) -> time.toSeconds() < 60 ? Status.downloading() : failed);
        session.swarm = session(failed, new Bitfield(PIECES)).swarm;
        assertThat(ctorrent(session).run("-e", "1", "-s", data + ".new", torrent)).isEqualTo(1);
        assertThat(session.now()).isBetween(Duration.ofMinutes(61), Duration.ofMinutes(61).plusSeconds(1));
        assertThat(out.toString()).doesNotContain("Download complete");
        assertThat(err.toString().lines()).last().asString()
                .startsWith("ctorrent: FAILED: ").endsWith("cannot write x: No space left on device");
    }

    @Test
    void theTrackerIsReplacedByAddressOrNumber() {
        for (List<String> choice : List.of(
                List.of("http://10.9.9.9:80/a", "http://10.9.9.9:80/a"), List.of("1", "http://10.0.0.1/announce"))) {
            ScriptedSession session = session(Status.finished(), Bitfield.full(PIECES));
            assertThat(ctorrent(session).run("-f", "-e", "0", "-u", choice.get(0), "-s", data, torrent)).isZero();
            assertThat(session.torrents().get(0).metainfo().announceTiers().toString())
                    .isEqualTo("[[" + choice.get(1) + "]]");
        }
        for (String wrong : List.of("2", "0", "ftp://a/", "x y")) {
            starter.reset();
            assertThat(ctorrent(session(Status.finished(), Bitfield.full(PIECES)))
                    .run("-f", "-u", wrong, "-s", data, torrent)).isEqualTo(1);
            assertThat(starter.toString()).startsWith("ctorrent: option -u").endsWith("\n");
        }
    }

    @Test
    void reservedRoomIsNotSparse() throws Exception {
        Path target = directory.resolve("reserved");
        ScriptedSession session = session(Status.finished(), Bitfield.full(PIECES));
        assertThat(ctorrent(session).run("-a", "-e", "0", "-s", target.toString(), torrent)).isZero();
        assertThat(target).hasBinaryContent(new byte[PIECES * 65536]);
    }
}
