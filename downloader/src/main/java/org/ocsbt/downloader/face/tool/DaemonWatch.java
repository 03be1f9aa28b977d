package org.ocsbt.downloader.face.tool;

import java.time.Duration;
import java.util.List;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.Torrent;

/** What {@code ezio_cli.py} and {@code ezio_ui.py} do besides showing: pause what is done, end the daemon. */
final class DaemonWatch {
    /** The original daemon takes up to ten seconds to drain its connections. */
    private static final Duration GONE_LIMIT = Duration.ofSeconds(20);

    private final ControlClient daemon;
    private final StopRule rule;
    private final Pacer pacer;

    DaemonWatch(ControlClient daemon, StopRule rule, Pacer pacer) {
        this.daemon = daemon;
        this.rule = rule;
        this.pacer = pacer;
    }

    List<Torrent> look() throws ControlException {
        return daemon.torrents();
    }

    /**
     * Pauses the torrents that have done their share. When all are over, ends the daemon and waits until
     * it is gone.
     *
     * @return whether all is over
     * @throws ControlException a call failed, or the daemon does not go
     */
    boolean conclude(List<Torrent> torrents) throws ControlException, InterruptedException {
        for (Torrent torrent : torrents) {
            if (rule.asksToPause(torrent)) {
                daemon.pause(torrent.getHash());
            }
        }
        if (!rule.isOver(torrents)) {
            return false;
        }
        daemon.shutdown();
        if (!daemon.awaitGone(GONE_LIMIT, pacer)) {
            throw new ControlException("the daemon still answers " + GONE_LIMIT.toSeconds()
                    + " s after it was told to shut down", null);
        }
        return true;
    }

    /**
     * Says how it ended, below everything else: {@code Finished} only if no torrent has failed.
     *
     * @return the tool's status
     */
    static int tellEnd(List<Torrent> torrents, Terminal terminal) {
        List<Torrent> failed = torrents.stream().filter(StopRule::hasFailed).toList();
        if (failed.isEmpty()) {
            terminal.print("\nFinished. Exiting...\n");
            return ExitStatus.DONE;
        }
        failed.forEach(torrent -> terminal.complain(failure(torrent)));
        terminal.complain(failed.size() + " of " + torrents.size() + " torrents FAILED");
        return ExitStatus.FAILED;
    }

    static String failure(Torrent torrent) {
        return "FAILED: " + torrent.getName() + " on " + torrent.getSavePath() + ": " + torrent.getError();
    }
}
