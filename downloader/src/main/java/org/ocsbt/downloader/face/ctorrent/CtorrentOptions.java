package org.ocsbt.downloader.face.ctorrent;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.cli.Options;
import org.ocsbt.announce.LiteralAddress;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.session.SessionOptions;
import org.ocsbt.metainfo.Metainfo;

/**
 * The command line of a transfer. {@code -d} is the launcher's business; here it is a word without effect.
 *
 * @param torrent the .torrent
 * @param savedAs {@code -s}
 * @param trusted {@code -f}
 * @param bitfield {@code -b}
 * @param checkOnly {@code -c}
 * @param showOnly {@code -x}
 * @param preallocate {@code -a}
 * @param files {@code -n}
 * @param leaving {@code -e} and {@code -E}
 * @param maxPeers {@code -M}; {@code -m} is only checked, for the engine looks for peers as long as there is room
 * @param tracker {@code -u}
 * @param command {@code -X}
 * @param verbose {@code -v}
 * @param session what concerns the whole process
 * @param unsupported a line for each option given that can't be followed
 */
record CtorrentOptions(
        String torrent,
        Optional<Path> savedAs,
        boolean trusted,
        Path bitfield,
        boolean checkOnly,
        boolean showOnly,
        boolean preallocate,
        Optional<FileSelection> files,
        LeavingRule leaving,
        int maxPeers,
        Optional<String> tracker,
        Optional<String> command,
        boolean verbose,
        SessionOptions session,
        List<String> unsupported) {
    /** Debian's build asks for 20 at least; DRBL's, which Clonezilla's options are made for, for 4. */
    private static final int LEAST_MAX_PEERS = 4;
    private static final int MOST_PEERS = 1000;
    private static final int DEFAULT_MAX_PEERS = 100;
    private static final int DEFAULT_HOURS = 72;
    private static final int FIRST_PORT = 2706;
    private static final int LAST_PORT = 2106;
    private static final int DEFAULT_CACHE_MIB = 16;
    private static final int BLOCK_KIB = 16;
    private static final String DEFAULT_PREFIX = "-CD0303-";

    static Options syntax() {
        Options options = new Options();
        for (String flag : List.of("h", "H", "x", "c", "v", "f", "a", "T", "d")) {
            options.addOption(flag, false, "");
        }
        for (String valued : List.of("e", "E", "i", "p", "I", "u", "s", "C", "b", "M", "m", "z", "n", "D", "U", "P",
                "A", "S", "X")) {
            options.addOption(valued, true, "");
        }
        return options;
    }

    /** A peer id begins with a hyphen, as no value of an option may: glued to {@code -P} it may. */
    static String[] gluePrefix(String... args) {
        List<String> glued = new ArrayList<>(List.of(args));
        for (int i = glued.indexOf("-P"); i >= 0 && i + 1 < glued.size(); i = glued.indexOf("-P")) {
            glued.set(i, "-P" + glued.remove(i + 1));
        }
        return glued.toArray(String[]::new);
    }

    static CtorrentOptions of(Arguments arguments) throws UsageException {
        if (arguments.words().size() != 1) {
            throw new UsageException("one torrent is needed, " + arguments.words().size()
                    + " are given; use -h for help");
        }
        String torrent = arguments.words().get(0);
        number(arguments, "m", 1, 1, MOST_PEERS);
        return new CtorrentOptions(
                torrent,
                arguments.last("s").map(Path::of),
                arguments.has("f"),
                Path.of(arguments.last("b").orElse(torrent + ".bf")),
                arguments.has("c"),
                arguments.has("x"),
                arguments.has("a"),
                files(arguments),
                new LeavingRule(Duration.ofHours(number(arguments, "e", DEFAULT_HOURS, 0, Integer.MAX_VALUE)), ratio(arguments)),
                number(arguments, "M", DEFAULT_MAX_PEERS, LEAST_MAX_PEERS, MOST_PEERS),
                arguments.last("u"),
                arguments.last("X"),
                arguments.has("v"),
                session(arguments),
                unsupported(arguments));
    }

    private static Optional<FileSelection> files(Arguments arguments) throws UsageException {
        Optional<String> list = arguments.last("n");
        return list.isPresent() ? Optional.of(new FileSelection(list.get())) : Optional.empty();
    }

    /** Where the torrent's data lie: its own file or directory. */
    Path targetFor(Metainfo metainfo) {
        return savedAs.orElseGet(() -> Path.of(metainfo.name()));
    }

    private static SessionOptions session(Arguments arguments) throws UsageException {
        int port = number(arguments, "p", FIRST_PORT, 1, 65535);
        String prefix = arguments.last("P").orElse(DEFAULT_PREFIX);
        if (prefix.length() > DEFAULT_PREFIX.length() || !prefix.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new UsageException("-P arg must be 8 or less characters");
        }
        return new SessionOptions(
                address(arguments, "i"),
                port,
                Math.min(port, LAST_PORT),
                address(arguments, "I"),
                prefix,
                (long) number(arguments, "C", DEFAULT_CACHE_MIB, 0, Integer.MAX_VALUE) << 20,
                OptionalInt.empty(),
                false,
                1024L * number(arguments, "D", 0, 0, Integer.MAX_VALUE),
                1024L * number(arguments, "U", 0, 0, Integer.MAX_VALUE),
                Optional.empty(),
                false);
    }

    private static int number(Arguments arguments, String option, int absent, int least, int most)
            throws UsageException {
        int number = arguments.integer(option, absent);
        if (number < least || number > most) {
            throw new UsageException("-" + option + (most == Integer.MAX_VALUE
                    ? " argument must not be below " + least
                    : " argument must be between " + least + " and " + most));
        }
        return number;
    }

    private static double ratio(Arguments arguments) throws UsageException {
        String text = arguments.last("E").orElse("0");
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UsageException("option -E needs a number that is not negative, not '" + text + "'");
    }

    private static Optional<InetAddress> address(Arguments arguments, String option) throws UsageException {
        Optional<String> text = arguments.last(option);
        Optional<InetAddress> address = text.flatMap(LiteralAddress::parse);
        if (text.isPresent() && address.isEmpty()) {
            throw new UsageException("option -" + option + " needs an IP address, not '" + text.get() + "'");
        }
        return address;
    }

    /** What has no meaning here: each would change what others get to see of this client, or serve a dead program. */
    private static List<String> unsupported(Arguments arguments) throws UsageException {
        List<String> lines = new ArrayList<>();
        if (number(arguments, "z", BLOCK_KIB, 1, 128) != BLOCK_KIB) {
            lines.add("-z has no effect: blocks of " + BLOCK_KIB + " KB are asked for, which every client serves");
        }
        if (arguments.has("S")) {
            lines.add("-S has no effect: no CTCS server is told of this transfer");
        }
        if (arguments.has("A")) {
            lines.add("-A has no effect: trackers are told no user agent");
        }
        if (arguments.has("T")) {
            lines.add("-T has no effect: files keep their names as the torrent has them");
        }
        return List.copyOf(lines);
    }
}
