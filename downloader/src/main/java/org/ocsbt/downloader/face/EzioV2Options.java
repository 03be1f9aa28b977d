package org.ocsbt.downloader.face;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
        int peerPort,
        boolean localDiscovery,
        List<String> notes) {


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
        arguments.integer("aio-threads", 0);
        arguments.integer("slow-start-period", 0);
        return new EzioV2Options(
                arguments.has("h"),
                arguments.has("v"),
                arguments.has("F") ? Layout.SLICE_DIRECTORY : Layout.RAW_DEVICE,
                ControlAddress.parse(arguments.last("l").orElse(ControlAddress.LOCAL)),
                cacheBytes(arguments),
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

    private static int peerPort(int given) throws UsageException {
        if (given < 0 || given > 65535) {
            throw new UsageException("option -p needs a port from 0 to 65535, not " + given);
        }
        return given == 0 ? SessionOptions.DEFAULT_LISTEN_PORT : given;
    }

    private static List<String> notes(Arguments arguments) {
        List<String> notes = new ArrayList<>();
        if (arguments.has("aio-threads")) {
            notes.add("--aio-threads: the number of disk threads follows the processors and disks");
        }
        if (arguments.has("slow-start") || arguments.has("slow-start-period")) {
            notes.add("--slow-start: a seeder hands out each piece once before it repeats any, from the start");
        }
        if (arguments.has("enable-dht")) {
            notes.add("--enable-dht: a classroom has no such network; peers come from the tracker");
        }
        for (String word : arguments.words()) {
            notes.add("'" + word + "' belongs to no option and is ignored");
        }
        return notes;
    }
}
