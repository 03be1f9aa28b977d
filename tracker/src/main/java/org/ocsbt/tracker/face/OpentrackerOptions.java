package org.ocsbt.tracker.face;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.Arguments.Given;
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
 * @param admins {@code -A}: who may see {@code /stats}
 * @param help {@code -h}
 */
record OpentrackerOptions(
        List<InetSocketAddress> tcpAddresses,
        List<InetSocketAddress> udpAddresses,
        Optional<Path> directory,
        String user,
        Optional<Path> whitelist,
        Optional<String> redirect,
        Set<InetAddress> admins,
        boolean help) {

    static final int DEFAULT_PORT = 6969;
    private static final String DEFAULT_USER = "nobody";

    /** @param warnings told of what is of no use in the file of {@code -f} */
    static OpentrackerOptions parse(PrintStream warnings, String... args) throws UsageException {
        Options known = new Options();
        for (String letter : new String[] {"i", "p", "P", "d", "u", "w", "f", "r", "A", "s"}) {
            known.addOption(Option.builder(letter).hasArg().build());
        }
        known.addOption(Option.builder("h").build());
        Arguments arguments = Arguments.parse(known, args);
        List<Given> all = new ArrayList<>();
        for (Given given : arguments.inOrder()) {
            if (given.name().equals("f")) {
                all.addAll(OpentrackerConfFile.read(path(given.value()), warnings));
            } else {
                all.add(given);
            }
        }
        return of(all, warnings);
    }

    private static OpentrackerOptions of(List<Given> all, PrintStream warnings) throws UsageException {
        Map<String, String> last = new HashMap<>();
        Set<InetAddress> admins = new HashSet<>();
        Binds binds = new Binds();
        for (Given given : all) {
            String value = given.value().orElse("");
            switch (given.name()) {
                case "i" -> binds.address(value);
                case "p" -> binds.tcp.add(binds.at(value));
                case "P" -> binds.udp.add(binds.at(value));
                case "s" -> warnings.println("opentracker: -s has no effect: there is no live sync");
                case "A" -> admins.add(address("-A", value));
                default -> last.put(given.name(), value);
            }
        }
        binds.useDefaults();
        return new OpentrackerOptions(
                binds.tcp, binds.udp, optionalPath(last.get("d")), last.getOrDefault("u", DEFAULT_USER),
                optionalPath(last.get("w")), Optional.ofNullable(last.get("r")), Set.copyOf(admins),
                last.containsKey("h"));
    }

    private static Optional<Path> optionalPath(String text) throws UsageException {
        return text == null ? Optional.empty() : Optional.of(path(Optional.of(text)));
    }

    private static Path path(Optional<String> text) throws UsageException {
        try {
            return Path.of(text.orElse(""));
        } catch (InvalidPathException e) {
            throw new UsageException("not a path: " + e.getMessage());
        }
    }

    private static InetAddress address(String option, String text) throws UsageException {
        return LiteralAddress.parse(text)
                .orElseThrow(() -> new UsageException(option + " needs an IP address, not '" + text + "'"));
    }

    static void printUsage(PrintStream out) {
        out.print("""
                Usage: opentracker [-i ip] [-p port] [-P port] [-r redirect] [-d dir] [-u user] [-A ip] [-f config] \
                [-w whitelistfile]
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
            current = OpentrackerOptions.address("-i", text);
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
