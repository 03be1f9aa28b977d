package org.ocsbt.downloader.face;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.ocsbt.cli.Arguments;
import org.ocsbt.cli.UsageException;
import org.ocsbt.downloader.session.SessionOptions;
import org.ocsbt.downloader.session.TorrentOptions.Layout;

/**
 * The command line of the ezio daemon (contracts/ezio-v2.md, "Daemon options").
 *
 * @param help {@code -h}: print the option list and do nothing else
 * @param version {@code -v}: print the version and do nothing else
 * @param layout {@code -F}: save paths are directories of slices, not devices
 * @param listen {@code -l}: address of the control service; {@link ControlAddress#LOCAL}
 * @param cacheBytes {@code --cache-size}, given in MiB; empty when not given
 * @param diskThreads {@code --aio-threads}: threads that hash and threads that read, each; the engine's own
 *     choice when not given
 * @param slowStartPeriod {@code --slow-start-period}: of each step of {@code --slow-start}; empty without that
 * @param peerPort {@code -p}: first TCP port tried for peers; 0 or not given:
 *     {@link SessionOptions#DEFAULT_LISTEN_PORT}
 * @param localDiscovery {@code --enable-lsd}: also find peers on the local network; off
 * @param notes what was given and changes nothing here, each with the reason
 */
record EzioV2Options(
        boolean help,
        boolean version,
        Layout layout,
        InetSocketAddress listen,
        OptionalLong cacheBytes,
        OptionalInt diskThreads,
        Optional<Duration> slowStartPeriod,
        int peerPort,
        boolean localDiscovery,
        List<String> notes) {
    private static final int DEFAULT_PERIOD_SECONDS = 10;

    static Options syntax() {
        return new Options()
                .addOption("h", "help", false, "")
                .addOption("v", "version", false, "")
                .addOption("F", "file", false, "")
                .addOption("l", "listen", true, "")
                .addOption("p", "port", true, "")
                .addOption(Option.builder().longOpt("cache-size").hasArg().build())
                .addOption(Option.builder().longOpt("aio-threads").hasArg().build())
                .addOption(Option.builder().longOpt("slow-start").build())
                .addOption(Option.builder().longOpt("slow-start-period").hasArg().build())
                .addOption(Option.builder().longOpt("enable-dht").build())
                .addOption(Option.builder().longOpt("enable-lsd").build());
    }

    /** @throws UsageException a number that is none or out of range, an address that is none */
    static EzioV2Options of(Arguments arguments) throws UsageException {
        return new EzioV2Options(
                arguments.has("h"),
                arguments.has("v"),
                arguments.has("F") ? Layout.SLICE_DIRECTORY : Layout.RAW_DEVICE,
                ControlAddress.parse(arguments.last("l").orElse(ControlAddress.LOCAL)),
                cacheBytes(arguments),
                diskThreads(arguments),
                slowStartPeriod(arguments),
                peerPort(arguments.integer("p", 0)),
                arguments.has("enable-lsd"),
                notes(arguments));
    }

    private static OptionalLong cacheBytes(Arguments arguments) throws UsageException {
        if (!arguments.has("cache-size")) {
            return OptionalLong.empty();
        }
        int mib = arguments.integer("cache-size", 0);
        if (mib < 0) {
            throw new UsageException("option --cache-size needs 0 or more MiB, not " + mib);
        }
        return OptionalLong.of((long) mib << 20);
    }

    private static OptionalInt diskThreads(Arguments arguments) throws UsageException {
        if (!arguments.has("aio-threads")) {
            return OptionalInt.empty();
        }
        int threads = arguments.integer("aio-threads", 0);
        if (threads < 0) {
            throw new UsageException("option --aio-threads needs 0 or more threads, not " + threads);
        }
        return OptionalInt.of(threads);
    }

    /** As in the original, a period of nothing or less is the usual one. */
    private static Optional<Duration> slowStartPeriod(Arguments arguments) throws UsageException {
        int seconds = arguments.integer("slow-start-period", DEFAULT_PERIOD_SECONDS);
        return arguments.has("slow-start")
                ? Optional.of(Duration.ofSeconds(seconds > 0 ? seconds : DEFAULT_PERIOD_SECONDS))
                : Optional.empty();
    }

    /** @param usualCacheBytes where the command line says nothing of it */
    SessionOptions session(long usualCacheBytes, boolean localDiscovery) {
        return new SessionOptions(peerPort, cacheBytes.orElse(usualCacheBytes), diskThreads, localDiscovery,
                slowStartPeriod);
    }

    private static int peerPort(int given) throws UsageException {
        if (given < 0 || given > 65535) {
            throw new UsageException("option -p needs a port from 0 to 65535, not " + given);
        }
        return given == 0 ? SessionOptions.DEFAULT_LISTEN_PORT : given;
    }

    private static List<String> notes(Arguments arguments) {
        List<String> notes = new ArrayList<>();
        if (arguments.has("slow-start-period") && !arguments.has("slow-start")) {
            notes.add("--slow-start-period means nothing without --slow-start");
        }
        if (arguments.has("enable-dht")) {
            notes.add("--enable-dht has no effect: this client takes part in no DHT; peers come from the tracker");
        }
        for (String word : arguments.words()) {
            notes.add("'" + word + "' belongs to no option and is ignored");
        }
        return notes;
    }
}
