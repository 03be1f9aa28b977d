package org.ocsbt.converter.face;

import java.util.List;

/** The longer texts of mktorrent 1.1; some scripts and people look for them. */
final class MktorrentText {
    static final String HELP = """
            Usage: mktorrent [OPTIONS] <target directory or filename>

            Options:
            -a, --announce=<url>[,<url>]* : specify the full announce URLs
                                            additional -a adds backup trackers
            -c, --comment=<comment>       : add a comment to the metainfo
            -d, --no-date                 : don't write the creation date
            -e, --exclude=<pat>[,<pat>]*  : leave out files whose name matches the glob(7) pattern
            -f, --force                   : overwrite the output file if it exists
            -h, --help                    : show this help screen
            -l, --piece-length=<n>        : set the piece length to 2^n bytes, n from 15 to 28,
                                            default is 18, that is 256 KiB
            -n, --name=<name>             : set the name of the torrent
                                            default is the basename of the target
            -o, --output=<filename>       : set the path and filename of the created file
                                            default is <name>.torrent
            -p, --private                 : set the private flag
            -s, --source=<source>         : add source string embedded in infohash
            -t, --threads=<n>             : use <n> threads for calculating hashes
                                            default is the number of CPU cores
            -v, --verbose                 : be verbose
            -w, --web-seed=<url>[,<url>]* : add web seed URLs
                                            additional -w adds more URLs
            -x, --cross-seed              : make the infohash unique
            """;

    private MktorrentText() {}

    /** What {@code -v} prints of the options. */
    static String options(MktorrentOptions options) {
        StringBuilder text = new StringBuilder("Options:\n  Announce URLs:\n");
        int tier = 1;
        for (List<String> urls : options.announceTiers()) {
            text.append("    ").append(tier++).append(" : ").append(String.join("\n        ", urls)).append('\n');
        }
        text.append("  Torrent name: ").append(options.name())
                .append("\n  Metafile:     ").append(options.output())
                .append("\n  Piece length: ").append(options.pieceLengthBytes())
                .append("\n  Threads:      ").append(options.threads())
                .append("\n  Be verbose:   yes\n  Write date:   ").append(options.writeDate() ? "yes" : "no")
                .append("\n  Web Seed URL: ")
                .append(options.webSeeds().isEmpty() ? "none" : String.join("\n                ", options.webSeeds()))
                .append('\n');
        options.source().ifPresent(source -> text.append("\n Source:      ").append(source).append("\n\n"));
        text.append("  Comment:      ").append(options.comment().map(c -> '"' + c + '"').orElse("none"));
        return text.append("\n\n").toString();
    }
}
