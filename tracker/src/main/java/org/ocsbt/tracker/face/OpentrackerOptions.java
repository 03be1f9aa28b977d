package org.ocsbt.tracker.face;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;

/**
 * The command line of opentracker (contracts/tracker.md, part B).
 *
 * @param tcpAddresses {@code -p} on the {@code -i} before it
 * @param udpAddresses {@code -P} on the {@code -i} before it
 * @param directory {@code -d}
 * @param user {@code -u}: whose rights a tracker started by root takes on
 * @param whitelist {@code -w}
 * @param redirect {@code -r}: where {@code /} leads
 * @param help {@code -h}
 */
record OpentrackerOptions(
        List<InetSocketAddress> tcpAddresses,
        List<InetSocketAddress> udpAddresses,
        Optional<Path> directory,
        String user,
        Optional<Path> whitelist,
        Optional<String> redirect,
        boolean help) {

    private static final int DEFAULT_PORT = 6969;
    private static final String DEFAULT_USER = "nobody";

    static OpentrackerOptions parse(String... args) throws UsageException {
        Options known = new Options();
        for (String letter : new String[] {"i", "p", "P", "d", "u", "w", "f", "r", "A", "s"}) {
            known.addOption(Option.builder(letter).hasArg().build());
        }
        known.addOption(Option.builder("h").build());
        Arguments arguments = Arguments.parse(known, args);
        Binds binds = new Binds();
        for (Arguments.Given given : arguments.inOrder()) {
            switch (given.name()) {
                case "i" -> binds.address(given.value().orElseThrow());
                case "p" -> binds.tcp.add(binds.at(given.value().orElseThrow()));
                case "P" -> binds.udp.add(binds.at(given.value().orElseThrow()));
                default -> { }
            }
        }
        binds.useDefaults();
        return new OpentrackerOptions(
                binds.tcp, binds.udp, arguments.last("d").map(Path::of),
                arguments.last("u").orElse(DEFAULT_USER), arguments.last("w").map(Path::of),
                arguments.last("r"), arguments.has("h"));
    }

    static void printUsage(PrintStream out) {
        out.print("""
                Usage: opentracker [-i ip] [-p port] [-P port] [-r redirect] [-d dir] [-u user] [-A ip] [-f config] [-w whitelistfile]
                \t-f config include and execute the config file
                \t-i ip     ip to bind to, may come more than once (default: all IPv4 addresses)
                \t-p port   tcp port to bind to, may come more than once (default: 6969)
                \t-P port   udp port to bind to, may come more than once (default: 6969)
                \t-r url    where / leads (default: a page that shows the clients)
                \t-d dir    directory to chroot to; its *.torrent files are served when there is no whitelist
                \t-u user   whose rights to take on when started by root (default: "nobody")
                \t-A ip     admin address
                \t-w file   whitelist file: one info-hash a line
                """);
    }

    /** Collects addresses: a port applies to the address named last before it. */
    private static final class Binds {
        final List<InetSocketAddress> tcp = new ArrayList<>();
        final List<InetSocketAddress> udp = new ArrayList<>();
        private InetAddress current = LiteralAddress.parse("0.0.0.0").orElseThrow();
        private boolean currentHasPort = true;

        void address(String text) throws UsageException {
            useDefaultsForLoneAddress();
            current = LiteralAddress.parse(text)
                    .orElseThrow(() -> new UsageException("-i needs an IP address, not '" + text + "'"));
            currentHasPort = false;
        }

        InetSocketAddress at(String text) throws UsageException {
            currentHasPort = true;
            try {
                return new InetSocketAddress(current, Integer.parseInt(text));
            } catch (IllegalArgumentException e) {
                throw new UsageException("a port is a number up to 65535, not '" + text + "'");
            }
        }

        void useDefaults() {
            useDefaultsForLoneAddress();
            if (tcp.isEmpty() && udp.isEmpty()) {
                tcp.add(new InetSocketAddress(current, DEFAULT_PORT));
                udp.add(new InetSocketAddress(current, DEFAULT_PORT));
            }
        }

        private void useDefaultsForLoneAddress() {
            if (!currentHasPort) {
                tcp.add(new InetSocketAddress(current, DEFAULT_PORT));
                udp.add(new InetSocketAddress(current, DEFAULT_PORT));
                currentHasPort = true;
            }
        }
    }
}
