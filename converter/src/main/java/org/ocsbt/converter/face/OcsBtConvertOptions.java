package org.ocsbt.converter.face;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.converter.convert.PartitionConverter.Labels;

/**
 * The command line of {@code ocs-bt-convert}.
 *
 * @param help usage is asked for; the other fields are then without meaning
 * @param check compare instead of convert: {@code image} is then a torrent, the one word after it the target
 * @param force convert again what an earlier run has made
 * @param output where the slices go: by default where Clonezilla looks for them
 * @param labels of the torrents
 * @param image the image's directory
 * @param words partitions, none for all; or the target to check
 */
record OcsBtConvertOptions(
        boolean help, boolean check, boolean force, Path output, Labels labels, Path image, List<String> words) {

    static final String USAGE = """
            usage: ocs-bt-convert [-f] [-o DIR] [-t URL] [-c CREATOR] IMAGE [PARTITION...]
                   ocs-bt-convert --check TORRENT SLICES|DEVICE

            Make slices, torrent.info and torrent of partitions in a Clonezilla image for its BitTorrent
            mode, all partitions when none is named; or compare slices or a device with a torrent.

              -o, --output DIR     where to write (default: IMAGE/../btzone/IMAGE)
              -t, --tracker URL    announce URL of the torrents; Clonezilla replaces the default at start
              -c, --creator NAME   who makes the torrents (default: Clonezilla)
              -f, --force          convert again what is there already
                  --check          compare and name every bad piece by its offset on the device
              -h, --help           show this help
            """;

    /** As in Clonezilla's scripts, which replace it by the server's at start. */
    private static final String PLACEHOLDER = "http://192.168.1.1:6969/announce";

    static OcsBtConvertOptions parse(String... args) throws UsageException {
        Arguments arguments = Arguments.parse(known(), args);
        boolean help = arguments.has("h");
        boolean check = arguments.has("check");
        List<String> words = arguments.words();
        if (!help && words.isEmpty()) {
            throw new UsageException(check ? "no torrent is named" : "no image is named");
        }
        if (!help && check && words.size() != 2) {
            throw new UsageException("--check needs a torrent and one directory of slices or device");
        }
        Path image = Path.of(help ? "" : words.get(0)).toAbsolutePath().normalize();
        Path usualOutput = image.resolveSibling("btzone").resolve(String.valueOf(image.getFileName()));
        return new OcsBtConvertOptions(help, check, arguments.has("f"),
                arguments.last("o").map(Path::of).orElse(usualOutput),
                new Labels(arguments.last("t").orElse(PLACEHOLDER), arguments.last("c").orElse("Clonezilla")),
                image,
                help ? List.of() : words.subList(1, words.size()));
    }

    private static Options known() {
        return new Options()
                .addOption("h", "help", false, null)
                .addOption("f", "force", false, null)
                .addOption(Option.builder().longOpt("check").build())
                .addOption(Option.builder("o").longOpt("output").hasArg().build())
                .addOption(Option.builder("t").longOpt("tracker").hasArg().build())
                .addOption(Option.builder("c").longOpt("creator").hasArg().build());
    }
}
