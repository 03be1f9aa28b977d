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
 * The command line of {@code gen-torrent-from-ptcl}. As in the original an empty value of an option that
 * may be left out is the same as leaving it out.
 *
 * @param help usage is asked for; the other fields are then without meaning
 * @param partitionPath the partition's name taken apart at slashes ({@code vg/root}): the torrent's name,
 *     then directories in it
 * @param output the torrent to write
 * @param creator text for {@code created by}
 * @param input the {@code torrent.info}; empty for standard input
 * @param tracker announce URL
 */
record GenTorrentFromPtclOptions(
        boolean help,
        List<String> partitionPath,
        Path output,
        Optional<String> creator,
        Optional<Path> input,
        Optional<String> tracker) {

    static GenTorrentFromPtclOptions parse(String... args) throws UsageException {
        Arguments arguments = Arguments.parse(known(), args);
        if (arguments.has("h")) {
            return new GenTorrentFromPtclOptions(
                    true, List.of(), Path.of(""), Optional.empty(), Optional.empty(), Optional.empty());
        }
        requireAll(arguments);
        if (!arguments.words().isEmpty()) {
            throw new UsageException("unrecognized arguments: " + String.join(" ", arguments.words()));
        }
        return new GenTorrentFromPtclOptions(
                false,
                partitionPath(arguments.last("p").orElseThrow()),
                Path.of(arguments.last("o").orElseThrow()),
                nonEmpty(arguments, "c"),
                nonEmpty(arguments, "i").map(Path::of),
                nonEmpty(arguments, "t"));
    }

    static String usage(String program) {
        return "usage: " + program + " [-h] -p PARTITION_NAME -o FILENAME -c CREATOR [-i INFILE] [-t TRACKER]\n";
    }

    static String help(String program) {
        return usage(program) + """

                Make a torrent of a partition's slices, as named by partclone's torrent.info.

                options:
                  -h, --help            show this help message and exit
                  -p PARTITION_NAME, --partition-name PARTITION_NAME
                                        name of the partition: that of the torrent
                  -o FILENAME, --output-file FILENAME
                                        the torrent to write
                  -c CREATOR, --creator CREATOR
                                        who makes the torrent
                  -i INFILE, --input-file INFILE
                                        the torrent.info (default: standard input)
                  -t TRACKER, --tracker TRACKER
                                        announce URL of the tracker
                """;
    }

    private static Options known() {
        return new Options()
                .addOption("h", "help", false, null)
                .addOption(Option.builder("p").longOpt("partition-name").hasArg().build())
                .addOption(Option.builder("o").longOpt("output-file").hasArg().build())
                .addOption(Option.builder("c").longOpt("creator").hasArg().build())
                .addOption(Option.builder("i").longOpt("input-file").hasArg().build())
                .addOption(Option.builder("t").longOpt("tracker").hasArg().build());
    }

    private static void requireAll(Arguments arguments) throws UsageException {
        List<String> missing = new ArrayList<>();
        for (String option : List.of("p/--partition-name", "o/--output-file", "c/--creator")) {
            if (!arguments.has(option.substring(0, 1))) {
                missing.add("-" + option);
            }
        }
        if (!missing.isEmpty()) {
            throw new UsageException("the following arguments are required: " + String.join(", ", missing));
        }
    }

    private static List<String> partitionPath(String name) throws UsageException {
        List<String> path = new ArrayList<>();
        for (String element : name.split("/")) {
            if (element.equals(".") || element.equals("..")) {
                throw new UsageException("'" + name + "' is no name of a partition");
            }
            if (!element.isEmpty()) {
                path.add(element);
            }
        }
        if (path.isEmpty()) {
            throw new UsageException("the name of the partition is empty");
        }
        return List.copyOf(path);
    }

    private static Optional<String> nonEmpty(Arguments arguments, String option) {
        return arguments.last(option).filter(value -> !value.isEmpty());
    }
}
