package org.ocsbt.converter.face;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;

/**
 * The command line of mktorrent 1.1, and {@code -e}, {@code -f}, {@code -x} of its later source.
 *
 * @param help usage is asked for; the other fields are then without meaning
 * @param announceTiers tracker addresses, one tier for each {@code -a}
 * @param comment {@code -c}
 * @param writeDate not {@code -d}
 * @param excluded patterns of names to leave out, {@code -e}
 * @param overwrite {@code -f}
 * @param pieceLengthBytes 2 to the power of {@code -l}: 15 to 28, default 18
 * @param name the torrent's, default the last part of the target
 * @param output default {@code name.torrent}; absolute
 * @param privateTorrent {@code -p}
 * @param source text inside {@code info}, {@code -s}
 * @param threads at most 20, default the number of processors
 * @param verbose {@code -v}
 * @param webSeeds {@code -w}
 * @param crossSeed make the info-hash unique, {@code -x}
 * @param target file or directory, without slashes at the end
 */
record MktorrentOptions(
        boolean help,
        List<List<String>> announceTiers,
        Optional<String> comment,
        boolean writeDate,
        List<String> excluded,
        boolean overwrite,
        int pieceLengthBytes,
        String name,
        Path output,
        boolean privateTorrent,
        Optional<String> source,
        int threads,
        boolean verbose,
        List<String> webSeeds,
        boolean crossSeed,
        String target) {

    private static final int MAX_THREADS = 20;

    static MktorrentOptions of(Arguments arguments) throws UsageException {
        boolean help = arguments.has("h");
        if (!help && arguments.words().isEmpty()) {
            throw new UsageException("Must specify the contents, use -h for help");
        }
        String target = help ? "" : withoutEndingSlashes(arguments.words().get(0));
        String name = arguments.last("n").orElse(target.substring(target.lastIndexOf('/') + 1));
        return new MktorrentOptions(
                help,
                arguments.all("a").stream().map(MktorrentOptions::commaSeparated).toList(),
                arguments.last("c"),
                !arguments.has("d"),
                allCommaSeparated(arguments, "e"),
                arguments.has("f"),
                help ? 1 : pieceLengthBytes(arguments),
                name,
                Path.of(arguments.last("o").orElse(name + ".torrent")).toAbsolutePath(),
                arguments.has("p"),
                arguments.last("s"),
                help ? 1 : threads(arguments),
                arguments.has("v"),
                allCommaSeparated(arguments, "w"),
                arguments.has("x"),
                target);
    }

    static Options known() {
        return new Options()
                .addOption(Option.builder("a").longOpt("announce").hasArg().build())
                .addOption(Option.builder("c").longOpt("comment").hasArg().build())
                .addOption("d", "no-date", false, null)
                .addOption(Option.builder("e").longOpt("exclude").hasArg().build())
                .addOption("f", "force", false, null)
                .addOption("h", "help", false, null)
                .addOption(Option.builder("l").longOpt("piece-length").hasArg().build())
                .addOption(Option.builder("n").longOpt("name").hasArg().build())
                .addOption(Option.builder("o").longOpt("output").hasArg().build())
                .addOption("p", "private", false, null)
                .addOption(Option.builder("s").longOpt("source").hasArg().build())
                .addOption(Option.builder("t").longOpt("threads").hasArg().build())
                .addOption("v", "verbose", false, null)
                .addOption(Option.builder("w").longOpt("web-seed").hasArg().build())
                .addOption("x", "cross-seed", false, null);
    }

    private static int pieceLengthBytes(Arguments arguments) throws UsageException {
        int power = arguments.last("l").map(MktorrentOptions::leadingNumber).orElse(18);
        if (power < 15 || power > 28) {
            throw new UsageException("The piece length must be a number between 15 and 28.");
        }
        return 1 << power;
    }

    /** 0 stands for the default, as scripts pass it where they can't count the processors. */
    private static int threads(Arguments arguments) throws UsageException {
        int threads = arguments.last("t").map(MktorrentOptions::leadingNumber).orElse(0);
        if (threads < 0 || threads > MAX_THREADS) {
            throw new UsageException("The number of threads is limited to at most " + MAX_THREADS);
        }
        return threads > 0 ? threads : Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    }

    /** As C's atoi: what is no number is 0. */
    private static int leadingNumber(String text) {
        int end = text.startsWith("-") ? 1 : 0;
        while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
            end++;
        }
        try {
            return Integer.parseInt(text, 0, end, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String withoutEndingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static List<String> commaSeparated(String list) {
        return List.of(list.split(",", -1));
    }

    private static List<String> allCommaSeparated(Arguments arguments, String option) {
        List<String> all = new ArrayList<>();
        arguments.all(option).forEach(list -> all.addAll(commaSeparated(list)));
        return List.copyOf(all);
    }
}
