package org.ocsbt.tracker.face;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.cli.UsageException;

/** A command line of ocs-bttrack: pairs of words, {@code --name value}; the last of a name counts. */
final class OcsBttrackOptions {
    private final Map<OcsBttrackOption, String> given;

    private OcsBttrackOptions(Map<OcsBttrackOption, String> given) {
        this.given = given;
    }

    static OcsBttrackOptions parse(String... args) throws UsageException {
        Map<OcsBttrackOption, String> given = new EnumMap<>(OcsBttrackOption.class);
        for (int i = 0; i < args.length; i += 2) {
            OcsBttrackOption option = option(args[i]);
            if (i + 1 == args.length) {
                throw new UsageException("parameter passed in at end with no value");
            }
            if (!option.accepts(args[i + 1])) {
                throw new UsageException("wrong format of --" + option.word() + " - " + args[i + 1]);
            }
            given.put(option, args[i + 1]);
        }
        OcsBttrackOptions options = new OcsBttrackOptions(given);
        options.check();
        return options;
    }

    private static OcsBttrackOption option(String word) throws UsageException {
        if (word.startsWith("--")) {
            for (OcsBttrackOption option : OcsBttrackOption.values()) {
                if (option.word().equals(word.substring(2))) {
                    return option;
                }
            }
        }
        throw new UsageException("unknown key " + word);
    }

    private void check() throws UsageException {
        if (text(OcsBttrackOption.DFILE).isEmpty()) {
            throw new UsageException("dfile is a required parameter");
        }
        if (count(OcsBttrackOption.PORT) > 65535) {
            throw new UsageException("--port is not within 0 and 65535");
        }
        String scrape = text(OcsBttrackOption.SCRAPE_ALLOWED);
        if (!List.of("none", "specific", "full").contains(scrape)) {
            throw new UsageException("--scrape_allowed is none, specific or full, not " + scrape);
        }
        for (OcsBttrackOption seconds : List.of(OcsBttrackOption.TIMEOUT_DOWNLOADERS_INTERVAL,
                OcsBttrackOption.TIMEOUT_CHECK_INTERVAL, OcsBttrackOption.SAVE_DFILE_INTERVAL,
                OcsBttrackOption.PARSE_DIR_INTERVAL, OcsBttrackOption.SOCKET_TIMEOUT)) {
            if (duration(seconds).isZero()) {
                throw new UsageException("--" + seconds.word() + " must be more than 0");
            }
        }
        addresses();
    }

    String text(OcsBttrackOption option) {
        return given.getOrDefault(option, option.usual());
    }

    int count(OcsBttrackOption option) {
        return Integer.parseInt(text(option));
    }

    boolean flag(OcsBttrackOption option) {
        return count(option) != 0;
    }

    Duration duration(OcsBttrackOption option) {
        return Duration.ofMillis((long) (Double.parseDouble(text(option)) * 1000));
    }

    Optional<Path> path(OcsBttrackOption option) throws UsageException {
        String text = text(option);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new UsageException("--" + option.word() + " is no path: " + e.getReason());
        }
    }

    /** What is given although it has no effect any more. */
    List<OcsBttrackOption> withoutEffect() {
        List<OcsBttrackOption> idle = new ArrayList<>();
        for (OcsBttrackOption option : given.keySet()) {
            if (option.isWithoutEffect()) {
                idle.add(option);
            }
        }
        return idle;
    }

    /** Where to listen: {@code bind}, or all IPv4 addresses, or all addresses with {@code ipv6_enabled}. */
    List<InetSocketAddress> addresses() throws UsageException {
        int port = count(OcsBttrackOption.PORT);
        String bind = text(OcsBttrackOption.BIND);
        if (bind.isEmpty()) {
            bind = flag(OcsBttrackOption.IPV6_ENABLED) ? "::" : "0.0.0.0";
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String text : bind.split(",")) {
            addresses.add(new InetSocketAddress(LiteralAddress.parse(text.strip()).orElseThrow(
                    () -> new UsageException("--bind needs IP addresses, not '" + text + "'")), port));
        }
        return addresses;
    }

    static void printAll(PrintStream out) {
        for (OcsBttrackOption option : OcsBttrackOption.values()) {
            out.println("--" + option.word() + " <arg>");
            out.println("          " + option.meaning()
                    + (option.usual().isEmpty() ? "" : " (defaults to " + option.usual() + ")"));
        }
    }
}
