package org.ocsbt.downloader.face.ctorrent;

import java.io.IOException;
import java.time.Clock;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.ExitStatus;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.SessionFactory;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.session.TorrentException;

/** What the command line asks for: to make a torrent, to show or check one, or to transfer it. */
final class Ctorrent {
    private final Terminal terminal;
    private final StartReport start;
    private final Clock clock;
    private final RunningTransfer transfer;

    Ctorrent(Terminal terminal, StartReport start, SessionFactory sessions, Pacer pacer, Clock clock) {
        this.terminal = terminal;
        this.start = start;
        this.clock = clock;
        this.transfer = new RunningTransfer(terminal, sessions, pacer);
    }

    /** @return the process's status, see {@link ExitStatus} */
    int run(String... args) {
        try {
            if (CreationOptions.isAskedFor(args)) {
                CreationOptions options = CreationOptions.of(Arguments.parse(CreationOptions.syntax(), args));
                return new TorrentCreation(terminal, clock).run(options) ? ExitStatus.DONE : ExitStatus.FAILED;
            }
            Arguments arguments = Arguments.parse(CtorrentOptions.syntax(), CtorrentOptions.gluePrefix(args));
            if (arguments.has("h") || arguments.has("H")) {
                terminal.print(CtorrentUsage.TEXT);
                return ExitStatus.DONE;
            }
            return serve(CtorrentOptions.of(arguments)) ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (UsageException | TorrentException | IOException e) {
            terminal.complain(e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException ended) {
            return ExitStatus.FAILED;
        }
    }

    private boolean serve(CtorrentOptions options)
            throws UsageException, TorrentException, IOException, InterruptedException {
        DescribedTorrent torrent = DescribedTorrent.read(options.torrent());
        TorrentTexts texts = new TorrentTexts(torrent, options.targetFor(torrent.metainfo()));
        terminal.print(texts.metainfo() + texts.files());
        if (options.showOnly()) {
            return true;
        }
        options.unsupported().forEach(terminal::complain);
        Preparation preparation = new Preparation(terminal, options, torrent.metainfo(), texts);
        if (options.checkOnly()) {
            preparation.checkOnly();
            return true;
        }
        return transfer.run(options, preparation, start);
    }

    /**
     * Ends a running transfer from another thread: keeps what is needed to go on later, tells the tracker,
     * flushes. Returns within two seconds.
     *
     * @return whether there was one; nothing is printed any more then
     */
    boolean stop() {
        return transfer.stop();
    }
}
