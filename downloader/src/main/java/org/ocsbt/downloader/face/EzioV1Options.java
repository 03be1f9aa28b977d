package org.ocsbt.downloader.face;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.session.TorrentOptions.Layout;

/**
 * The command line of one-shot ezio: the union of what its releases take (contracts/ezio-v1.md).
 *
 * @param help {@code -h}: print the option list and do nothing else
 * @param ratio {@code -e}, whole multiples of the torrent's size; 3. More than this uploaded lets a
 *     finished torrent go
 * @param idleMinutes {@code -t}, minutes; 15. A finished torrent that nobody asks for longer than this is
 *     let go; negative lets it go at once
 * @param maxUploads {@code -m}, upload slots per torrent; 4. Zero or less: {@link #UNLIMITED}
 * @param maxConnections {@code -c}, peers per torrent; 6. Zero or less: {@link #UNLIMITED}
 * @param sequential {@code -s}: pieces in torrent order
 * @param layout {@code -f}: the paths are directories of slices, not devices
 * @param seed {@code -U}: the data are complete and trusted; seed until a signal comes
 * @param cacheBytes {@code --cache}, given in KiB; empty when not given or negative
 * @param listen {@code --listen}: address of the status service; none unless given
 * @param log {@code -l}: a file that gets a copy of all output; none unless given
 * @param torrents names of .torrent files: those of {@code -T}, then the first of the two words
 * @param targets for the torrent of the same place the device, or the directory that holds the torrent's own:
 *     those of {@code -L}, then the second word
 */
record EzioV1Options(
        boolean help,
        int ratio,
        int idleMinutes,
        int maxUploads,
        int maxConnections,
        boolean sequential,
        Layout layout,
        boolean seed,
        OptionalLong cacheBytes,
        Optional<InetSocketAddress> listen,
        Optional<Path> log,
        List<String> torrents,
        List<Path> targets) {

    /** What the originals' session takes in all; a bound, since each peer costs memory. */
    static final int UNLIMITED = 1000;

    /**
     * The options as commons-cli sees them. {@code -k}, the tracker failures allowed, must be a number but
     * has no effect, as in 1.1.11: a dead tracker never ends a transfer.
     */
    static Options syntax() {
        return new Options()
                .addOption("h", "help", false, "")
                .addOption("e", "ratio", true, "")
                .addOption("t", "timeout", true, "")
                .addOption("k", "contact", true, "")
                .addOption("m", "maxu", true, "")
                .addOption("c", "maxc", true, "")
                .addOption("s", "sequential", false, "")
                .addOption("f", "file", false, "")
                .addOption("U", "upload", false, "")
                .addOption(longWithValue("cache"))
                .addOption(longWithValue("listen"))
                .addOption("T", "torrent", true, "")
                .addOption("L", "save_path", true, "")
                .addOption(longWithValue("legacy_torrent"))
                .addOption(longWithValue("legacy_save_path"))
                .addOption("l", true, "");
    }

    private static Option longWithValue(String name) {
        return Option.builder().longOpt(name).hasArg().build();
    }

    /** Whether these arguments name a torrent or a target in any way. */
    static boolean namesPairs(Arguments arguments) {
        return !arguments.words().isEmpty() || arguments.has("T") || arguments.has("L")
                || arguments.has("legacy_torrent") || arguments.has("legacy_save_path");
    }

    /** @throws UsageException a number that is none, or more than two words */
    static EzioV1Options of(Arguments arguments) throws UsageException {
        arguments.integer("k", 30);
        return new EzioV1Options(
                arguments.has("h"),
                arguments.integer("e", 3),
                arguments.integer("t", 15),
                limit(arguments.integer("m", 4)),
                limit(arguments.integer("c", 6)),
                arguments.has("s"),
                arguments.has("f") ? Layout.SLICE_DIRECTORY : Layout.RAW_DEVICE,
                arguments.has("U"),
                cacheBytes(arguments.integer("cache", -1)),
                listen(arguments),
                log(arguments),
                torrents(arguments),
                targets(arguments));
    }

    /** Whether there is something to do, and each torrent has its target. */
    boolean isPaired() {
        return !torrents.isEmpty() && torrents.size() == targets.size();
    }

    private static int limit(int given) {
        return given > 0 ? Math.min(given, UNLIMITED) : UNLIMITED;
    }

    private static OptionalLong cacheBytes(int kib) {
        return kib < 0 ? OptionalLong.empty() : OptionalLong.of(kib * 1024L);
    }

    private static List<String> torrents(Arguments arguments) throws UsageException {
        List<String> words = arguments.words();
        if (words.size() > 2) {
            throw new UsageException("unexpected word '" + words.get(2) + "'");
        }
        List<String> torrents = new ArrayList<>(arguments.all("T"));
        torrents.addAll(arguments.all("legacy_torrent"));
        words.stream().limit(1).forEach(torrents::add);
        return List.copyOf(torrents);
    }

    private static List<Path> targets(Arguments arguments) throws UsageException {
        List<String> targets = new ArrayList<>(arguments.all("L"));
        targets.addAll(arguments.all("legacy_save_path"));
        arguments.words().stream().skip(1).forEach(targets::add);
        List<Path> paths = new ArrayList<>();
        for (String target : targets) {
            paths.add(path(target));
        }
        return List.copyOf(paths);
    }

    private static Optional<InetSocketAddress> listen(Arguments arguments) throws UsageException {
        Optional<String> address = arguments.last("listen");
        return address.isEmpty() ? Optional.empty() : Optional.of(ControlAddress.parse(address.get()));
    }

    private static Optional<Path> log(Arguments arguments) throws UsageException {
        Optional<String> file = arguments.last("l");
        return file.isEmpty() ? Optional.empty() : Optional.of(path(file.get()));
    }

    private static Path path(String word) throws UsageException {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + word + "' can't be a file name in this locale");
        }
    }
}
