package org.ocsbt.downloader.face.tool;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.face.Pacer;
import org.ocsbt.downloader.face.Terminal;
import org.ocsbt.downloader.face.rpc.Torrent;

/** {@code ezio_cli.py}: shows one line until all torrents are done, then ends the daemon. */
public final class CliMain {
    private static final String PROGRAM = "ezio_cli.py";
    private static final String USAGE = """
            usage: ezio_cli.py [-h] [-a ADDRESS] [-w WAIT]

              -a, --address ADDRESS      where the daemon listens (127.0.0.1:50051)
              -w, --wait SECONDS         serve at least this long after the end (15)
            """;
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(2);

    private CliMain() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(PROGRAM), Pacer.REAL, args));
    }

    static int run(Terminal terminal, Pacer pacer, String... args) {
        return new Tool(terminal, USAGE).run(syntax(), args, (arguments, daemon) -> {
            StopRule rule = new StopRule(waitSeconds(arguments), StopRule.DEFAULT_SECONDS);
            return watch(daemon, rule, terminal, pacer);
        });
    }

    static Options syntax() {
        return new Options().addOption("w", "wait", true, "");
    }

    static int waitSeconds(Arguments arguments) throws UsageException {
        if (!arguments.words().isEmpty()) {
            throw new UsageException("unexpected word '" + arguments.words().get(0) + "'");
        }
        return arguments.integer("w", StopRule.DEFAULT_SECONDS);
    }

    /** @return the status to end with, once all is over and the daemon gone */
    static int watch(ControlClient daemon, StopRule rule, Terminal terminal, Pacer pacer)
            throws ControlException, InterruptedException {
        terminal.print("ezio " + daemon.version() + "\n");
        DaemonWatch watch = new DaemonWatch(daemon, rule, pacer);
        Set<String> toldFailures = new HashSet<>();
        for (Duration time = LINE_INTERVAL; ; time = time.plus(LINE_INTERVAL)) {
            pacer.sleep(LINE_INTERVAL);
            List<Torrent> torrents = watch.look();
            terminal.print(CliLine.of(time, torrents));
            for (Torrent torrent : torrents) {
                if (StopRule.hasFailed(torrent) && toldFailures.add(torrent.getHash())) {
                    terminal.complain(DaemonWatch.failure(torrent));
                }
            }
            if (watch.conclude(torrents)) {
                return DaemonWatch.tellEnd(torrents, terminal);
            }
        }
    }
}
