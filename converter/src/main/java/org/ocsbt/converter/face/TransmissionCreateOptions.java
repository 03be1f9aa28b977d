package org.ocsbt.converter.face;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;

/**
 * The command line of transmission-create.
 *
 * @param help usage is asked for; the other fields are then without meaning
 * @param version likewise
 * @param privateTorrent {@code -p}
 * @param output {@code -o}, default the target's name with {@code .torrent} in the working directory
 * @param pieceSizeKib {@code -s}; empty to choose by the amount of data
 * @param comment {@code -c}
 * @param trackers {@code -t}, each a tier of its own
 * @param target file or directory
 */
record TransmissionCreateOptions(
        boolean help,
        boolean version,
        boolean privateTorrent,
        Path output,
        Optional<Integer> pieceSizeKib,
        Optional<String> comment,
        List<String> trackers,
        Path target) {

    static final String USAGE = """
            Usage: transmission-create [options] <file|directory>

            Options:
             -h --help                    Display this help page and exit
             -p --private                 Allow this torrent to only be used with the
                                          specified tracker(s)
             -o --outfile   <file>        Save the generated .torrent to this filename
             -s --piecesize <size in KiB> Set how many KiB each piece should be, overriding
                                          the preferred default
             -c --comment   <comment>     Add a comment
             -t --tracker   <url>         Add a tracker's announce URL
             -V --version                 Show version number and exit
            """;

    private static final int KIB = 1024;
    private static final long MIB = 1024 * 1024;
    /** As for all our programs. */
    private static final int MAX_PIECE_SIZE_KIB = 128 * KIB;

    static TransmissionCreateOptions parse(String... args) throws UsageException {
        Arguments arguments = Arguments.parse(known(), args);
        boolean done = arguments.has("h") || arguments.has("V");
        if (!done && arguments.words().isEmpty()) {
            throw new UsageException("No input file or directory specified.");
        }
        Path target = Path.of(done ? "" : arguments.words().get(arguments.words().size() - 1));
        Path name = target.toAbsolutePath().normalize().getFileName();
        return new TransmissionCreateOptions(
                arguments.has("h"),
                arguments.has("V"),
                arguments.has("p"),
                arguments.last("o").map(Path::of).orElse(Path.of(name + ".torrent").toAbsolutePath()),
                pieceSizeKib(arguments),
                arguments.last("c").filter(text -> !text.isEmpty()),
                trackers(arguments),
                target);
    }

    /** What is asked for, or the original's choice for so much data. */
    int pieceLengthBytes(long totalBytes) {
        return pieceSizeKib.map(kib -> kib * KIB).orElseGet(() -> usualPieceLengthBytes(totalBytes));
    }

    private static int usualPieceLengthBytes(long totalBytes) {
        long[] smallestMib = {2048, 1024, 512, 350, 150, 50};
        int lengthKib = 2048;
        for (long mib : smallestMib) {
            if (totalBytes >= mib * MIB) {
                return lengthKib * KIB;
            }
            lengthKib /= 2;
        }
        return lengthKib * KIB;
    }

    private static Options known() {
        return new Options()
                .addOption("h", "help", false, null)
                .addOption("p", "private", false, null)
                .addOption("V", "version", false, null)
                .addOption(Option.builder("o").longOpt("outfile").hasArg().build())
                .addOption(Option.builder("s").longOpt("piecesize").hasArg().build())
                .addOption(Option.builder("c").longOpt("comment").hasArg().build())
                .addOption(Option.builder("t").longOpt("tracker").hasArg().build());
    }

    private static Optional<Integer> pieceSizeKib(Arguments arguments) throws UsageException {
        int kib = arguments.integer("s", 0);
        if (kib == 0) {
            return Optional.empty();
        }
        if (kib < 0 || kib > MAX_PIECE_SIZE_KIB || Integer.bitCount(kib) != 1) {
            throw new UsageException("A piece has a power of two of KiB up to " + MAX_PIECE_SIZE_KIB + ", not " + kib);
        }
        return Optional.of(kib);
    }

    private static List<String> trackers(Arguments arguments) throws UsageException {
        for (String url : arguments.all("t")) {
            if (!isTracker(url)) {
                throw new UsageException("bad announce URL: \"" + url + '"');
            }
        }
        return arguments.all("t");
    }

    private static boolean isTracker(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && uri.getScheme() != null
                    && List.of("http", "https", "udp").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
